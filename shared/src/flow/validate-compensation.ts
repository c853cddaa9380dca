import { actsOutside } from '../node/define.ts'
import type { Flow, Problem } from './flow.ts'
import { reachable } from './graph.ts'
import { problem } from './problem.ts'
import type { CheckedNode } from './validate.ts'

/** Nobody waits for a reply any more, and what is undone is not gathered with other messages. */
const UNFIT: ReadonlySet<string> = new Set(['http-reply', 'soap-reply', 'collect'])

/** Problems of compensation branches: they stand apart from the main path, answer nobody, and undo something. */
export function compensationProblems(flow: Flow, nodes: readonly CheckedNode[]): readonly Problem[] {
  const undone = nodes.filter((it) => it.node.compensate !== undefined)
  if (undone.length === 0) return []
  const behind = reachable(
    flow,
    undone.flatMap((it) => it.node.compensate ?? []),
    (wire) => wire.kind !== 'undo',
  )
  const triggers = nodes.filter((it) => it.definition.kind === 'trigger').map((it) => it.id)
  const main = reachable(flow, triggers, (wire) => wire.kind !== 'undo')
  return [
    ...undone.flatMap((it) => ownProblems(it, flow)),
    ...nodes.filter((it) => behind.has(it.id)).flatMap((it) => insideProblems(it, main)),
  ]
}

function ownProblems(it: CheckedNode, flow: Flow): readonly Problem[] {
  const place = { node: it.id, path: 'compensate' }
  const to = it.node.compensate ?? ''
  if (!Object.hasOwn(flow.nodes, to)) return [problem('flow.unknown-compensation', { to }, place)]
  if (flow.settings?.durability === 'none') return [problem('flow.compensation-not-stored', {}, place)]
  if (it.node.disabled === true || actsOutside(it.definition, it.settings)) return []
  return [problem('flow.compensation-nothing', {}, place, 'warning')]
}

function insideProblems(it: CheckedNode, main: ReadonlySet<string>): readonly Problem[] {
  const place = { node: it.id }
  if (it.definition.kind === 'trigger' || UNFIT.has(it.definition.type))
    return [problem('flow.compensation-node', {}, place)]
  return [
    ...(main.has(it.id) ? [problem('flow.compensation-mixed', {}, place)] : []),
    ...(it.node.compensate === undefined
      ? []
      : [problem('flow.compensation-nested', {}, { ...place, path: 'compensate' })]),
  ]
}
