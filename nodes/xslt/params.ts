import { permanent } from '#shared/errors/flow-error.ts'
import { shapeOf } from '#shared/expression/errors.ts'

/** The XPath that stands for a value (XPath 1.0 has no escapes in literals); undefined for nothing. Throws `message.wrong-shape`. */
export function xpathOf(name: string, value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined
  if (typeof value === 'boolean') return value ? 'true()' : 'false()'
  // A number is text here, so that none is written another way than it came; XPath makes numbers of text where it needs them.
  if (typeof value === 'number') return literal(String(value))
  if (typeof value === 'string' && !value.includes('\0')) return literal(value)
  const { vi, en } = shapeOf(value)
  const reason = {
    vi: `tham số "${name}" phải là chữ, số hoặc đúng/sai nhưng nhận được ${vi}`,
    en: `the parameter "${name}" must be text, a number or true/false but got ${en}`,
  }
  throw permanent('message.wrong-shape', { reason })
}

function literal(text: string): string {
  if (!text.includes("'")) return `'${text}'`
  if (!text.includes('"')) return `"${text}"`
  return `concat(${text
    .split("'")
    .map((it) => `'${it}'`)
    .join(`,"'",`)})`
}
