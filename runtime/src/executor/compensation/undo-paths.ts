import type { StepPath } from '#runtime/engine/engine.ts'

/** Lineage of the steps that undo this one, the `round`-th time that its run undoes something: `!gui`, later `!2!gui`. */
export function undoLineage(path: StepPath, round: number): string {
  return round < 2 ? `!${path}` : `!${round}!${path}`
}

/**
 * Whether one of two steps may build on the other: they lie on one way through the flow. Parts of a split do not, and neither keeps the
 * other from being undone.
 */
export function onOneWay(a: StepPath, b: StepPath): boolean {
  const [one, other] = [marksOf(a), marksOf(b)]
  const shared = Math.min(one.length, other.length)
  return one.slice(0, shared).every((mark, i) => mark === other[i])
}

function marksOf(path: StepPath): readonly string[] {
  const open = path.indexOf('[')
  return open < 0 ? [] : path.slice(open + 1, path.lastIndexOf(']')).split('/')
}
