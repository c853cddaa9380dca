import {
  keepPreviousData,
  type QueryKey,
  type UseMutationResult,
  type UseQueryOptions,
  type UseQueryResult,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import { createContext, useContext } from 'react'
import { useStore } from 'zustand'
import type { Role } from '#shared/api/roles.ts'
import type { Operation } from '#shared/api/routes.ts'
import { type AccountState, type AccountStore, holds } from './account-store.ts'
import type { ApiError } from './api-error.ts'
import type { AnswerOf, Client, DoneCall, InputOf } from './client.ts'
import type { Live } from './live.ts'
import type { LiveStore } from './live-store.ts'

/** The designer's ways to the server, made once in `main.tsx`. */
export interface Api {
  readonly client: Client
  readonly account: AccountStore
  readonly live: Live
  readonly liveStore: LiveStore
  /** Tells of every call of the client that succeeded, until the given function is called. */
  readonly heard: (listener: (call: DoneCall) => void) => () => void
}

/** Carries the `Api` to the screens. */
export const ApiContext = createContext<Api | undefined>(undefined)

/** The designer's ways to the server. */
export function useApi(): Api {
  const api = useContext(ApiContext)
  if (!api) throw new Error('a screen was drawn outside the ApiContext')
  return api
}

/** Who is signed in. */
export function useAccount(): AccountState {
  return useStore(useApi().account)
}

/** Whether the signed-in person holds a role. */
export function useHolds(role: Role): boolean {
  return holds(useAccount(), role)
}

/** The cache key of an operation: all answers of one operation share their first part. */
export function keyOf<O extends Operation>(operation: O, input?: InputOf<O>): QueryKey {
  return input === undefined ? [operation] : [operation, input]
}

/** Reads an operation through the cache. */
export function useOperation<O extends Operation>(
  operation: O,
  input: InputOf<O>,
  options: { readonly enabled?: boolean; readonly refetchInterval?: number; readonly keepPrevious?: boolean } = {},
): UseQueryResult<AnswerOf<O>, ApiError> {
  const { client } = useApi()
  const settings: UseQueryOptions<AnswerOf<O>, ApiError> = {
    queryKey: keyOf(operation, input),
    queryFn: ({ signal }) => client.call(operation, input, signal),
  }
  if (options.enabled !== undefined) settings.enabled = options.enabled
  if (options.refetchInterval !== undefined) settings.refetchInterval = options.refetchInterval
  // The guard type of `placeholderData` cannot be shown to hold for an open operation.
  if (options.keepPrevious) Object.assign(settings, { placeholderData: keepPreviousData })
  return useQuery(settings)
}

/** Calls an operation that changes something; afterwards the answers of `stale` operations are read again. */
export function useAction<O extends Operation>(
  operation: O,
  stale: readonly Operation[] = [],
): UseMutationResult<AnswerOf<O>, ApiError, InputOf<O>> {
  const { client } = useApi()
  const cache = useQueryClient()
  return useMutation<AnswerOf<O>, ApiError, InputOf<O>>({
    mutationFn: (input) => client.call(operation, input),
    onSuccess: () => Promise.all(stale.map((name) => cache.invalidateQueries({ queryKey: [name] }))),
  })
}
