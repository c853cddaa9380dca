import { isRecord } from '../../document/catalogue.ts'

const LONGEST = 26

/** A message (or several) in a few characters, for a chip on a wire: the first telling field, the root of markup, how many. */
export function previewOf(output: unknown): string {
  if (Array.isArray(output)) return `× ${output.length}`
  const body: unknown = isRecord(output) ? output.body : output
  return cut(shortOf(body))
}

function shortOf(body: unknown): string {
  if (typeof body === 'string')
    return /^\s*<(?:\?[^>]*\?>\s*<)?([^\s>/!?]+)/.exec(body)?.[1]?.replace(/^/, '<').concat('>') ?? body
  if (Array.isArray(body)) return `[${body.length}]`
  if (!isRecord(body)) return String(body ?? '∅')
  const entries = Object.entries(body)
  const plain = entries.find(([, value]) => (typeof value === 'string' && value !== '') || typeof value === 'number')
  return plain
    ? `${plain[0]}: ${String(plain[1])}`
    : entries.length === 0
      ? '{ }'
      : `{ ${entries.map(([key]) => key).join(', ')} }`
}

function cut(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim()
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 1)}…` : line
}
