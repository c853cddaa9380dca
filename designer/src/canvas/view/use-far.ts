import { type ReactFlowState, useStore } from '@xyflow/react'

/** Below this zoom the text of a node cannot be read: nodes and wires are drawn without details, which keeps 500 of them fluid. */
export const FAR_ZOOM = 0.25

const isFar = (state: ReactFlowState): boolean => state.transform[2] < FAR_ZOOM

/** True while the canvas is seen from far; changes only when the limit is crossed. */
export function useFar(): boolean {
  return useStore(isFar)
}
