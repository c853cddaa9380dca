import { applyNodeChanges, type EdgeChange, type NodeChange } from '@xyflow/react'
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { DocumentStore } from '../../document/document-store.ts'
import type { SessionStore } from '../../session/session-store.ts'
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
    const { selection, selectedWires } = session.getState()
    return {
      nodes: toCanvasNodes(before.nodes, { flow, layout }, catalogue, selection),
      edges: toCanvasEdges(before.edges, flow, selectedWires),
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
          if (now.selection !== before.selection || now.selectedWires !== before.selectedWires) settle()
        }),
      ]
      return () => {
        for (const stop of stops) stop()
      }
    },
    onNodesChange(changes) {
      const moves = changes.filter((change) => change.type === 'position')
      if (moves.length > 0) store.setState({ nodes: applyNodeChanges(moves, store.getState().nodes) })
      const { selection, selectedWires, select } = session.getState()
      const next = selected(selection, changes)
      if (next) select(next, selectedWires)
    },
    onEdgesChange(changes) {
      const { selection, selectedWires, select } = session.getState()
      const next = selected(selectedWires, changes)
      if (next) select(selection, next)
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
