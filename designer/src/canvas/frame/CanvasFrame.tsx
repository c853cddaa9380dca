import { useReactFlow } from '@xyflow/react'
import { type ReactNode, useEffect, useRef } from 'react'
import { useStore } from 'zustand'
import type { Scope } from '../EditorScope.tsx'
import { Canvas } from '../view/Canvas.tsx'
import { createCamera } from '../view/camera.ts'
import type { CanvasEdge, CanvasNode } from '../view/to-react-flow.ts'
import { CanvasControls } from './CanvasControls.tsx'
import styles from './frame.module.css'

/** The canvas with its controls; it follows document and session while it is on screen and lends the actions its camera. */
export function CanvasFrame({
  scope,
  onTidy,
  openCalled,
  children,
}: {
  readonly scope: Scope
  readonly onTidy?: (() => void) | undefined
  readonly openCalled?: ((node: string) => boolean) | undefined
  readonly children?: ReactNode
}) {
  const frame = useRef<HTMLDivElement>(null)
  const flow = useReactFlow<CanvasNode, CanvasEdge>()
  const minimap = useStore(scope.actions.panels, (state) => state.minimap)
  useEffect(() => {
    if (frame.current) scope.camera.attach(createCamera(flow, frame.current))
  }, [flow, scope])
  useEffect(() => scope.canvas.start(), [scope])
  return (
    <div ref={frame} className={styles.canvasFrame} data-canvas>
      <Canvas store={scope.canvas} minimap={minimap} openCalled={openCalled} />
      <CanvasControls onTidy={onTidy} links={openCalled !== undefined} />
      {children}
    </div>
  )
}
