import { useReactFlow, useStore } from '@xyflow/react'
import { useEffect, useRef } from 'react'

/** Below this zoom the words on a node are a strain to read: a larger flow is opened at its beginning instead of whole. */
const READABLE = 0.7
const MARGIN = 48

/**
 * Looks at a flow when it is opened: whole if it can be read so, else from its first node on. Fitting all is one key away (1).
 * Inside React Flow, since it needs the size of the canvas.
 */
export function FirstLook() {
  const flow = useReactFlow()
  const width = useStore((state) => state.width)
  const height = useStore((state) => state.height)
  const done = useRef(false)
  useEffect(() => {
    const nodes = flow.getNodes()
    if (done.current || width === 0 || height === 0 || nodes.length === 0) return
    done.current = true
    const bounds = flow.getNodesBounds(nodes)
    const across = (width - 2 * MARGIN) / bounds.width
    const down = (height - 2 * MARGIN) / bounds.height
    const zoom = Math.min(1, across, down)
    if (zoom >= READABLE) {
      const x = (width - bounds.width * zoom) / 2 - bounds.x * zoom
      void flow.setViewport({ x, y: (height - bounds.height * zoom) / 2 - bounds.y * zoom, zoom })
      return
    }
    const first = nodes.reduce((a, b) => (b.position.x < a.position.x ? b : a))
    const middle = down >= READABLE ? bounds.y + bounds.height / 2 : first.position.y
    const x =
      across >= READABLE ? (width - bounds.width * READABLE) / 2 - bounds.x * READABLE : MARGIN - bounds.x * READABLE
    void flow.setViewport({ x, y: height / 2 - middle * READABLE, zoom: READABLE })
  }, [flow, width, height])
  return null
}
