import { diffJson, type JsonDiff, NO_DIFF, withoutKind } from './json-diff.ts'
import { childPath } from './json-rows.ts'
import { xmlTree } from './xml-tree.ts'

/** Two bodies side by side: as they are shown (markup as a tree), and what differs. */
export interface BodyDiff {
  readonly before: unknown
  readonly after: unknown
  readonly diff: JsonDiff
  readonly same: boolean
  /** The bodies have nothing in the same place: one took the place of the other. `diff.from` says which values were carried over. */
  readonly replaced: boolean
}

/** A value that is likely to be recognized: not `true`, not `0`, not a one-letter code. */
const TELLING = 3
const MOST_VALUES = 5000

const isBranch = (value: unknown): value is object => typeof value === 'object' && value !== null

/** Compares what came in with what left. */
export function diffBodies(in_: unknown, out: unknown): BodyDiff {
  const before = asTree(in_)
  const after = asTree(out)
  if (isReplaced(before, after)) {
    const from = carriedOver(before, after)
    return { before, after, diff: { ...NO_DIFF, from }, same: false, replaced: true }
  }
  const diff = diffJson(before, after)
  return { before, after, diff, same: diff.at.size === 0 && !diff.cut, replaced: false }
}

function asTree(body: unknown): unknown {
  return typeof body === 'string' ? (xmlTree(body) ?? body) : body
}

function isReplaced(before: unknown, after: unknown): boolean {
  if (!isBranch(before) || !isBranch(after)) return isBranch(before) !== isBranch(after)
  if (Array.isArray(before) !== Array.isArray(after)) return true
  if (Array.isArray(before)) return false
  const keys = Object.keys(before)
  return keys.length > 0 && Object.keys(after).length > 0 && !keys.some((key) => Object.hasOwn(after, key))
}

/** Places of the new body whose value stood in the old one, by path, with the place it stood at. */
function carriedOver(before: unknown, after: unknown): ReadonlyMap<string, string> {
  const places = new Map<unknown, string>()
  leaves(before, (path, value) => {
    if (String(value).length >= TELLING && !places.has(value)) places.set(value, path)
  })
  const from = new Map<string, string>()
  leaves(after, (path, value) => {
    const place = places.get(value)
    if (place !== undefined) from.set(path, place)
  })
  return from
}

function leaves(root: unknown, tell: (path: string, value: string | number) => void): void {
  let left = MOST_VALUES
  const walk = (value: unknown, path: string): void => {
    if (left-- <= 0) return
    if (Array.isArray(value)) for (const [at, item] of value.entries()) walk(item, childPath(path, at))
    else if (isBranch(value)) for (const [key, item] of Object.entries(value)) walk(item, childPath(path, key))
    else if (typeof value === 'string' || typeof value === 'number') tell(path, value)
  }
  walk(root, '')
}

/** The differences as they are marked in what came in; where values went is told in what left. */
export function beforeDiff(bodies: BodyDiff | undefined): JsonDiff | undefined {
  const diff = withoutKind(bodies?.diff, 'added')
  return diff && { at: diff.at, cut: diff.cut }
}
