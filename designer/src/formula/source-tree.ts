import { isRecord } from '../document/catalogue.ts'

/** One place of the message that formulas can read. */
export interface SourceField {
  /** As written in a formula or a field: `ChuHoSo.HoTen`, `$headers.x`. Fields of a list read all its items. */
  readonly path: string
  readonly name: string
  readonly depth: number
  /** `list`: the value repeats; below a list, paths give one value for each item. */
  readonly kind: 'object' | 'list' | 'text' | 'number' | 'boolean' | 'null'
  /** The example's value on one line; '' for objects and lists. */
  readonly example: string
  readonly children: readonly SourceField[]
}

const PLAIN = /^[\p{L}_][\p{L}\p{N}_]*$/u
const MOST = 2000
const DEEPEST = 12
/** Items of a list that are looked at for its fields. */
const ITEMS = 20

/** A name as a path writes it: in backticks unless it is a plain word. */
export function nameInPath(name: string): string {
  return PLAIN.test(name) ? name : `\`${name.replaceAll('`', '')}\``
}

/** The fields of a value below `prefix` ('' for the body). Stops at 2,000 fields. */
export function fieldsOf(value: unknown, prefix = ''): readonly SourceField[] {
  let left = MOST
  const walk = (held: unknown, at: string, depth: number): readonly SourceField[] => {
    if (depth > DEEPEST) return []
    const merged = Array.isArray(held) ? mergedItems(held) : held
    if (!isRecord(merged)) return []
    return Object.entries(merged).flatMap(([name, child]): SourceField[] => {
      if (left-- <= 0) return []
      const path = at === '' ? nameInPath(name) : `${at}.${nameInPath(name)}`
      return [
        {
          path,
          name,
          depth,
          kind: kindOf(child),
          example: exampleText(child),
          children: walk(child, path, depth + 1),
        },
      ]
    })
  }
  return walk(value, prefix, 0)
}

/** All fields, parents before children. */
export function flatFields(fields: readonly SourceField[]): readonly SourceField[] {
  return fields.flatMap((field) => [field, ...flatFields(field.children)])
}

/** An object with the fields of the first items of a list; the first value of each counts. */
function mergedItems(items: readonly unknown[]): unknown {
  const merged: Record<string, unknown> = {}
  for (const item of items.slice(0, ITEMS)) {
    if (!isRecord(item)) continue
    for (const [name, value] of Object.entries(item)) if (!Object.hasOwn(merged, name)) merged[name] = value
  }
  return merged
}

function kindOf(value: unknown): SourceField['kind'] {
  if (value === null || value === undefined) return 'null'
  if (Array.isArray(value)) return 'list'
  if (typeof value === 'object') return 'object'
  if (typeof value === 'number') return 'number'
  return typeof value === 'boolean' ? 'boolean' : 'text'
}

/** A value on one line, at most 120 characters. */
export function exampleText(value: unknown): string {
  if (Array.isArray(value)) {
    const [first] = value
    return first === undefined || typeof first === 'object' ? '' : value.map(String).join(', ').slice(0, 120)
  }
  if (typeof value === 'object' && value !== null) return ''
  return value === undefined || value === null ? '' : String(value).replace(/\s+/g, ' ').slice(0, 120)
}
