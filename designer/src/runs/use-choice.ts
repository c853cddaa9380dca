import { useCallback, useMemo, useState } from 'react'
import type { Choice } from './RunTable.tsx'

/** The runs that are chosen for a bulk action; no `choice` while nobody is choosing. */
export function useChoice(): {
  readonly choice: Choice | undefined
  readonly begin: () => void
  readonly end: () => void
} {
  const [chosen, setChosen] = useState<ReadonlySet<string>>()
  const set = useCallback(
    (ids: readonly string[], on: boolean) =>
      setChosen((old = new Set()) => new Set(on ? [...old, ...ids] : [...old].filter((id) => !ids.includes(id)))),
    [],
  )
  return useMemo(
    () => ({
      choice: chosen && { chosen, set },
      begin: () => setChosen(new Set()),
      end: () => setChosen(undefined),
    }),
    [chosen, set],
  )
}
