import type { Edge, Node, NodeHandle } from '@xyflow/react'
import type { FlowNode } from '#shared/flow/flow.ts'
import { type Branch, branchOf, ERROR_OUT, UNDO_OUT } from '../../document/branches.ts'
import { type Catalogue, takesInput } from '../../document/catalogue.ts'
import { type Document, positionOf } from '../../document/document.ts'
import { foldedNodes, groupOf, membersOf } from '../../document/groups.ts'
import { branchesFrom, type Wire, wireKey, wiresFrom } from '../../document/wires.ts'
import {
  drawnGroups,
  edgesOfGroup,
  groupKey,
  groupRect,
  noteKey,
  portOfWire,
  portsOfGroup,
  type Rect,
} from './boxes.ts'
import { type ShownPort, shownPorts } from './shown-ports.ts'
import { HEADER_HEIGHT, NODE_WIDTH, nodeHeight, portTop } from './sizes.ts'

/**
 * What React Flow holds: a node (`step`), the frame of an open group, a collapsed group (`fold`) or a note. `data` has the
 * id only, everything else is looked up in the document.
 */
export type CanvasNode = Node<{ readonly id: string }, 'step' | 'frame' | 'fold' | 'note'>

/**
 * A wire as React Flow holds it. `error` is drawn from `onError.then`, `undo` from `compensate`. `wire` is the real one: an end that lies in a collapsed group is drawn at the group.
 */
export type CanvasEdge = Edge<{ readonly branch: Branch | undefined; readonly wire: Wire }, 'wire' | 'ghost'>

/** Where the branches leave a node below, from its left side; what a run did stands left of them. */
export const BRANCH_AT: Readonly<Record<Branch, number>> = { error: 180, undo: 212 }

const NONE: ReadonlySet<string> = new Set()
/** For what readers hear of elsewhere. */
export const HIDDEN = { 'aria-hidden': true } as const
/** Our own element inside carries role and name; React Flow's frame says nothing. */
const SILENT: NonNullable<CanvasNode['domAttributes']> = { 'aria-roledescription': undefined }

/** The name of the one input. */
export const INPUT = 'in'

/** React Flow's nodes for a document; objects of nodes that did not change keep their identity, so only the others are drawn. */
export function toCanvasNodes(
  before: readonly CanvasNode[],
  doc: Document,
  catalogue: Catalogue,
  selection: ReadonlySet<string>,
  chosen: ReadonlySet<string> = NONE,
): CanvasNode[] {
  const known = new Map(before.map((node) => [node.id, node]))
  const folded = foldedNodes(doc.layout)
  const drawn = Object.entries(doc.flow.nodes).filter(([id]) => !folded.has(id))
  let same = true
  const nodes = drawn.map(([id, node], index) => {
    const [x, y] = positionOf(doc.layout, id)
    const selected = selection.has(id)
    const handles = handlesOf(catalogue, node)
    const old = known.get(id)
    const kept =
      old !== undefined &&
      old.position.x === x &&
      old.position.y === y &&
      old.selected === selected &&
      old.handles === handles &&
      old.dragging !== true
    if (kept && before[index] === old) return old
    same = false
    if (kept) return old
    const height = nodeHeight(shownPorts(catalogue, node).length)
    const fresh: CanvasNode = {
      ...(old?.handles === handles ? old : { id, type: 'step', data: { id }, domAttributes: SILENT }),
      position: { x, y },
      selected,
      handles,
      dragging: false,
      width: NODE_WIDTH,
      height,
      measured: { width: NODE_WIDTH, height },
    }
    return fresh
  })
  const boxes = boxNodes(known, doc, catalogue, selection, chosen)
  const all = boxes.length > 0 ? [...nodes, ...boxes] : nodes
  return same && all.length === before.length && boxes.every((box, i) => box === before[nodes.length + i])
    ? [...before]
    : all
}

const FRAME_STYLE = { pointerEvents: 'none' } as const

/** Frames of open groups behind the nodes, collapsed groups and notes. */
function boxNodes(
  known: ReadonlyMap<string, CanvasNode>,
  doc: Document,
  catalogue: Catalogue,
  selection: ReadonlySet<string>,
  chosen: ReadonlySet<string>,
): CanvasNode[] {
  const groups = drawnGroups(doc.layout).map((id): CanvasNode => {
    const key = groupKey(id)
    const group = groupOf(doc.layout, id)
    const rect = groupRect(doc, catalogue, id)
    if (!group?.collapsed)
      return keep(known, key, rect, {
        type: 'frame',
        selectable: false,
        dragHandle: '[data-frame-head]',
        style: FRAME_STYLE,
        zIndex: group?.in === undefined ? -2 : -1,
        selected: false,
      })
    const { enters } = edgesOfGroup(doc, id)
    const names = portsOfGroup(doc, catalogue, id).map((port) => port.name)
    const selected = chosen.has(key) || membersOf(doc.layout, id).every((node) => selection.has(node))
    return keep(known, key, rect, { type: 'fold', selected, handles: handlesFor(enters, names) })
  })
  const notes = Object.entries(doc.layout.notes ?? {}).map(([id, note]): CanvasNode => {
    const [x, y] = note.at
    const [width, height] = note.size
    const key = noteKey(id)
    return keep(known, key, { x, y, width, height }, { type: 'note', zIndex: -1, selected: chosen.has(key) })
  })
  return [...groups, ...notes]
}

