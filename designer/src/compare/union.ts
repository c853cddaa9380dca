import { isSame } from '#shared/flow/diff/parts.ts'
import type { Flow, FlowNode, Layout } from '#shared/flow/flow.ts'
import type { ChangeMarks, Mark } from '../canvas/view/change-marks.ts'
import type { Catalogue } from '../document/catalogue.ts'
import { nodeOf } from '../document/document.ts'
import { placeMissing } from '../document/place-missing.ts'
import { wireKey, wiresOf } from '../document/wires.ts'

/** One of two compared versions. */
export interface Side {
  readonly flow: Flow
  readonly layout: Layout
}

/** Both versions in one picture: the newer one, and over it what is gone, with marks. */
export interface Union extends Side {
  readonly marks: ChangeMarks
  /** Nodes that only stand elsewhere. */
  readonly moved: readonly string[]
}

/** Lays two versions over each other. A removed node stays where it was; `moved` nodes are marked only when asked for. */
export function unionOf(before: Side, after: Side, changed: ReadonlySet<string>, showMoved: boolean): Union {
  const old = placed(before)
  const now = placed(after)
  const nodes = new Map<string, Mark>()
  const moved: string[] = []
  const all: Record<string, FlowNode> = {}
  for (const id of new Set([...Object.keys(old.flow.nodes), ...Object.keys(now.flow.nodes)])) {
    const was = nodeOf(old.flow, id)
    const is = nodeOf(now.flow, id)
    const node = is ?? was
    if (node) all[id] = withGoneWires(node, was)
    const mark: Mark | undefined = !was ? 'added' : !is ? 'removed' : changed.has(id) ? 'changed' : undefined
    const hasMoved = was !== undefined && is !== undefined && !isSame(old.layout.at[id], now.layout.at[id])
    if (hasMoved) moved.push(id)
    if (mark) nodes.set(id, mark)
    else if (hasMoved && showMoved) nodes.set(id, 'moved')
  }
  return {
    flow: { ...now.flow, nodes: all },
    layout: { format: now.layout.format, at: { ...old.layout.at, ...now.layout.at } },
    marks: { nodes, wires: wireMarks(old.flow, now.flow) },
    moved,
  }
}

function placed({ flow, layout }: Side): Side {
  return { flow, layout: placeMissing(flow, layout) }
}

function withGoneWires(node: FlowNode, was: FlowNode | undefined): FlowNode {
  if (!was?.to || was === node) return node
  const to: Record<string, readonly string[]> = { ...node.to }
  for (const [port, targets] of Object.entries(was.to)) to[port] = [...new Set([...(to[port] ?? []), ...targets])]
  return { ...node, to }
}

function wireMarks(before: Flow, after: Flow): ReadonlyMap<string, Mark> {
  const old = new Set(wiresOf(before).map(wireKey))
  const now = new Set(wiresOf(after).map(wireKey))
  return new Map([
    ...[...old].filter((key) => !now.has(key)).map((key): [string, Mark] => [key, 'removed']),
    ...[...now].filter((key) => !old.has(key)).map((key): [string, Mark] => [key, 'added']),
  ])
}

/** What the catalogue knows of node types, as descriptions of differences take it. */
export function knowingTypes(catalogue: Catalogue) {
  return (use: string) => catalogue.byType.get(use.split('@')[0] ?? '')
}
