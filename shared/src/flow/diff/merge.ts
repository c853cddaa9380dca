import type { Flow } from '../flow.ts'
import { flowOfPlain, plainFlow } from './edits.ts'
import { mergeOrder } from './merge-order.ts'
import { isSame, joined, type Parts, type Path, partsOf } from './parts.ts'

/** Two people have changed the same place in different ways. With `order` the values are the orders of a list's rows. */
export interface Conflict {
  readonly path: Path
  readonly base?: unknown
  readonly mine?: unknown
  readonly theirs?: unknown
  readonly order?: true
}

/** Whose value stands where both have changed the same. */
export type Side = 'mine' | 'theirs' | 'base'

/** What came of a merge. With conflicts, `flow` holds what was chosen at each of them. */
export interface Merged {
  readonly flow: Flow
  readonly conflicts: readonly Conflict[]
}

type Choose = (conflict: Conflict) => Side

/**
 * Merges two flows that began as `base`, by node and by field: what only one has changed is taken, what both have changed in the
 * same way too; everything else is a conflict that `choose` decides (`mine` unless told). Swapping the two swaps the sides of the
 * conflicts and changes nothing else.
 */
export function mergeFlows(base: Flow, mine: Flow, theirs: Flow, choose: Choose = () => 'mine'): Merged {
  const conflicts: Conflict[] = []
  const decide = (conflict: Conflict): Side => {
    conflicts.push(conflict)
    return choose(conflict)
  }
  const value = merged([], plainFlow(base), plainFlow(mine), plainFlow(theirs), decide)
  return { flow: flowOfPlain(value), conflicts }
}

/** The name of a conflict, the same whoever is called mine. */
export function conflictKey({ path, order }: Conflict): string {
  return JSON.stringify(order ? [...path, 'order'] : path)
}

function merged(path: Path, base: unknown, mine: unknown, theirs: unknown, decide: Choose): unknown {
  if (isSame(mine, theirs) || isSame(base, theirs)) return mine
  if (isSame(base, mine)) return theirs
  const [b, m, t] = partsOf([base, mine, theirs], path) ?? []
  if (!b || !m || !t) {
    const conflict = { path, ...given('base', base), ...given('mine', mine), ...given('theirs', theirs) }
    return { mine, theirs, base }[decide(conflict)]
  }
  const steps = [...new Set([...b.keys(), ...m.keys(), ...t.keys()])].sort()
  const parts = new Map<string, unknown>()
  for (const step of steps) {
    const value = merged([...path, step], b.get(step), m.get(step), t.get(step), decide)
    if (value !== undefined) parts.set(step, value)
  }
  const list = [base, mine, theirs].some((it) => Array.isArray(it))
  return joined(list ? ordered(path, parts, b, m, t, decide) : parts, list, path)
}

function ordered(path: Path, parts: Parts, b: Parts, m: Parts, t: Parts, decide: Choose): Parts {
  const orders = { base: [...b.keys()], mine: [...m.keys()], theirs: [...t.keys()] }
  const order = mergeOrder(
    orders,
    (step) => parts.has(step),
    () => decide({ path, ...orders, order: true }),
  )
  return new Map(order.map((step) => [step, parts.get(step)]))
}

function given(name: Side, value: unknown): Partial<Record<Side, unknown>> {
  return value === undefined ? {} : { [name]: value }
}
