import type { Flow, FlowNode } from '#shared/flow/flow.ts'
import { branchTarget, withBranch } from '../branches.ts'
import { type Catalogue, outPortsOf, titleOfNode } from '../catalogue.ts'
import type { Command } from '../command.ts'
import { nodeOf } from '../document.ts'
import { groupChange, groupsOf, withoutNodes } from '../groups.ts'
import { judgeWire } from '../rules.ts'
import { targetsOf, wiresFrom, withoutWires, withWire } from '../wires.ts'

/**
 * Removes nodes with their wires. With `rejoin`, each wire that came in from outside is continued to where the removed
 * nodes' first wired port led, as far as the rules allow. Error branches to a removed node fall back to the inbox.
 */
export function removeNodes(ids: readonly string[], options: { readonly rejoin?: boolean } = {}): Command {
  return {
    execute(doc, catalogue) {
      const gone = new Set(ids.filter((id) => Object.hasOwn(doc.flow.nodes, id)))
      const [only] = gone
      const label = labelFor(doc.flow, catalogue, gone, only, options.rejoin === true)
      if (gone.size === 0) return { label, change: {} }
      let flow: Flow = { ...doc.flow, nodes: survivors(doc.flow, gone) }
      if (options.rejoin) flow = rejoined(doc.flow, flow, catalogue, gone)
      const nodes: Record<string, FlowNode | null> = {}
      for (const id of gone) nodes[id] = null
      for (const [id, node] of Object.entries(flow.nodes)) if (doc.flow.nodes[id] !== node) nodes[id] = node
      const at = Object.fromEntries([...gone].filter((id) => Object.hasOwn(doc.layout.at, id)).map((id) => [id, null]))
      const groups = groupsOf(doc.layout)
      const left = groupChange(groups, withoutNodes(groups, gone))
      return { label, change: { nodes, at, ...(Object.keys(left).length > 0 ? { groups: left } : {}) } }
    },
  }
}

function labelFor(
  flow: Flow,
  catalogue: Catalogue,
  gone: ReadonlySet<string>,
  only: string | undefined,
  rejoin: boolean,
) {
  if (gone.size !== 1 || only === undefined) return { vi: `Xoá ${gone.size} nút`, en: `Delete ${gone.size} nodes` }
  const name = titleOfNode(catalogue, flow, only)
  return rejoin
    ? { vi: `Xoá nút "${name.vi}" và nối lại dây`, en: `Delete node "${name.en}" and join the wires` }
    : { vi: `Xoá nút "${name.vi}"`, en: `Delete node "${name.en}"` }
}

function survivors(flow: Flow, gone: ReadonlySet<string>): Record<string, FlowNode> {
  const kept: Record<string, FlowNode> = {}
  for (const [id, node] of Object.entries(flow.nodes)) {
    if (!gone.has(id))
      kept[id] = withoutBranchesTo(
        withoutWires(node, (_port, to) => gone.has(to)),
        gone,
      )
  }
  return kept
}

function withoutBranchesTo(node: FlowNode, gone: ReadonlySet<string>): FlowNode {
  let left = node
  for (const branch of ['error', 'undo'] as const) {
    const to = branchTarget(left, branch)
    if (to !== undefined && gone.has(to)) left = withBranch(left, branch, undefined)
  }
  return left
}

function rejoined(before: Flow, after: Flow, catalogue: Catalogue, gone: ReadonlySet<string>): Flow {
  let flow = after
  for (const [from, node] of Object.entries(before.nodes)) {
    if (gone.has(from)) continue
    for (const wire of wiresFrom(from, node)) {
      if (!gone.has(wire.to)) continue
      for (const to of continuations(before, catalogue, gone, wire.to)) {
        const source = nodeOf(flow, from)
        if (!source || judgeWire(flow, catalogue, { ...wire, to }).is === 'refused') continue
        flow = { ...flow, nodes: { ...flow.nodes, [from]: withWire(source, wire.port, to) } }
      }
    }
  }
  return flow
}

/** Where a message that entered the removed node would have come out, by the first port that has wires. */
function continuations(flow: Flow, catalogue: Catalogue, gone: ReadonlySet<string>, start: string): readonly string[] {
  const found: string[] = []
  const seen = new Set<string>()
  const open = [start]
  for (let id = open.shift(); id !== undefined; id = open.shift()) {
    const node = nodeOf(flow, id)
    if (seen.has(id) || !node) continue
    seen.add(id)
    const port = outPortsOf(catalogue, node).find((it) => targetsOf(node, it.name).length > 0)
    for (const to of port ? targetsOf(node, port.name) : []) {
      if (gone.has(to)) open.push(to)
      else if (!found.includes(to)) found.push(to)
    }
  }
  return found
}
