import { type RefObject, useCallback, useEffect } from 'react'
import { useDocument } from '../../document/DocumentProvider.tsx'
import { foldedNodes } from '../../document/groups.ts'
import { useSession, useSessionStore } from '../../session/SessionProvider.tsx'
import { groupKey } from './boxes.ts'

/** One node of the canvas (or of the outline) is reached by Tab: the focused one, or the first while none is. Takes the page's focus when asked to. */
export function useRoving(id: string, frame: RefObject<HTMLElement | null>): boolean {
  const first = useDocument((state) => {
    const folded = foldedNodes(state.layout)
    for (const known in state.flow.nodes) if (!folded.has(known)) return known === id
    // Everything lies in collapsed groups: the first of them is the way in.
    const [outermost] = folded.values()
    return outermost !== undefined && groupKey(outermost) === id
  })
  const session = useSessionStore()
  const asked = useSession((state) => state.focusAsked === id)
  useEffect(() => {
    if (!asked || !frame.current) return
    // Scrolling the frame would move the canvas under React Flow's feet; the camera brings the node into view.
    frame.current.focus({ preventScroll: true })
    session.getState().set({ focusAsked: undefined })
  }, [asked, frame, session])
  return useSession((state) => (state.focus === undefined ? first : state.focus === id))
}

/** Selects a node that the keyboard has come to, unless something is selected already. */
export function useKeyFocus(): (id: string) => void {
  const session = useSessionStore()
  return useCallback(
    (id) => {
      const { selection, select, set } = session.getState()
      if (selection.size === 0) select([id])
      set({ focus: id })
    },
    [session],
  )
}
