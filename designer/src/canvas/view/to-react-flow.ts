import type { Edge, Node, NodeHandle } from '@xyflow/react'
import { ERROR_INBOX, type Flow, type FlowNode } from '#shared/flow/flow.ts'
import { type Catalogue, outPortsOf, takesInput } from '../../document/catalogue.ts'
import { type Document, positionOf } from '../../document/document.ts'
import { wireKey, wiresFrom } from '../../document/wires.ts'
import { HEADER_HEIGHT, NODE_WIDTH, nodeHeight, portTop } from './sizes.ts'

/** A node as React Flow holds it: `data` has the id only, everything else is looked up in the document. */
export type CanvasNode = Node<{ readonly id: string }, 'step'>

/** A wire as React Flow holds it. `error`: drawn from `onError.then`, changed in the node's form and not on the canvas. */
export type CanvasEdge = Edge<{ readonly error: boolean }, 'wire'>

const HIDDEN = { 'aria-hidden': true } as const
/** Our own element inside carries role and name; React Flow's frame says nothing. */
const SILENT: NonNullable<CanvasNode['domAttributes']> = { 'aria-roledescription': undefined }

/** The name of the one input. */
export const INPUT = 'in'

/** The name under which the error branch leaves a node on the canvas; no real port may start with a colon. */
export const ERROR_OUT = ':error'

/** A port as the canvas draws it. `unknown`: a wire uses it, but the settings do not give it any more. */
export interface ShownPort {
  readonly name: string
  readonly title: { readonly vi: string; readonly en: string }
  readonly unknown: boolean
}

/** The ports of a node, then those that only wires know: hiding them would hide the problem. */
export function shownPorts(catalogue: Catalogue, node: FlowNode): readonly ShownPort[] {
  const ports = outPortsOf(catalogue, node)
  const stray = Object.keys(node.to ?? {}).filter((name) => !ports.some((port) => port.name === name))
  return [
    ...ports.map(({ name, title }) => ({ name, title, unknown: false })),
    ...stray.map((name) => ({ name, title: { vi: name, en: name }, unknown: true })),
  ]
}

/** React Flow's nodes for a document; objects of nodes that did not change keep their identity, so only the others are drawn. */
export function toCanvasNodes(
  before: readonly CanvasNode[],
  doc: Document,
  catalogue: Catalogue,
  selection: ReadonlySet<string>,
): CanvasNode[] {
  const known = new Map(before.map((node) => [node.id, node]))
  let same = before.length === Object.keys(doc.flow.nodes).length
  const nodes = Object.entries(doc.flow.nodes).map(([id, node], index) => {
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
  return same ? [...before] : nodes
}

const handleCache = new WeakMap<FlowNode, { readonly catalogue: Catalogue; readonly handles: NodeHandle[] }>()
const handlesByShape = new Map<string, NodeHandle[]>()

/** Where the ports sit; equal shapes share one array, so that a changed title does not look like a changed shape. */
function handlesOf(catalogue: Catalogue, node: FlowNode): NodeHandle[] {
  const cached = handleCache.get(node)
  if (cached?.catalogue === catalogue) return cached.handles
  const names = shownPorts(catalogue, node).map((port) => port.name)
  const input = takesInput(catalogue, node)
  const key = JSON.stringify([input, names])
  const handles = handlesByShape.get(key) ?? makeHandles(input, names)
  handlesByShape.set(key, handles)
  handleCache.set(node, { catalogue, handles })
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
    x: 32,
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

/** React Flow's edges for a flow; edges that did not change keep their identity. */
export function toCanvasEdges(before: readonly CanvasEdge[], flow: Flow, selected: ReadonlySet<string>): CanvasEdge[] {
  const known = new Map(before.map((edge) => [edge.id, edge]))
  const edges: CanvasEdge[] = []
  const put = (id: string, source: string, port: string, target: string, error: boolean): void => {
    // A wire to nowhere is a problem in the list; there is nothing to draw.
    if (!Object.hasOwn(flow.nodes, target)) return
    const isSelected = selected.has(id)
    const old = known.get(id)
    edges.push(
      old?.selected === isSelected
        ? old
        : {
            id,
            type: 'wire',
            source,
            target,
            sourceHandle: port,
            targetHandle: INPUT,
            selected: isSelected,
            reconnectable: !error,
            focusable: false,
            // Wires are told by the nodes at their ends and by the outline; a reader would hear each of them twice.
            domAttributes: HIDDEN,
            data: { error },
          },
    )
  }
  for (const [id, node] of Object.entries(flow.nodes)) {
    for (const wire of wiresFrom(id, node)) put(wireKey(wire), wire.from, wire.port, wire.to, false)
    const then = node.onError?.then
    if (then !== undefined && then !== ERROR_INBOX) put(`${id}|${ERROR_OUT}|${then}`, id, ERROR_OUT, then, true)
  }
  return edges
}
