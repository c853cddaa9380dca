import { isRecord } from '../document/catalogue.ts'
import { readValue } from '../formula/value-modes.ts'

/** One line of a mapping at a glance. */
export interface OutlineRow {
  readonly key: string
  readonly depth: number
  readonly target: string
  /** Where it comes from, short. */
  readonly source: string
}

/** The target fields of a stored mapping in order. */
export function mappingOutline(value: unknown, depth = 0, prefix = ''): readonly OutlineRow[] {
  if (!Array.isArray(value) || depth > 20) return []
  return value.flatMap((item: unknown, at): readonly OutlineRow[] => {
    if (!isRecord(item)) return []
    const key = `${prefix}${at}`
    const each = isRecord(item.each) ? item.each : undefined
    const read = readValue(item.value)
    const source = each ? `⟳ ${String(each.over ?? '')}` : read ? `← ${String(read.value)}` : ''
    const inner = each ? each.fields : item.fields
    return [
      { key, depth, target: String(item.target ?? ''), source: source.slice(0, 80) },
      ...mappingOutline(inner, depth + 1, `${key}.`),
    ]
  })
}
