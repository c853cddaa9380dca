import { useReactFlow } from '@xyflow/react'
import { type DragEvent, useMemo } from 'react'
import { wireKey } from '../../document/wires.ts'
import { DRAGGED_TYPE } from '../../palette/drag-type.ts'
import { useEditor } from '../use-editor.ts'
import { HEADER_HEIGHT, NODE_WIDTH, onGrid } from '../view/sizes.ts'
import { wireAt } from './hit.ts'

/** Takes node types dragged out of the palette: onto the canvas, or into the wire they are dropped on. */
export function usePaletteDrop() {
  const editor = useEditor()
  const { screenToFlowPosition } = useReactFlow()
  return useMemo(() => {
    const { document, session } = editor
    const set = (dropWire: string | undefined): void => {
      if (session.getState().dropWire !== dropWire) session.getState().set({ dropWire })
    }
    return {
      onDragOver(event: DragEvent) {
        if (!event.dataTransfer.types.includes(DRAGGED_TYPE)) return
        event.preventDefault()
        event.dataTransfer.dropEffect = 'copy'
        const wire = wireAt(document.getState().flow, event.clientX, event.clientY)
        set(wire && wireKey(wire))
      },
      onDragLeave() {
        set(undefined)
      },
      onDrop(event: DragEvent) {
        set(undefined)
        const type = event.dataTransfer.getData(DRAGGED_TYPE)
        if (type === '') return
        event.preventDefault()
        const point = screenToFlowPosition({ x: event.clientX, y: event.clientY })
        const at = onGrid([point.x - NODE_WIDTH / 2, point.y - HEADER_HEIGHT / 2])
        const onWire = wireAt(document.getState().flow, event.clientX, event.clientY)
        editor.add(type, { at, onWire })
      },
    }
  }, [editor, screenToFlowPosition])
}