/** The same object while nothing about a box has changed. */
function keep(
  known: ReadonlyMap<string, CanvasNode>,
  id: string,
  { x, y, width, height }: Rect,
  look: Pick<CanvasNode, 'type' | 'selected'> & Partial<CanvasNode>,
): CanvasNode {
  const old = known.get(id)
  const same =
    old !== undefined &&
    old.type === look.type &&
    old.position.x === x &&
    old.position.y === y &&
    old.width === width &&
    old.height === height &&
    old.selected === look.selected &&
    old.handles === look.handles &&
    old.zIndex === look.zIndex &&
    old.dragging !== true
  if (same) return old
  return {
    ...look,
    id,
    data: { id },
    domAttributes: SILENT,
    position: { x, y },
    dragging: false,
    width,
    height,
    measured: { width, height },
  }
}

const handleCache = new WeakMap<FlowNode, { readonly catalogue: Catalogue; readonly handles: NodeHandle[] }>()
const handlesByShape = new Map<string, NodeHandle[]>()

/** Where the ports sit; equal shapes share one array, so that a changed title does not look like a changed shape. */
function handlesOf(catalogue: Catalogue, node: FlowNode): NodeHandle[] {
  const cached = handleCache.get(node)
  if (cached?.catalogue === catalogue) return cached.handles
  const handles = handlesFor(
    takesInput(catalogue, node),
    shownPorts(catalogue, node).map((port) => port.name),
  )
  handleCache.set(node, { catalogue, handles })
  return handles
}

function handlesFor(input: boolean, names: readonly string[]): NodeHandle[] {
  const key = JSON.stringify([input, names])
  const handles = handlesByShape.get(key) ?? makeHandles(input, names)
  handlesByShape.set(key, handles)
  return handles
}

function makeHandles(input: boolean, names: readonly string[]): NodeHandle[] {
  const size = { width: 1, height: 1 }
  const handles: NodeHandle[] = names.map((name, index) => ({
    ...size,
    id: name,
    type: 'source',
    position: 'right' as NodeHandle['position'],
    x: NODE_WIDTH - 1,
    y: portTop(index, names.length),
  }))
  handles.push({
    ...size,
    id: ERROR_OUT,
    type: 'source',
    position: 'bottom' as NodeHandle['position'],
    x: BRANCH_AT.error,
    y: nodeHeight(names.length) - 1,
  })
  handles.push({
    ...size,
    id: UNDO_OUT,
    type: 'source',
    position: 'bottom' as NodeHandle['position'],
    x: BRANCH_AT.undo,
    y: nodeHeight(names.length) - 1,
  })
  if (input)
    handles.push({
      ...size,
      id: INPUT,
      type: 'target',
      position: 'left' as NodeHandle['position'],
      x: -4,
      y: HEADER_HEIGHT / 2,
    })
  return handles
}

/** React Flow's edges for a flow; edges that did not change keep their identity. Wires inside a collapsed group are not drawn. */
export function toCanvasEdges(
  before: readonly CanvasEdge[],
  doc: Document,
  catalogue: Catalogue,
  selected: ReadonlySet<string>,
): CanvasEdge[] {
  const { flow } = doc
  const folded = foldedNodes(doc.layout)
  const known = new Map(before.map((edge) => [edge.id, edge]))
  const portsByGroup = new Map<string, readonly ShownPort[]>()
  const portsOf = (group: string): readonly ShownPort[] => {
    const ports = portsByGroup.get(group) ?? portsOfGroup(doc, catalogue, group)
    portsByGroup.set(group, ports)
    return ports
  }
  const edges: CanvasEdge[] = []
  const drawn = new Set<string>()
  const put = (id: string, wire: Wire): void => {
    const branch = branchOf(wire.port)
    // A wire to nowhere is a problem in the list; there is nothing to draw.
    if (!Object.hasOwn(flow.nodes, wire.to)) return
    const [from, to] = [folded.get(wire.from), folded.get(wire.to)]
    if (from !== undefined && from === to) return
    const source = from === undefined ? wire.from : groupKey(from)
    const target = to === undefined ? wire.to : groupKey(to)
    // What a collapsed group sends to branches leaves it at one place.
    const handle = from === undefined ? wire.port : branch ? ERROR_OUT : portOfWire(portsOf(from), wire.from, wire.port)
    if (from !== undefined || to !== undefined) {
      // Wires that would lie on one another are drawn once.
      const line = `${source}|${handle}|${target}`
      if (drawn.has(line)) return
      drawn.add(line)
    }
    const isSelected = selected.has(id)
    const old = known.get(id)
    const same =
      old?.selected === isSelected && old.source === source && old.target === target && old.sourceHandle === handle
    edges.push(
      same
        ? old
        : {
            id,
            type: 'wire',
            source,
            target,
            sourceHandle: handle,
            targetHandle: INPUT,
            selected: isSelected,
            reconnectable: from === undefined && to === undefined,
            focusable: false,
            // Wires are told by the nodes at their ends and by the outline; a reader would hear each of them twice.
            domAttributes: HIDDEN,
            data: { branch, wire },
          },
    )
  }
  for (const [id, node] of Object.entries(flow.nodes)) {
    for (const wire of wiresFrom(id, node)) put(wireKey(wire), wire)
    for (const wire of branchesFrom(id, node)) put(wireKey(wire), wire)
  }
  return edges
}
