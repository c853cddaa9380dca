import type { ElkNode } from 'elkjs/lib/elk-api.js'
import { ERROR_INBOX } from '#shared/flow/flow.ts'
import { type Catalogue, outPortsOf } from '../../document/catalogue.ts'
import { type Document, type Position, positionOf } from '../../document/document.ts'
import { wiresOf } from '../../document/wires.ts'
import { HEADER_HEIGHT, NODE_WIDTH, nodeHeight, onGrid, portTop } from '../view/sizes.ts'

/** Computes a layout; ELK in a worker in the browser, ELK itself in tests. */
export type Layouter = (graph: ElkNode) => Promise<ElkNode>

/** Left to right, in the order that the nodes stand in now: tidying must not shuffle what an officer has arranged. */
const options = {
  'elk.algorithm': 'layered',
  'elk.direction': 'RIGHT',
  'elk.layered.spacing.nodeNodeBetweenLayers': '64',
  'elk.spacing.nodeNode': '48',
  'elk.spacing.componentComponent': '64',
  'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES',
  'elk.layered.considerModelOrder.components': 'MODEL_ORDER',
  'elk.layered.crossingMinimization.forceNodeModelOrder': 'false',
  'elk.layered.nodePlacement.strategy': 'NETWORK_SIMPLEX',
  'elk.layered.nodePlacement.favorStraightEdges': 'true',
}

/** The flow as ELK wants it: nodes from top to bottom as they stand, ports in their order on the right side. */
export function toElk(doc: Document, catalogue: Catalogue): ElkNode {
  const order = Object.keys(doc.flow.nodes).sort((a, b) => {
    const [ax, ay] = positionOf(doc.layout, a)
    const [bx, by] = positionOf(doc.layout, b)
    return ay - by || ax - bx
  })
  const children = order.map((id): ElkNode => {
    const node = doc.flow.nodes[id]
    const ports = node ? outPortsOf(catalogue, node) : []
    return {
      id,
      width: NODE_WIDTH,
      height: nodeHeight(ports.length),
      layoutOptions: { 'elk.portConstraints': 'FIXED_POS' },
      ports: [
        { id: `${id}|in`, x: 0, y: HEADER_HEIGHT / 2, width: 1, height: 1 },
        ...ports.map((port, index) => ({
          id: `${id}|out|${port.name}`,
          x: NODE_WIDTH,
          y: portTop(index, ports.length),
          width: 1,
          height: 1,
        })),
      ],
    }
  })
  const known = new Set(children.flatMap((child) => child.ports?.map((port) => port.id) ?? []))
  const edges = wiresOf(doc.flow).flatMap(({ from, port, to }) => {
    const sources = [`${from}|out|${port}`]
    const targets = [`${to}|in`]
    return known.has(sources[0] ?? '') && known.has(targets[0] ?? '')
      ? [{ id: `${from}|${port}|${to}`, sources, targets }]
      : []
  })
  // Error and compensation branches only pull their node into place.
  const errors = Object.entries(doc.flow.nodes).flatMap(([from, node]) => {
    const then = node.onError?.then
    const drawn = then !== undefined && then !== ERROR_INBOX && Object.hasOwn(doc.flow.nodes, then)
    return drawn ? [{ id: `${from}|:error|${then}`, sources: [from], targets: [`${then}|in`] }] : []
  })
  const undoing = Object.entries(doc.flow.nodes).flatMap(([from, { compensate: to }]) =>
    to !== undefined && Object.hasOwn(doc.flow.nodes, to)
      ? [{ id: `${from}|:undo|${to}`, sources: [from], targets: [`${to}|in`] }]
      : [],
  )
  return { id: 'flow', layoutOptions: options, children, edges: [...edges, ...errors, ...undoing] }
}

/** Positions of a tidied flow, on the grid; the top left corner of the whole stays where it was. */
export async function tidyPositions(
  doc: Document,
  catalogue: Catalogue,
  layouter: Layouter,
): Promise<Readonly<Record<string, Position>>> {
  const placed = await layouter(toElk(doc, catalogue))
  const children = placed.children ?? []
  const old = children.map(({ id }) => positionOf(doc.layout, id))
  const left = Math.min(...old.map(([x]) => x))
  const top = Math.min(...old.map(([, y]) => y))
  const newLeft = Math.min(...children.map(({ x = 0 }) => x))
  const newTop = Math.min(...children.map(({ y = 0 }) => y))
  return Object.fromEntries(
    children.map(({ id, x = 0, y = 0 }) => [id, onGrid([x - newLeft + left, y - newTop + top])]),
  )
}
