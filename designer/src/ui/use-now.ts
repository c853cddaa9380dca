import { useSyncExternalStore } from 'react'

const EVERY = 10_000
let now = Date.now()
const listeners = new Set<() => void>()
let timer: ReturnType<typeof setInterval> | undefined

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  timer ??= setInterval(() => {
    now = Date.now()
    for (const tell of listeners) tell()
  }, EVERY)
  return () => {
    listeners.delete(listener)
    if (listeners.size === 0) {
      clearInterval(timer)
      timer = undefined
    }
  }
}

function read(): number {
  // Without a running clock the stored time may be old. Two readings in a row must be equal, or React draws without end.
  if (timer === undefined && Date.now() - now >= EVERY) now = Date.now()
  return now
}

/** The time in ms, renewed every ten seconds by one clock for the whole page. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, read)
}
