import { QueryClient } from '@tanstack/react-query'
import { createAccountStore } from '../api/account-store.ts'
import type { Api } from '../api/api-context.ts'
import { ApiError } from '../api/api-error.ts'
import { createClient, type DoneCall } from '../api/client.ts'
import { createLive, type LiveState, openWebSocket } from '../api/live.ts'
import { createCacheFeeder } from '../api/live-cache.ts'
import { createLiveStore, takeEvent } from '../api/live-store.ts'

/** Everything with a life of its own that the screens share. */
export interface Designer extends Api {
  readonly cache: QueryClient
}

/** The answers that live events keep up to date. */
const followed: ReadonlySet<string> = new Set(['listFlows', 'listRuns', 'getRun'])

/** How long after a break the session is looked at: a restart of the server takes about this long. */
const LOOK_AFTER = 1500

/** Puts client, stores, cache and live connection together. */
export function createDesigner(): Designer {
  const account = createAccountStore(() => location.assign('/'))
  const listeners = new Set<(call: DoneCall) => void>()
  const client = createClient({
    fetch: (input, init) => fetch(input, init),
    base: '/api/v1',
    onExpired: () => account.waitForSignIn(),
    onDone: (call) => {
      for (const listener of listeners) listener(call)
    },
  })
  const cache = new QueryClient({
    defaultOptions: {
      queries: {
        // An office network has no internet, and the browser then thinks that it is offline.
        networkMode: 'always',
        staleTime: 5000,
        retry: (count, error) => count < 2 && error instanceof ApiError && (error.status === 0 || error.status >= 500),
      },
      mutations: { networkMode: 'always', retry: false },
    },
  })
  const liveStore = createLiveStore()
  const feed = createCacheFeeder(cache, (run, ms) => setTimeout(run, ms))
  const onState = (state: LiveState, again: boolean) => {
    liveStore.setState({ state, lostAt: state === 'lost' ? Date.now() : undefined })
    // What was read before the connection stood may have missed an event; after a break, anything may have.
    if (state === 'open')
      void cache.invalidateQueries(again ? {} : { predicate: ({ queryKey }) => followed.has(String(queryKey[0])) })
    // A refused WebSocket does not say why; this call opens the sign-in dialog when the session has ended.
    if (state === 'lost') setTimeout(() => void client.call('whoAmI', {}).catch(() => undefined), LOOK_AFTER)
  }
  const live = createLive({
    open: () => openWebSocket(`${location.origin.replace(/^http/, 'ws')}/api/v1/live`),
    setTimer: (run, ms) => {
      const timer = setTimeout(run, ms)
      return () => clearTimeout(timer)
    },
    onEvent: (event) => {
      liveStore.setState((data) => takeEvent(data, event))
      feed(event)
    },
    onState,
  })
  const heard: Api['heard'] = (listener) => {
    listeners.add(listener)
    return () => void listeners.delete(listener)
  }
  return { client, account, live, liveStore, heard, cache }
}
