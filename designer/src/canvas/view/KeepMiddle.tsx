import { useReactFlow, useStore } from '@xyflow/react'
import { useEffect, useRef } from 'react'

/** Keeps what stands in the middle of the canvas there when a panel takes or gives back room. Inside React Flow, since it needs the size of the canvas. */
export function KeepMiddle() {
  const flow = useReactFlow()
  const width = useStore((state) => state.width)
  const height = useStore((state) => state.height)
  const before = useRef({ width: 0, height: 0 })
  useEffect(() => {
    const last = before.current
    before.current = { width, height }
    if (last.width === 0 || last.height === 0 || width === 0 || height === 0) return
    const { x, y, zoom } = flow.getViewport()
    void flow.setViewport({ x: x + (width - last.width) / 2, y: y + (height - last.height) / 2, zoom })
  }, [flow, width, height])
  return null
}
