import { useComputedColorScheme } from '@mantine/core'
import { Background, BackgroundVariant, ConnectionLineType, MiniMap, ReactFlow, SelectionMode } from '@xyflow/react'
import { type ReactNode, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { useDragGestures } from '../gestures/use-drag-gestures.ts'
import { usePaletteDrop } from '../gestures/use-palette-drop.ts'
import { useWireGestures } from '../gestures/use-wire-gestures.ts'
import { GhostView } from '../links/GhostView.tsx'
import { ghostEdge } from '../links/ghost-edge.ts'
import { callbackPairs } from '../links/implicit-links.ts'
import { useImplicitLinks } from '../links/links-context.ts'
import { useEditor } from '../use-editor.ts'
import { boxOf } from './boxes.ts'
import styles from './canvas.module.css'
import type { CanvasStore } from './canvas-store.ts'
import { FirstLook } from './FirstLook.tsx'
import { FlowNodeView } from './FlowNodeView.tsx'
import { FoldView } from './FoldView.tsx'
import { FrameView } from './FrameView.tsx'
import { KeepMiddle } from './KeepMiddle.tsx'
import { MiniMapNode } from './MiniMapNode.tsx'
import { NoteView } from './NoteView.tsx'
import { GRID } from './sizes.ts'
import type { CanvasEdge, CanvasNode } from './to-react-flow.ts'
import { useAriaLabels } from './use-aria-labels.ts'
import { WireView } from './WireView.tsx'

const nodeTypes = { step: FlowNodeView, frame: FrameView, fold: FoldView, note: NoteView }
const edgeTypes = { wire: WireView, ghost: GhostView }
const SNAP: [number, number] = [GRID, GRID]
const PAN_BUTTONS = [1]
const SEVERAL = ['Shift', 'Control', 'Meta']

/** From this many nodes on only those in view are drawn; below it panning is smoother when all are there. */
const DRAW_ALL = 150

/** React Flow, controlled by the canvas store; gestures end in the editor's actions. */
export function Canvas({
  store,
  minimap,
  openCalled,
  children,
}: {
  readonly store: CanvasStore
  readonly minimap: boolean
  /** Goes into the flow that a node calls; false when it calls none. */
  readonly openCalled?: ((node: string) => boolean) | undefined
  readonly children?: ReactNode
}) {
  const { t } = useTranslation('canvas')
  const { nodes, edges } = useStore(store)
  const editor = useEditor()
  const readOnly = useStore(editor.document, (state) => state.readOnly)
  const scheme = useComputedColorScheme('light')
  const wires = useWireGestures()
  const drags = useDragGestures(store)
  const drop = usePaletteDrop()
  const labels = useAriaLabels()
  const editing = useMemo(() => (readOnly ? {} : { ...wires, ...drags, ...drop }), [readOnly, wires, drags, drop])
  // Handlers keep their identity: a new one would draw every node again at every step of a drag.
  const looking = useMemo(
    () => ({
      onNodeDoubleClick: (_event: unknown, { id }: CanvasNode) => {
        if (boxOf(id)) editor.openBox(id)
        else if (!openCalled?.(id)) editor.session.getState().open(id)
      },
      onPaneClick: () => editor.session.getState().clearSelection(),
    }),
    [editor, openCalled],
  )
  const ghosts = useGhosts()
  const drawn = useMemo(() => (ghosts.length > 0 ? [...edges, ...ghosts] : edges), [edges, ghosts])
  return (
    <ReactFlow
      className={styles.canvas}
      nodes={nodes}
      edges={drawn}
      nodeTypes={nodeTypes}
      edgeTypes={edgeTypes}
      onNodesChange={store.onNodesChange}
      onEdgesChange={store.onEdgesChange}
      {...editing}
      {...looking}
      aria-label={t('label')}
      ariaLabelConfig={labels}
      colorMode={scheme}
      nodesDraggable={!readOnly}
      nodesConnectable={!readOnly}
      edgesReconnectable={!readOnly}
      nodesFocusable={false}
      edgesFocusable={false}
      disableKeyboardA11y
      deleteKeyCode={null}
      selectionKeyCode={null}
      multiSelectionKeyCode={SEVERAL}
      selectionOnDrag
      selectionMode={SelectionMode.Partial}
      panOnDrag={PAN_BUTTONS}
      panOnScroll
      zoomOnScroll={false}
      zoomOnDoubleClick={false}
      snapToGrid
      snapGrid={SNAP}
      connectionRadius={28}
      reconnectRadius={14}
      connectOnClick={false}
      connectionLineType={ConnectionLineType.Bezier}
      elevateNodesOnSelect
      onlyRenderVisibleElements={nodes.length > DRAW_ALL}
      minZoom={0.1}
      maxZoom={2}
    >
      <KeepMiddle />
      <FirstLook />
      <Background variant={BackgroundVariant.Dots} gap={GRID * 3} size={1.5} />
      <ArrowHead />
      {minimap && nodes.length > 0 ? (
        <MiniMap pannable zoomable nodeComponent={MiniMapNode} className={styles.minimap ?? ''} />
      ) : null}
      {children}
    </ReactFlow>
  )
}

const NO_GHOSTS: readonly CanvasEdge[] = []

/** Callbacks within the flow, while implicit links are shown. */
function useGhosts(): readonly CanvasEdge[] {
  const links = useImplicitLinks()
  const { document } = useEditor()
  const layout = useStore(document, (state) => state.layout)
  return useMemo(() => {
    if (!links) return NO_GHOSTS
    const { flow } = document.getState()
    return callbackPairs(links).flatMap((pair) => ghostEdge({ flow, layout }, pair) ?? [])
  }, [links, document, layout])
}

/** One arrow head for all wires; it takes the colour of the wire it ends. */
function ArrowHead() {
  return (
    <svg className={styles.defs} aria-hidden="true" focusable="false">
      <defs>
        <marker
          id="lt-arrow"
          viewBox="0 0 10 10"
          refX="9"
          refY="5"
          markerWidth="10"
          markerHeight="10"
          markerUnits="userSpaceOnUse"
          orient="auto-start-reverse"
        >
          <path d="M0 0L10 5L0 10z" fill="context-stroke" />
        </marker>
      </defs>
    </svg>
  )
}
