import { permanent } from '#shared/errors/flow-error.ts'

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is refused
const CONTROL = /[\u0000-\u0008\u000a-\u001f\u007f\u0085\u2028\u2029]/

/** Text that goes into a header of a letter: on one line, so that no header of its own can hide in it. Throws `mail.bad-letter`. */
export function oneLine(text: string, field: string): string {
  if (!CONTROL.test(text) && text.isWellFormed()) return text
  const reason = {
    vi: 'có xuống dòng hoặc ký tự điều khiển',
    en: 'it has line breaks or control characters',
  }
  throw permanent('mail.bad-letter', { field, reason })
}
