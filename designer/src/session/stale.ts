import type { Flow, FlowNode } from '#shared/flow/flow.ts'
import { errorSourcesOf, wiresFrom, wiresInto } from '../document/wires.ts'
import type { Pin } from './pins.ts'
import type { Sample } from './sample.ts'

/** What a test run stood on. */
export interface TrialGround {
  readonly flow: Flow
  readonly sample: Pick<Sample, 'text' | 'headers'> | undefined
  /** The node that the sample entered by. */
  readonly entry: string | undefined
  readonly stubs: Readonly<Record<string, unknown>>
  readonly pins: Readonly<Record<string, Pin>>
}

/** Why the last result of a step does not hold any more. */
export type StaleReason = 'settings' | 'wires' | 'sample' | 'stub' | 'upstream'

/** The steps whose last result does not hold any more; `had` are the nodes that have one. */
export function staleNodes(
  before: TrialGround,
  now: TrialGround,
  had: Iterable<string>,
): ReadonlyMap<string, StaleReason> {
  const reasons = new Map<string, StaleReason>()
  for (const id of Object.keys(now.flow.nodes)) {
    const reason = ownReason(id, before, now)
    if (reason) reasons.set(id, reason)
  }
  // What follows a step that changed got something else, or may have.
  const open = [...reasons.keys()]
  for (let id = open.shift(); id !== undefined; id = open.shift())
    for (const next of followersOf(now.flow, id)) {
      if (reasons.has(next)) continue
      reasons.set(next, 'upstream')
      open.push(next)
    }
  const known = new Set(had)
  return new Map([...reasons].filter(([id]) => known.has(id)))
}

function ownReason(id: string, before: TrialGround, now: TrialGround): StaleReason | undefined {
  const [old, node] = [before.flow.nodes[id], now.flow.nodes[id]]
  if (old !== node && logicOf(old) !== logicOf(node)) return 'settings'
  if (before.stubs[id] !== now.stubs[id] || before.pins[id] !== now.pins[id]) return 'stub'
  if (before.flow.nodes !== now.flow.nodes && arrivingAt(before.flow, id) !== arrivingAt(now.flow, id)) return 'wires'
  if (id !== now.entry && id !== before.entry) return undefined
  if (before.entry !== now.entry || before.sample?.text !== now.sample?.text) return 'sample'
  if (before.flow.settings !== now.flow.settings && textOf(before.flow.settings) !== textOf(now.flow.settings))
    return 'settings'
  return textOf(before.sample?.headers) === textOf(now.sample?.headers) ? undefined : 'sample'
}

/** What a node does, without its name, notes and where it sends. */
function logicOf(node: FlowNode | undefined): string {
  if (!node) return ''
  const { use, settings, disabled, onError } = node
  return textOf([use, settings ?? {}, disabled ?? false, onError ?? {}])
}

const textOf = (value: unknown): string => JSON.stringify(value) ?? ''

function arrivingAt(flow: Flow, id: string): string {
  const wires = wiresInto(flow, id).map(({ from, port }) => `${from}|${port}`)
  return [...wires, ...errorSourcesOf(flow, id).map((from) => `${from}|:error`)].sort().join('\n')
}

function followersOf(flow: Flow, id: string): readonly string[] {
  const node = flow.nodes[id]
  if (!node) return []
  const then = node.onError?.then
  const wired = wiresFrom(id, node).map(({ to }) => to)
  return then !== undefined && Object.hasOwn(flow.nodes, then) ? [...wired, then] : wired
}
