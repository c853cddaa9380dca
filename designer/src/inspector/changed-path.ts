import { isRecord } from '../document/catalogue.ts'
import { type SettingsPath, sameValue } from '../document/settings-path.ts'

/** The smallest place where two settings differ, with what stands there now: what one edit changed. Undefined when nothing did. */
export function changedPath(
  before: unknown,
  after: unknown,
): { readonly path: SettingsPath; readonly value: unknown } | undefined {
  if (sameValue(before, after)) return undefined
  const path: (string | number)[] = []
  let a = before
  let b = after
  while (isObject(a) && isObject(b) && canDescend(a, b)) {
    const [only, ...more] = differingKeys(a, b)
    if (only === undefined || more.length > 0) break
    const inner: unknown = Reflect.get(b, only)
    // A value that appears or goes belongs to its container's edit when that is a list.
    if (inner === undefined && Array.isArray(b)) break
    path.push(Array.isArray(b) ? Number(only) : only)
    a = Reflect.get(a, only)
    b = inner
  }
  return { path, value: b }
}

/** `{ field }` and `{ expr }` are one value; lists are entered only while they keep their length. */
function canDescend(a: object, b: object): boolean {
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && !b.every((it) => typeof it === 'string')
  if (!isRecord(a) || !isRecord(b)) return false
  return ![a, b].some((it) => Object.keys(it).length === 1 && ('field' in it || 'expr' in it))
}

function differingKeys(a: object, b: object): readonly string[] {
  const keys = new Set([...Object.keys(a), ...Object.keys(b)])
  return [...keys].filter((key) => {
    const had: unknown = Object.hasOwn(a, key) ? Reflect.get(a, key) : undefined
    const has: unknown = Object.hasOwn(b, key) ? Reflect.get(b, key) : undefined
    return !sameValue(had, has)
  })
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}
