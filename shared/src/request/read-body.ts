import type { Text } from '../text/text.ts'
import type { ReadBody } from './read-request.ts'
import { looksSecret, withoutSecrets } from './secret-names.ts'

/** Characters that a literal text of a setting may have. */
const LONGEST_TEXT = 100_000
const DEEPEST = 60
const MOST_VALUES = 5_000

/** A body with the content type that must be said by a header, since the form of the body does not say it. */
export interface TypedBody {
  readonly body: ReadBody
  readonly contentType?: string
}

/** Reads what a request sends by its content type. Secrets among its fields are emptied with a note; a text too long for a setting is left out. */
export function bodyOfText(text: string, contentType: string | undefined, notes: Text[]): TypedBody | undefined {
  const type = contentType?.split(';', 1)[0]?.trim().toLowerCase() ?? ''
  const hidden = new Set<string>()
  const made = readBy(type, text, (name) => hidden.add(name), notes)
  if (hidden.size > 0)
    notes.push({
      vi: `Giá trị của ${[...hidden].slice(0, 5).join(', ')} trông như bí mật nên để trống; đừng ghi bí mật vào luồng.`,
      en: `The values of ${[...hidden].slice(0, 5).join(', ')} look like secrets and are left empty; never write a secret into a flow.`,
    })
  if (made) return made
  if (text.length > LONGEST_TEXT) {
    notes.push({
      vi: 'Nội dung gửi dài quá 100.000 ký tự nên không đưa vào luồng; hãy gửi nội dung của thông điệp.',
      en: 'The body is longer than 100,000 characters and is left out; send the body of the message.',
    })
    return undefined
  }
  return { body: { as: 'text', text }, contentType: contentType ?? 'application/x-www-form-urlencoded' }
}

function readBy(type: string, text: string, told: (name: string) => void, notes: Text[]): TypedBody | undefined {
  const isJson = /[/+]json$/.test(type)
  const unsaid = type === '' || type === 'application/x-www-form-urlencoded'
  if (isJson || (unsaid && /^\s*[{[]/.test(text))) {
    const value = jsonOf(text)
    if (value !== undefined) {
      if (!isJson)
        notes.push({
          vi: 'Lệnh không ghi Content-Type là JSON nhưng nội dung là JSON, nên nút gửi dạng JSON.',
          en: 'The command does not say that its body is JSON, yet it is; the node sends it as JSON.',
        })
      const body = { as: 'json', value: withoutSecrets(value, told) } as const
      return /^application\/json$/.test(type) || !isJson ? { body } : { body, contentType: type }
    }
  }
  if (unsaid) {
    const pairs = [...new URLSearchParams(text)]
    const names = new Set(pairs.map(([name]) => name))
    const plain = text.includes('=') && names.size === pairs.length && !names.has('') && pairs.length <= 200
    if (plain && !names.has('__proto__')) {
      const value = Object.fromEntries(pairs.map(([name, it]) => [name, looksSecret(name, it) ? hide(name) : it]))
      return { body: { as: 'form', value } }
    }
  }
  return undefined

  function hide(name: string): string {
    told(name)
    return ''
  }
}

/** The value of a JSON text that a formula can write down without loss; undefined for what is malformed, too large or too precise. */
function jsonOf(text: string): unknown {
  if (text.length > 1_000_000 || /(?:\d[.]?){16,}|\d[eE]/.test(text.replace(/"[^"\\]*(?:\\.[^"\\]*)*"/g, '""')))
    return undefined
  try {
    const value: unknown = JSON.parse(text)
    return isModest(value) ? value : undefined
  } catch {
    return undefined
  }
}

function isModest(value: unknown): boolean {
  let left = MOST_VALUES
  const walk = (held: unknown, depth: number): boolean => {
    if (left-- <= 0 || depth > DEEPEST) return false
    if (typeof held !== 'object' || held === null) return true
    return Object.entries(held).every(
      ([name, inner]) => !/^(?:__proto__|constructor|prototype)$/.test(name) && walk(inner, depth + 1),
    )
  }
  return walk(value, 0)
}
