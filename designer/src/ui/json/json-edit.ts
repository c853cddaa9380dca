/** Where a value is: names of fields and indexes of items, from the root. */
export type Place = readonly (string | number)[]

/** The kinds of value that an editor offers. */
export const valueKinds = ['text', 'number', 'boolean', 'null', 'object', 'array'] as const
export type ValueKind = (typeof valueKinds)[number]

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The kind of a value. */
export function kindOfValue(value: unknown): ValueKind {
  if (value === null || value === undefined) return 'null'
  if (Array.isArray(value)) return 'array'
  if (typeof value === 'object') return 'object'
  if (typeof value === 'number') return 'number'
  return typeof value === 'boolean' ? 'boolean' : 'text'
}

/** The value at a place; undefined where there is none. */
export function valueAt(root: unknown, place: Place): unknown {
  let at = root
  for (const key of place) {
    if (Array.isArray(at) && typeof key === 'number') at = at[key]
    else if (isObject(at) && Object.hasOwn(at, key)) at = at[String(key)]
    else return undefined
  }
  return at
}

/** The value with another one at a place; fields keep their order. */
export function withValue(root: unknown, place: Place, value: unknown): unknown {
  const [key, ...rest] = place
  if (key === undefined) return value
  if (Array.isArray(root)) return root.map((it, at) => (at === key ? withValue(it, rest, value) : it))
  if (!isObject(root)) return root
  return fieldsOf(Object.entries(root).map(([name, it]) => [name, name === key ? withValue(it, rest, value) : it]))
}

/** The value without what is at a place. */
export function withoutValue(root: unknown, place: Place): unknown {
  return atParent(root, place, (parent, key) =>
    Array.isArray(parent)
      ? parent.filter((_, at) => at !== key)
      : fieldsOf(Object.entries(parent).filter(([name]) => name !== key)),
  )
}

/** The value with a field called otherwise; unchanged when the name is taken or empty. */
export function withName(root: unknown, place: Place, name: string): unknown {
  return atParent(root, place, (parent, key) =>
    Array.isArray(parent) || name === '' || Object.hasOwn(parent, name)
      ? parent
      : fieldsOf(Object.entries(parent).map(([old, it]) => [old === key ? name : old, it])),
  )
}

/** The value with one more field or item at the end of the group or list at a place, and the place of it. */
export function withChild(root: unknown, place: Place, name: string): { readonly root: unknown; readonly at: Place } {
  const parent = valueAt(root, place)
  if (Array.isArray(parent))
    return { root: withValue(root, place, [...parent, emptyLike(parent.at(-1))]), at: [...place, parent.length] }
  if (!isObject(parent)) return { root, at: place }
  const free = freeName(parent, name)
  return { root: withValue(root, place, fieldsOf([...Object.entries(parent), [free, '']])), at: [...place, free] }
}

/** The value as another kind, keeping what can be kept: `"0012"` as a number is 12, and 12 as text `"12"`. */
export function asKind(value: unknown, kind: ValueKind): unknown {
  if (kindOfValue(value) === kind) return value
  if (kind === 'text') return isObject(value) || Array.isArray(value) || value === null ? '' : String(value)
  if (kind === 'number') return numberIn(typeof value === 'string' ? value : '') ?? 0
  if (kind === 'boolean') return value === 'true' || value === 1
  if (kind === 'null') return null
  if (kind === 'array') return isObject(value) ? Object.values(value) : value === null || value === '' ? [] : [value]
  return {}
}

/** The number that a text is; undefined when it is none, or one that would lose digits. */
export function numberIn(text: string): number | undefined {
  if (!/^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(text.trim())) return undefined
  const number = Number(text)
  return Number.isFinite(number) && (!/^-?\d+$/.test(text.trim()) || Number.isSafeInteger(number)) ? number : undefined
}

/** A new item looks like the ones before it, with nothing filled in. */
function emptyLike(value: unknown): unknown {
  if (isObject(value)) return fieldsOf(Object.entries(value).map(([name, it]) => [name, emptyLike(it)]))
  if (Array.isArray(value)) return []
  return typeof value === 'number' ? 0 : typeof value === 'boolean' ? false : ''
}

function freeName(parent: Readonly<Record<string, unknown>>, wanted: string): string {
  for (let n = 1; ; n++) {
    const name = n === 1 ? wanted : `${wanted}${n}`
    if (!Object.hasOwn(parent, name)) return name
  }
}

function atParent(
  root: unknown,
  place: Place,
  change: (parent: Readonly<Record<string, unknown>> | readonly unknown[], key: string | number) => unknown,
): unknown {
  const key = place.at(-1)
  const above = place.slice(0, -1)
  const parent = valueAt(root, above)
  if (key === undefined || !(Array.isArray(parent) || isObject(parent))) return root
  return withValue(root, above, change(parent, key))
}

/** Fields in their order; a name such as `__proto__` is a field like any other. */
function fieldsOf(entries: readonly (readonly [string, unknown])[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(entries)
}
