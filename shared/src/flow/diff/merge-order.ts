import type { Side } from './merge.ts'
import { isSame } from './parts.ts'

/** The rows of a list in the base and in both versions. */
type Orders = Readonly<Record<Side, readonly string[]>>

/**
 * The order of a merged list. Rows that all three have keep the order of whoever has changed it (both in different ways: `decide`);
 * a new row stays behind the row that it was put behind. What both have put at the same spot is sorted by name, whoever asks.
 */
export function mergeOrder(orders: Orders, kept: (step: string) => boolean, decide: () => Side): readonly string[] {
  const known = new Set(orders.base)
  const old = (side: Side): readonly string[] => orders[side].filter((step) => known.has(step) && kept(step))
  const common = new Set(old('mine').filter((step) => orders.theirs.includes(step)))
  const shared = (side: Side): readonly string[] => old(side).filter((step) => common.has(step))
  const side = spineSide(shared('base'), shared('mine'), shared('theirs'), decide)
  // A row that one has deleted and that is kept all the same (a conflict was decided so) has its place in the other's list.
  const spine = shared(side)
  const runs = new Map<string, string[][]>()
  for (const list of [orders.mine, orders.theirs])
    for (const [anchor, run] of runsAfter(list.filter(kept), new Set(spine)))
      runs.set(anchor, [...(runs.get(anchor) ?? []), run])
  const placed = ['', ...spine].flatMap((anchor) => [
    ...(anchor === '' ? [] : [anchor]),
    ...(runs.get(anchor) ?? []).sort(byName).flat(),
  ])
  const rest = orders.base.filter((step) => kept(step) && !placed.includes(step))
  return [...new Set([...placed, ...rest])]
}

function spineSide(
  base: readonly string[],
  mine: readonly string[],
  theirs: readonly string[],
  decide: () => Side,
): Side {
  if (isSame(mine, theirs) || isSame(base, theirs)) return 'mine'
  return isSame(base, mine) ? 'theirs' : decide()
}

/** The rows behind each row of the spine; those before all of it under ''. */
function runsAfter(list: readonly string[], spine: ReadonlySet<string>): ReadonlyMap<string, string[]> {
  const runs = new Map<string, string[]>()
  let anchor = ''
  for (const step of list) {
    if (spine.has(step)) anchor = step
    else runs.set(anchor, [...(runs.get(anchor) ?? []), step])
  }
  return runs
}

function byName(a: readonly string[], b: readonly string[]): number {
  const one = a.join('\n')
  const other = b.join('\n')
  return one < other ? -1 : one > other ? 1 : 0
}
