import { applyNodeChanges, type EdgeChange, type NodeChange } from '@xyflow/react'
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { DocumentStore } from '../../document/document-store.ts'
import type { SessionStore } from '../../session/session-store.ts'
import { refitFrames, splitSelection, withContents } from './drag-boxes.ts'
import { type CanvasEdge, type CanvasNode, toCanvasEdges, toCanvasNodes } from './to-react-flow.ts'

/** What React Flow draws: the document and the selection, and positions on the way while something is dragged. */
export interface CanvasState {
  readonly nodes: CanvasNode[]
  readonly edges: CanvasEdge[]
}

/** The adapter between document, session and React Flow (which is controlled: it reports changes and keeps nothing). */
export interface CanvasStore extends StoreApi<CanvasState> {
  /** Follows document and session until the returned function is called. */
  readonly start: () => () => void
  readonly onNodesChange: (changes: NodeChange<CanvasNode>[]) => void
  readonly onEdgesChange: (changes: EdgeChange<CanvasEdge>[]) => void
  /** Throws away positions on the way: what the document says stands again. */
  readonly settle: () => void
}

/** Makes the adapter of one open flow. */
export function createCanvasStore(document: DocumentStore, session: SessionStore): CanvasStore {
  const read = (before: CanvasState): CanvasState => {
    const { flow, layout, catalogue } = document.getState()
    const { selection, selectedWires, boxes } = session.getState()
    return {
      nodes: toCanvasNodes(before.nodes, { flow, layout }, catalogue, selection, boxes),
      edges: toCanvasEdges(before.edges, { flow, layout }, catalogue, selectedWires),
    }
  }
  const store = createStore<CanvasState>()(() => read({ nodes: [], edges: [] }))
  const settle = (): void => store.setState(read(store.getState()))
  return {
    ...store,
    settle,
    start() {
      settle()
      const stops = [
        document.subscribe((now, before) => {
          if (now.flow !== before.flow || now.layout !== before.layout || now.catalogue !== before.catalogue) settle()
        }),
        session.subscribe((now, before) => {
          if (
            now.selection !== before.selection ||
            now.selectedWires !== before.selectedWires ||
            now.boxes !== before.boxes
          )
            settle()
        }),
      ]
      return () => {
        for (const stop of stops) stop()
      }
    },
    onNodesChange(changes) {
      const moves = changes.filter((change) => change.type === 'position')
      // Sizes change only while a note is pulled; what React Flow measures itself is known already.
      const sizes = changes.filter((change) => change.type === 'dimensions' && change.resizing === true)
      if (moves.length + sizes.length > 0) {
        const { flow, layout, catalogue } = document.getState()
        const nodes = store.getState().nodes
        const moved = applyNodeChanges([...sizes, ...withContents(moves, nodes, layout)], nodes)
        store.setState({ nodes: refitFrames(moved, { flow, layout }, catalogue) })
      }
      const { selection, selectedWires, boxes, select } = session.getState()
      const next = selected(new Set([...selection, ...boxes]), changes)
      if (next) {
        const { nodes, keys } = splitSelection(next, boxes, document.getState().layout)
        select(nodes, selectedWires, keys)
      }
    },
    onEdgesChange(changes) {
      const { selection, selectedWires, boxes, select } = session.getState()
      const next = selected(selectedWires, changes)
      if (next) select(selection, next, boxes)
    },
  }
}

function selected(
  before: ReadonlySet<string>,
  changes: readonly (NodeChange<CanvasNode> | EdgeChange<CanvasEdge>)[],
): ReadonlySet<string> | undefined {
  const next = new Set(before)
  let changed = false
  for (const change of changes) {
    if (change.type !== 'select') continue
    changed = true
    if (change.selected) next.add(change.id)
    else next.delete(change.id)
  }
  return changed ? next : undefined
}
