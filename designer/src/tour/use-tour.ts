import { useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import type { Tour } from '#shared/api/tour.ts'
import { keyOf, useApi, useHolds, useOperation } from '../api/api-context.ts'

/** The tour of the signed-in person. */
export interface TourOfPerson {
  /** `undefined`: not known yet, or a person who may not change flows. */
  readonly tour: Tour | undefined
  /** Shows the change at once and keeps it at the server; a tour that could not be kept is no reason to disturb anybody. */
  readonly save: (tour: Tour) => void
}

/** Reads and keeps where the person stands. */
export function useTour(): TourOfPerson {
  const { client } = useApi()
  const cache = useQueryClient()
  const mayTake = useHolds('designer')
  const { data } = useOperation('getTour', {}, { enabled: mayTake })
  const save = useCallback(
    (tour: Tour) => {
      cache.setQueryData(keyOf('getTour', {}), tour)
      void client.call('saveTour', { body: tour }).catch(() => undefined)
    },
    [cache, client],
  )
  return { tour: mayTake ? data : undefined, save }
}
