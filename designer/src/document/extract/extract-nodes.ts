import { FLOW_FORMAT, type Flow, type FlowNode, type Layout } from '#shared/flow/flow.ts'
import { type Catalogue, definitionOf } from '../catalogue.ts'
import { type Command, refuse } from '../command.ts'
import { applyChange, type Document, type Position, positionOf } from '../document.ts'
import { copyFragment } from '../fragment.ts'
import { groupChange, groupsOf, homeOf, withoutNodes } from '../groups.ts'
import { freeNodeId } from '../node-id.ts'
import { judgeWire } from '../rules.ts'
import { withoutWires } from '../wires.ts'
import type { Extraction } from './plan-extraction.ts'

/** Between the entry of the new flow and what came from the old one, in pixels. */
const STEP = 304

/** The new flow: "Called by a flow" leads to what was taken out; what is known of the messages becomes its contract. */
export function subFlowOf(
  doc: Document,
  catalogue: Catalogue,
  extraction: Extraction,
  head: { readonly id: string; readonly title: string; readonly summary?: string },
): { readonly flow: Flow; readonly layout: Layout } | undefined {
  const use = currentUse(catalogue, 'flow-in')
  if (use === undefined) return undefined
  const { fragment } = copyFragment(doc, [...extraction.nodes])
  const start = freeNodeId({ ...doc.flow, nodes: fragment.nodes }, 'flow-in')
  const entry: FlowNode = {
    use,
    ...(extraction.takes ? { schema: extraction.takes } : {}),
    to: { out: [extraction.entry] },
  }
  const at: Record<string, Position> = { [start]: [0, fragment.at[extraction.entry]?.[1] ?? 0] }
  for (const [id, [x, y]] of Object.entries(fragment.at)) at[id] = [x + STEP, y]
  const retry = doc.flow.settings?.retry
  return {
    flow: {
      format: FLOW_FORMAT,
      ...head,
      nodes: { [start]: entry, ...fragment.nodes },
      ...(retry ? { settings: { retry } } : {}),
    },
    layout: { format: FLOW_FORMAT, at, ...(fragment.groups ? { groups: fragment.groups } : {}) },
  }
}

/** Puts one "Call flow" in the place of the nodes; wires that led to them and away from them lead to it and away from it. */
export function extractNodes(extraction: Extraction, called: { readonly id: string; readonly title: string }): Command {
  return {
    execute(doc, catalogue) {
      const use = currentUse(catalogue, 'call-flow')
      if (use === undefined)
        return refuse('Máy chủ này không có nút "Gọi luồng khác"', 'This server has no "Call flow" node')
      const { nodes: gone, entry, exit } = extraction
      if ([...gone].some((id) => !Object.hasOwn(doc.flow.nodes, id)))
        return refuse('Các nút này không còn như lúc chọn', 'These nodes are no longer as they were')
      const left = {
        ...doc.flow,
        nodes: Object.fromEntries(Object.entries(doc.flow.nodes).filter(([id]) => !gone.has(id))),
      }
      const call = freeNodeId(left, 'call-flow')
      const nodes: Record<string, FlowNode | null> = {}
      for (const id of gone) nodes[id] = null
      for (const [id, node] of Object.entries(left.nodes)) {
        const moved = redirected(node, entry, call)
        if (moved !== node) nodes[id] = moved
      }
      nodes[call] = {
        use,
        title: called.title,
        settings: { flow: called.id },
        ...(extraction.gives ? { schema: extraction.gives } : {}),
        ...(exit ? { to: { out: [...new Set(exit.to)] } } : {}),
      }
      const label = { vi: `Tách ${gone.size} nút thành luồng con`, en: `Extract ${gone.size} nodes into a sub-flow` }
      const at: Record<string, Position | null> = { [call]: positionOf(doc.layout, entry) }
      for (const id of gone) if (Object.hasOwn(doc.layout.at, id) && id !== call) at[id] = null
      const groups = groupsAfter(doc, gone, call)
      const change = { nodes, at, ...(Object.keys(groups).length > 0 ? { groups } : {}) }
      const loop = loopThrough(applyChange(doc, change).doc, catalogue, call)
      return loop ? { refused: loop } : { label, change }
    },
  }
}

function currentUse(catalogue: Catalogue, type: string): string | undefined {
  const definition = catalogue.byType.get(type)
  return definition && definitionOf(catalogue, { use: `${type}@${definition.version}` })
    ? `${type}@${definition.version}`
    : undefined
}

function redirected(node: FlowNode, from: string, to: string): FlowNode {
  if (!node.to || !Object.values(node.to).some((targets) => targets.includes(from))) return node
  const wires = Object.entries(node.to).map(([port, targets]): [string, readonly string[]] => [
    port,
    [...new Set(targets.map((target) => (target === from ? to : target)))],
  ])
  return { ...node, to: Object.fromEntries(wires) }
}

/** The node lies in the group that all the others lay in directly. */
function groupsAfter(doc: Document, gone: ReadonlySet<string>, call: string) {
  const before = groupsOf(doc.layout)
  const homes = new Set([...gone].map((id) => homeOf(doc.layout, id)))
  const [home] = homes
  const after = withoutNodes(before, gone)
  const kept = home === undefined || homes.size > 1 ? undefined : after[home]
  if (home === undefined || !kept || kept.nodes.length === 0) return groupChange(before, after)
  return groupChange(before, { ...after, [home]: { ...kept, nodes: [...kept.nodes, call] } })
}

/** Why the calling flow may not stand as it would be: a loop had its only pause among the extracted nodes. */
function loopThrough(doc: Document, catalogue: Catalogue, call: string) {
  const node = doc.flow.nodes[call]
  for (const to of node?.to?.out ?? []) {
    const cut = withoutWires(node ?? { use: '' }, (_port, target) => target === to)
    const verdict = judgeWire({ ...doc.flow, nodes: { ...doc.flow.nodes, [call]: cut } }, catalogue, {
      from: call,
      port: 'out',
      to,
    })
    if (verdict.is === 'refused') return verdict.reason
  }
  return undefined
}
