import { ERROR_INBOX, type Flow, type FlowNode } from '#shared/flow/flow.ts'
import { branchOf, branchTarget, ERROR_OUT, UNDO_OUT, withBranch } from './branches.ts'
import { nodeOf } from './document.ts'

/** A wire (dây nối): it has no id of its own, it *is* the three (design §5). */
export interface Wire {
  readonly from: string
  readonly port: string
  readonly to: string
}

const perNode = new WeakMap<FlowNode, { readonly id: string; readonly wires: readonly Wire[] }>()
const perFlow = new WeakMap<Flow['nodes'], readonly Wire[]>()
const incomingOf = new WeakMap<Flow['nodes'], ReadonlyMap<string, readonly Wire[]>>()
const NONE: readonly Wire[] = []
const NO_TARGETS: readonly string[] = []

/** The wires that leave a node, in file order. The same array for the same node object. */
export function wiresFrom(id: string, node: FlowNode): readonly Wire[] {
  const known = perNode.get(node)
  if (known?.id === id) return known.wires
  const wires = Object.entries(node.to ?? {}).flatMap(([port, targets]) =>
    targets.map((to): Wire => ({ from: id, port, to })),
  )
  perNode.set(node, { id, wires })
  return wires
}

/** The branches that leave a node (where errors go, what undoes it), as wires. */
export function branchesFrom(id: string, node: FlowNode): readonly Wire[] {
  return [ERROR_OUT, UNDO_OUT].flatMap((port) => targetsOf(node, port).map((to): Wire => ({ from: id, port, to })))
}

/** Every wire of a flow. */
export function wiresOf(flow: Flow): readonly Wire[] {
  const known = perFlow.get(flow.nodes)
  if (known) return known
  const wires = Object.entries(flow.nodes).flatMap(([id, node]) => wiresFrom(id, node))
  perFlow.set(flow.nodes, wires)
  return wires
}

/** The wires that arrive at a node. */
export function wiresInto(flow: Flow, id: string): readonly Wire[] {
  let index = incomingOf.get(flow.nodes)
  if (!index) {
    const building = new Map<string, Wire[]>()
    for (const wire of wiresOf(flow)) {
      const list = building.get(wire.to)
      if (list) list.push(wire)
      else building.set(wire.to, [wire])
    }
    index = building
    incomingOf.set(flow.nodes, index)
  }
  return index.get(id) ?? NONE
}

const errorSources = new WeakMap<Flow['nodes'], ReadonlyMap<string, readonly string[]>>()

/** The nodes whose failed messages go to this node (`onError.then`); drawn as dashed wires. */
export function errorSourcesOf(flow: Flow, id: string): readonly string[] {
  let index = errorSources.get(flow.nodes)
  if (!index) {
    const building = new Map<string, string[]>()
    for (const [from, node] of Object.entries(flow.nodes)) {
      const then = node.onError?.then
      if (then === undefined || then === ERROR_INBOX) continue
      const list = building.get(then)
      if (list) list.push(from)
      else building.set(then, [from])
    }
    index = building
    errorSources.set(flow.nodes, index)
  }
  return index.get(id) ?? []
}

/** True when the flow has this wire. */
export function hasWire(flow: Flow, { from, port, to }: Wire): boolean {
  return targetsOf(nodeOf(flow, from), port).includes(to)
}

/** The targets of one output port, or of a branch that is no port (see `branches.ts`). */
export function targetsOf(node: FlowNode | undefined, port: string): readonly string[] {
  const branch = branchOf(port)
  if (branch) {
    const to = node && branchTarget(node, branch)
    return to === undefined ? NO_TARGETS : [to]
  }
  return node?.to && Object.hasOwn(node.to, port) ? (node.to[port] ?? []) : []
}

/** The node with one more wire; the same node when it has it already. A branch has one target: the new one takes its place. */
export function withWire(node: FlowNode, port: string, to: string): FlowNode {
  const branch = branchOf(port)
  if (branch) return withBranch(node, branch, to)
  const targets = targetsOf(node, port)
  return targets.includes(to) ? node : { ...node, to: { ...node.to, [port]: [...targets, to] } }
}

/** The node without one of its wires, branches included. */
export function cutWire(node: FlowNode, { port, to }: Wire): FlowNode {
  const branch = branchOf(port)
  if (!branch) return withoutWires(node, (at, target) => at === port && target === to)
  return branchTarget(node, branch) === to ? withBranch(node, branch, undefined) : node
}

/** The node without the wires that `drop` names, branches not among them; ports without wires and an empty `to` are left out. */
export function withoutWires(node: FlowNode, drop: (port: string, to: string) => boolean): FlowNode {
  if (!node.to) return node
  let changed = false
  const to: Record<string, readonly string[]> = {}
  for (const [port, targets] of Object.entries(node.to)) {
    const kept = targets.filter((target) => !drop(port, target))
    if (kept.length !== targets.length) changed = true
    if (kept.length > 0) to[port] = kept
  }
  if (!changed) return node
  const { to: _old, ...rest } = node
  return Object.keys(to).length > 0 ? { ...rest, to } : rest
}

/** The text id of a wire on the canvas. Node ids and port names hold no `|` that could confuse it: it is never split. */
export function wireKey({ from, port, to }: Wire): string {
  return `${from}|${port}|${to}`
}
