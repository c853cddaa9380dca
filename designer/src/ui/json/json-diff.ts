import { childPath } from './json-rows.ts'

/** How a place differs between what came in and what left. */
export type Difference = 'added' | 'changed' | 'removed'

/** Differences by path; `cut` when the values were too large to compare whole. */
export interface JsonDiff {
  readonly at: ReadonlyMap<string, Difference>
  readonly cut: boolean
  /** Values that were carried over from another place: path → where they stood. */
  readonly from?: ReadonlyMap<string, string>
}

/** Nothing differs. */
export const NO_DIFF: JsonDiff = { at: new Map(), cut: false }

/** The differences without one kind: what was added cannot be shown in what came in, and what was removed not in what left. */
export function withoutKind(diff: JsonDiff | undefined, kind: Difference): JsonDiff | undefined {
  return diff && { ...diff, at: new Map([...diff.at].filter(([, it]) => it !== kind)) }
}

const isBranch = (value: unknown): value is object => typeof value === 'object' && value !== null

/** Compares two JSON values place by place; looks at `limit` places at most. */
export function diffJson(before: unknown, after: unknown, limit = 20_000): JsonDiff {
  const at = new Map<string, Difference>()
  let left = limit
  const walk = (a: unknown, b: unknown, path: string): void => {
    if (left-- <= 0) return
    if (isBranch(a) && isBranch(b) && Array.isArray(a) === Array.isArray(b)) {
      const keys = new Set([...Object.keys(a), ...Object.keys(b)])
      for (const key of keys) {
        const place = childPath(path, Array.isArray(a) ? Number(key) : key)
        const had = Object.hasOwn(a, key)
        const has = Object.hasOwn(b, key)
        if (had && has) walk(Reflect.get(a, key), Reflect.get(b, key), place)
        else at.set(place, has ? 'added' : 'removed')
      }
      return
    }
    if (!Object.is(a, b)) at.set(path, 'changed')
  }
  walk(before, after, '')
  return { at, cut: left < 0 }
}

/** The difference that shows at a path: its own, or that of a place above it that was added or removed whole. */
export function differenceAt(diff: JsonDiff, path: string): Difference | undefined {
  const own = diff.at.get(path)
  if (own) return own
  for (const [place, difference] of diff.at) {
    if (difference === 'changed' && place !== '') continue
    if (place === '' || path.startsWith(`${place}.`) || path.startsWith(`${place}[`)) return difference
  }
  return undefined
}
