import type { Text } from '../text/text.ts'

/** The words that the form shows for the field at a path, from the JSON Schema's `x-field`; the path itself when there are none. */
export function labelOf(schema: unknown, path: readonly string[]): Text {
  let at: unknown = schema
  const titles: Text[] = []
  for (const part of path) {
    const it = record(at)
    at = /^\d+$/.test(part) && it?.items !== undefined ? it.items : record(it?.properties)?.[part]
    const title = record(record(at)?.['x-field'])?.title
    if (isText(title)) titles.push(title)
  }
  const place = path.join('.')
  if (titles.length === 0) return { vi: place, en: place }
  return { vi: titles.map((it) => it.vi).join(' › '), en: titles.map((it) => it.en).join(' › ') }
}

function record(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined
}

function isText(value: unknown): value is Text {
  return typeof record(value)?.vi === 'string' && typeof record(value)?.en === 'string'
}
