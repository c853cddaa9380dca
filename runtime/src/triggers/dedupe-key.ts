import { createHash } from 'node:crypto'

/** Longer keys are kept as their digest: two that differ only in their ends are two messages. */
const LONGEST = 200

/** The key of a message against duplicates, from a header or an expression; undefined when there is none. Values that are no text count by their content. */
export function dedupeKeyOf(value: unknown): string | undefined {
  if (value === undefined || value === null || value === '') return undefined
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value)
  return text.length <= LONGEST ? text : `sha256:${createHash('sha256').update(text).digest('hex')}`
}
