/** One visible line of a tree. */
export interface JsonRow {
  /** Path in the expression language: `ChuHoSo.HoTen`, `GiayTo[0].Ma`; '' for the root. */
  readonly path: string
  /** Name of the field, or the index in brackets; '' for the root. */
  readonly name: string
  readonly depth: number
  readonly kind: 'object' | 'array' | 'text' | 'number' | 'boolean' | 'null'
  /** Children of an object or array. */
  readonly size: number
  readonly open: boolean
  /** The value of a leaf as it is shown, at most `LONGEST_LEAF` characters. */
  readonly shown: string
}

/** Longest text of a leaf on one line. */
export const LONGEST_LEAF = 2000

const PLAIN = /^[\p{L}_][\p{L}\p{N}_]*$/u

/** The path of a child. Names that are not plain words are quoted with backticks, as the expression language asks. */
export function childPath(path: string, key: string | number): string {
  if (typeof key === 'number') return `${path === '' ? '$' : path}[${key}]`
  const name = PLAIN.test(key) ? key : `\`${key}\``
  return path === '' ? name : `${path}.${name}`
}

function kindOf(value: unknown): JsonRow['kind'] {
  if (value === null || value === undefined) return 'null'
  if (Array.isArray(value)) return 'array'
  if (typeof value === 'object') return 'object'
  if (typeof value === 'number') return 'number'
  return typeof value === 'boolean' ? 'boolean' : 'text'
}

function childrenOf(value: unknown): readonly (readonly [string | number, unknown])[] {
  if (Array.isArray(value)) return value.map((item, at) => [at, item] as const)
  return typeof value === 'object' && value !== null ? Object.entries(value) : []
}

function leafText(value: unknown): string {
  if (typeof value !== 'string') return value === undefined ? 'null' : String(value)
  return value.length > LONGEST_LEAF ? `${value.slice(0, LONGEST_LEAF)}…` : value
}

/** The visible lines of a value, given which paths are open. Stops at `limit` lines. */
export function jsonRows(
  value: unknown,
  isOpen: (path: string, depth: number) => boolean,
  limit = 100_000,
): readonly JsonRow[] {
  const rows: JsonRow[] = []
  const walk = (item: unknown, path: string, name: string, depth: number): void => {
    if (rows.length >= limit) return
    const kind = kindOf(item)
    const branch = kind === 'object' || kind === 'array'
    const children = branch ? childrenOf(item) : []
    const open = branch && children.length > 0 && isOpen(path, depth)
    rows.push({ path, name, depth, kind, size: children.length, open, shown: branch ? '' : leafText(item) })
    if (!open) return
    for (const [key, child] of children)
      walk(child, childPath(path, key), typeof key === 'number' ? `[${key}]` : key, depth + 1)
  }
  walk(value, '', '', 0)
  return rows
}

/** Opens the first levels of a value so that about `wanted` lines show. */
export function openDepth(value: unknown, wanted: number): number {
  let level: readonly unknown[] = [value]
  let total = 1
  for (let depth = 0; depth < 12; depth++) {
    const next = level.flatMap((item) => childrenOf(item).map(([, child]) => child))
    if (next.length === 0) return depth + 1
    total += next.length
    if (total > wanted) return depth
    level = next
  }
  return 12
}
