import { useEffect } from 'react'
import { useLocation, useSearchParams } from 'react-router'
import type { Scope } from '../EditorScope.tsx'
import { goToHit } from './go-to-hit.ts'

/** Long enough for the canvas to have taken its first look at the flow. */
const AFTER_FIRST_LOOK = 150

/** Goes to the place that the address names (`?nut=gui&muc=url`), once; the address is then the flow's own again. */
export function useArrival(scope: Scope): void {
  const [wanted, setWanted] = useSearchParams()
  const { state } = useLocation()
  useEffect(() => {
    const node = wanted.get('nut') ?? undefined
    const group = wanted.get('nhom') ?? undefined
    const note = wanted.get('ghi-chu') ?? undefined
    const box = group ?? note
    if (node === undefined && box === undefined) return
    const path = wanted.get('muc') ?? undefined
    const timer = setTimeout(() => {
      goToHit(scope.actions, {
        place: group === undefined ? 'note' : 'group',
        ...(node === undefined ? {} : { node }),
        ...(path === undefined ? {} : { path }),
        ...(box === undefined ? {} : { box }),
      })
      setWanted({}, { replace: true, state })
    }, AFTER_FIRST_LOOK)
    return () => clearTimeout(timer)
  }, [wanted, setWanted, scope, state])
}
