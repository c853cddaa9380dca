/** A place in a node's settings: `['branches', 0, 'when']`. */
export type SettingsPath = readonly (string | number)[]

/** Reads a problem's path (`branches.0.when`); whole numbers become row indexes. */
export function parsePath(path: string): SettingsPath {
  return path.split('.').map((part) => (/^\d+$/.test(part) ? Number(part) : part))
}

/** The value at a path; undefined when nothing is there. Own properties only. */
export function valueAt(value: unknown, path: SettingsPath): unknown {
  let at = value
  for (const part of path) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, part)) return undefined
    at = Reflect.get(at, part)
  }
  return at
}

/** The value with another one at `path`; `undefined` takes a property away and a row out of its list. Copies only what is on the way. */
export function withValueAt(value: unknown, path: SettingsPath, next: unknown): unknown {
  const [part, ...rest] = path
  if (part === undefined) return next
  const inner = (held: unknown): unknown => withValueAt(held, rest, next)
  if (Array.isArray(value) || (value === undefined && typeof part === 'number')) {
    const rows: unknown[] = Array.isArray(value) ? [...value] : []
    // Beyond the end means at the end: a list with a hole in it would not be the same list after a save.
    const index = Math.min(Number(part), rows.length)
    if (!Number.isInteger(index) || index < 0) return value
    if (rest.length === 0 && next === undefined) rows.splice(index, 1)
    else rows[index] = inner(rows[index])
    return rows
  }
  const record: Record<string, unknown> = typeof value === 'object' && value !== null ? { ...value } : {}
  const changed = inner(Object.hasOwn(record, part) ? record[part] : undefined)
  if (changed !== undefined) return { ...record, [part]: changed }
  delete record[part]
  return record
}

/** True when two JSON values say the same; key order does not count. */
export function sameValue(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a) !== Array.isArray(b)) return false
  const keys = Object.keys(a)
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && sameValue(Reflect.get(a, key), Reflect.get(b, key)))
  )
}
