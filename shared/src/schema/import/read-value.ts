import { malformedAt } from '../../message/malformed-at.ts'
import { LIMITS, SchemaFault } from './fault.ts'

/** A JSON text as a value of bounded size. Throws `SchemaFault` with the line of what is wrong. */
export function jsonValue(text: string): unknown {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (thrown) {
    const said = thrown instanceof Error ? thrown.message : ''
    const line = text.slice(0, malformedAt(text)).split('\n').length
    throw new SchemaFault(`JSON, dòng ${line}`, { vi: `chưa đúng cú pháp (${said})`, en: `is malformed (${said})` })
  }
  return bounded(value)
}

/** The text of a document without what stands around it. Throws `SchemaFault` for one that is too large. */
export function trimmedDocument(text: string): string {
  const trimmed = text.replace(/^\uFEFF/, '').trim()
  if (trimmed.length <= LIMITS.size) return trimmed
  throw new SchemaFault('$', {
    vi: 'tài liệu lớn hơn 5 triệu ký tự',
    en: 'the document is larger than 5 million characters',
  })
}

/** The value itself. Throws `SchemaFault` for one that is too large or nested too deeply. */
export function bounded(value: unknown): unknown {
  let parts = 0
  const walk = (held: unknown, depth: number): void => {
    if (++parts > LIMITS.parts) throw new SchemaFault('$', { vi: 'quá nhiều giá trị', en: 'too many values' })
    if (depth > LIMITS.depth) throw new SchemaFault('$', { vi: 'lồng quá sâu', en: 'nested too deeply' })
    if (typeof held === 'object' && held !== null) for (const inner of Object.values(held)) walk(inner, depth + 1)
  }
  walk(value, 0)
  return value
}
