import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { useApi } from '../api/api-context.ts'
import { type ApiError, asApiError } from '../api/api-error.ts'
import type { InputOf } from '../api/client.ts'

/** How a bulk action stands. */
export interface BulkState {
  readonly total: number
  readonly done: number
  readonly failed: readonly ApiError[]
  readonly running: boolean
  readonly stop: () => void
}

const idle = { total: 0, done: 0, failed: [] as readonly ApiError[], running: false }

/** Does one operation for many runs, a few at a time; shows how far it is and can be stopped between two. */
export function useBulk<O extends 'retryRun' | 'cancelRun' | 'resubmitRun'>(
  operation: O,
): BulkState & { start: (inputs: readonly InputOf<O>[]) => Promise<void> } {
  const { client } = useApi()
  const cache = useQueryClient()
  const [state, setState] = useState(idle)
  const stopped = useRef(false)
  const start = async (inputs: readonly InputOf<O>[]) => {
    stopped.current = false
    setState({ ...idle, total: inputs.length, running: true })
    const queue = [...inputs]
    const work = async () => {
      for (let next = queue.shift(); next && !stopped.current; next = queue.shift()) {
        const failed = await client.call(operation, next).then(
          () => undefined,
          (thrown: unknown) => asApiError(thrown),
        )
        setState((old) => ({ ...old, done: old.done + 1, failed: failed ? [...old.failed, failed] : old.failed }))
      }
    }
    await Promise.all([work(), work(), work(), work()])
    setState((old) => ({ ...old, running: false }))
    await cache.invalidateQueries({ queryKey: ['listRuns'] })
  }
  return {
    ...state,
    start,
    stop: () => {
      stopped.current = true
    },
  }
}
