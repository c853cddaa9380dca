import { SchemaFault } from '../schema/import/fault.ts'
import type { Text } from '../text/text.ts'

/** Characters of a command that are read. */
const LONGEST_COMMAND = 1_000_000
const MOST_WORDS = 2_000

/**
 * Splits one command into words as a POSIX shell does: quotes of three sorts (`'…'`, `"…"`, `$'…'`), backslashes, lines that go on. Nothing is
 * ever evaluated: what a shell would put in place (variables, commands, files) and commands behind one another are refused, as is the
 * quoting of Windows. Ends of lines outside of quotes count as blanks. Throws `SchemaFault`.
 */
export function shellWords(command: string): readonly string[] {
  if (command.length > LONGEST_COMMAND) throw fault(TOO_LONG)
  const text = command.replace(/\r\n?/g, '\n')
  const words: string[] = []
  let word: string | undefined
  let at = 0
  const put = (more: string): void => {
    word = (word ?? '') + more
  }
  const end = (): void => {
    if (word === undefined) return
    if (words.length >= MOST_WORDS) throw fault(TOO_LONG)
    words.push(word)
    word = undefined
  }
  const until = (quote: string): number => {
    const close = text.indexOf(quote, at)
    if (close < 0) throw fault(UNCLOSED)
    return close
  }

  const single = (): void => {
    const close = until("'")
    put(text.slice(at, close))
    at = close + 1
  }
  const double = (): void => {
    put('')
    for (;;) {
      const char = text.charAt(at++)
      if (char === '') throw fault(UNCLOSED)
      if (char === '"') return
      if (char === '`' || (char === '$' && /[\w({?!#*@$-]/.test(text.charAt(at)))) throw fault(EVALUATED)
      if (char !== '\\') put(char)
      else {
        const next = text.charAt(at++)
        put(next === '\n' ? '' : /["\\$`]/.test(next) ? next : `\\${next}`)
      }
    }
  }
  const ansi = (): void => {
    put('')
    for (;;) {
      const char = text.charAt(at++)
      if (char === '') throw fault(UNCLOSED)
      if (char === "'") return
      if (char !== '\\') put(char)
      else {
        const [whole, value] = ansiEscape(text.slice(at, at + 12))
        at += whole
        put(value)
      }
    }
  }

  while (at < text.length) {
    const char = text.charAt(at++)
    const next = text.charAt(at)
    if (/\s/.test(char)) end()
    else if (char === "'") single()
    else if (char === '"') double()
    else if (char === '$' && next === "'") {
      at++
      ansi()
    } else if (char === '$' && next === '"') {
      at++
      double()
    } else if (char === '\\') {
      at++
      if (next !== '\n') put(next)
    } else if (char === '^' && /["\n%&^]/.test(next)) throw fault(WINDOWS_CMD)
    else if (char === '`') throw fault(/^\s*\n/.test(text.slice(at, at + 9)) ? POWERSHELL : EVALUATED)
    else if (char === '$' && /[\w({?!#*@$-]/.test(next)) throw fault(EVALUATED)
    else if (/[|&;<>()]/.test(char)) throw fault(operator(char))
    else if (char === '#' && word === undefined) at = endOfLine(text, at)
    else put(char)
  }
  end()
  return words
}

function endOfLine(text: string, from: number): number {
  const at = text.indexOf('\n', from)
  return at < 0 ? text.length : at
}

const SIMPLE: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  a: '\u0007',
  b: '\b',
  e: '\u001b',
  f: '\f',
  v: '\v',
}

/** An escape of `$'…'` without its backslash: how many characters it takes and what it stands for (bash manual, "ANSI-C Quoting"). */
function ansiEscape(rest: string): readonly [taken: number, value: string] {
  const numbered = /^(?:x([\da-f]{1,2})|u([\da-f]{1,4})|U([\da-f]{1,8})|([0-7]{1,3}))/i.exec(rest)
  if (numbered) {
    const [whole, x, u, long, octal] = numbered
    const code = octal === undefined ? Number.parseInt(x ?? u ?? long ?? '0', 16) : Number.parseInt(octal, 8)
    return [whole.length, code <= 0x10ffff ? String.fromCodePoint(code) : '\uFFFD']
  }
  const char = rest.charAt(0)
  if (Object.hasOwn(SIMPLE, char)) return [1, SIMPLE[char] ?? '']
  return /['"\\?]/.test(char) ? [1, char] : [1, `\\${char}`]
}

const fault = (reason: Text): SchemaFault => new SchemaFault('curl', reason)

const operator = (char: string): Text => ({
  vi: `có ký tự "${char}" nằm ngoài dấu nháy; chỉ dán riêng một lệnh curl, và đặt địa chỉ trong dấu nháy đơn`,
  en: `has "${char}" outside of quotes; paste one curl command alone, with its address in single quotes`,
})
const TOO_LONG: Text = {
  vi: 'lệnh quá dài (tối đa 1 triệu ký tự, 2.000 từ)',
  en: 'the command is too long (at most 1 million characters, 2,000 words)',
}
const UNCLOSED: Text = {
  vi: 'có dấu nháy chưa đóng; hãy sao chép lại cả lệnh',
  en: 'has a quote that is not closed; copy the whole command again',
}
const EVALUATED: Text = {
  vi: 'có biến hoặc lệnh con của shell ($… hay `…`), không được tính ở đây; hãy thay bằng giá trị cụ thể',
  en: 'has a variable or command of the shell ($… or `…`), which is not evaluated here; put the value in its place',
}
const WINDOWS_CMD: Text = {
  vi: 'là lệnh kiểu Windows (cmd). Trong trình duyệt hãy chọn "Copy as cURL (bash)" rồi dán lại',
  en: 'is in the quoting of Windows (cmd). Choose "Copy as cURL (bash)" in the browser and paste again',
}
const POWERSHELL: Text = {
  vi: 'là lệnh kiểu PowerShell. Trong trình duyệt hãy chọn "Copy as cURL (bash)" rồi dán lại',
  en: 'is a PowerShell command. Choose "Copy as cURL (bash)" in the browser and paste again',
}
