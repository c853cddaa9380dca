/**
 * The way from the flow to a value: names of fields, and for rows of a list what they are known by: `id=khan`, `target=HoTen`,
 * `=gui` for a wire. Rows are found by these and never by position, so a row put in front of others changes none of them.
 */
export type Path = readonly string[]

/** Fields that rows are known by, best first. */
const ROW_KEYS = ['id', 'target', 'name'] as const

/** What a value consists of, by step. */
export type Parts = ReadonlyMap<string, unknown>

/** True for a plain object. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** `{ field }` and `{ expr }` are one value in the form. */
export function isDynamic(value: unknown): boolean {
  if (!isRecord(value)) return false
  const keys = Object.keys(value)
  return keys.length === 1 && (keys[0] === 'field' || keys[0] === 'expr')
}

/** Parts of the format that canonical text leaves out when they are empty: absent and empty are the same there. */
export function isContainer(path: Path): boolean {
  const [head, , part] = path
  if (head === 'settings') return path.length === 1 || (path.length === 2 && part === undefined && inSettings(path[1]))
  if (head !== 'nodes') return path.length === 0
  if (path.length === 3) return part === 'settings' || part === 'onError' || part === 'accepted' || part === 'to'
  return path.length === 1 || (path.length === 4 && part === 'to')
}

function inSettings(name: string | undefined): boolean {
  return name === 'keys' || name === 'retry' || name === 'limits'
}

/** True for the targets of a port: `nodes.<id>.to.<port>`. */
export function isWireList(path: Path): boolean {
  return path.length === 4 && path[0] === 'nodes' && path[2] === 'to'
}

/** Takes values that stand at the same place apart in the same way; undefined when they are one whole each. */
export function partsOf(values: readonly unknown[], path: Path): readonly Parts[] | undefined {
  const whole = path.length === 3 && path[0] === 'nodes' && path[2] === 'schema'
  if (whole) return undefined
  const empty: unknown = isWireList(path) ? [] : isContainer(path) ? {} : undefined
  const filled = values.map((value) => value ?? (value === undefined ? empty : value))
  if (filled.every((it) => isRecord(it) && !isDynamic(it)))
    return filled.map((it) => new Map(isRecord(it) ? Object.entries(it) : []))
  if (!filled.every((it) => Array.isArray(it))) return undefined
  if (isWireList(path)) return listParts(filled, targetStep)
  for (const key of ROW_KEYS) {
    const found = listParts(filled, (row) => rowStep(row, key))
    if (found) return found
  }
  return undefined
}

/** Takes one value apart by the steps that edits name; the opposite of `joined`. */
export function partsBySteps(value: unknown, path: Path, step: string): Parts {
  const found = Array.isArray(value) || isWireList(path)
  if (!found) return new Map(isRecord(value) ? Object.entries(value) : [])
  const rows: readonly unknown[] = Array.isArray(value) ? value : []
  const key = step.slice(0, step.indexOf('='))
  const of = key === '' ? targetStep : (row: unknown) => rowStep(row, key)
  return listParts([rows], of)?.[0] ?? new Map()
}

/** Puts parts together again. `list`: rows in the order of the map. Undefined for an empty container. */
export function joined(parts: Parts, list: boolean, path: Path): unknown {
  const there = [...parts].filter(([, value]) => value !== undefined)
  const isKept = path.length === 0 || (path.length === 1 && path[0] === 'nodes')
  if (there.length === 0 && isContainer(path) && !isKept) return undefined
  return list ? there.map(([, value]) => value) : Object.fromEntries(there)
}

function targetStep(row: unknown): string | undefined {
  return typeof row === 'string' ? `=${row}` : undefined
}

function rowStep(row: unknown, key: string): string | undefined {
  const name = isRecord(row) && Object.hasOwn(row, key) ? row[key] : undefined
  return typeof name === 'string' ? `${key}=${name}` : undefined
}

/** Rows by step; undefined unless every row has one of its own. */
function listParts(lists: readonly unknown[], stepOf: (row: unknown) => string | undefined): Parts[] | undefined {
  const all: Parts[] = []
  for (const list of lists) {
    const parts = new Map<string, unknown>()
    for (const row of Array.isArray(list) ? list : []) {
      const step = stepOf(row)
      if (step === undefined || parts.has(step)) return undefined
      parts.set(step, row)
    }
    all.push(parts)
  }
  return all
}

/** Deep equality of JSON values; the order of fields does not count. */
export function isSame(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true
  if (Array.isArray(a) || Array.isArray(b))
    return Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((it, i) => isSame(it, b[i]))
  if (!isRecord(a) || !isRecord(b)) return false
  const keys = Object.keys(a)
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && isSame(a[key], b[key]))
}
