import type { Message } from '#shared/message/message.ts'
import type { ConnectionHandle } from '#shared/node/run.ts'
import type { ListenContext, ListenTrigger } from '#shared/node/trigger.ts'

/** A listener under test: it starts at once, and stores messages in memory as the engine does. */
export interface TestListener {
  readonly accepted: readonly Message[]
  readonly log: readonly { readonly message: string; readonly details: Readonly<Record<string, unknown>> }[]
  /** Resolves when it has reached the broker; rejects with what kept it from that. */
  readonly ready: Promise<void>
  /** How it ended. */
  readonly ended: Promise<unknown>
  stop(): Promise<void>
}

/** What was stored, over several lives of a listener. */
export type Stored = Map<string, { readonly run: string; readonly fingerprint: string | undefined }>

/** Starts a listening trigger on a connection. `store` lets several listeners meet in one engine. */
export function testListener<S>(
  trigger: ListenTrigger<S>,
  settings: S,
  connection: ConnectionHandle,
  store: Stored = new Map(),
  hold?: (message: Message) => Promise<void>,
): TestListener {
  const accepted: Message[] = []
  const log: { message: string; details: Readonly<Record<string, unknown>> }[] = []
  const stop = new AbortController()
  const ready = Promise.withResolvers<void>()
  ready.promise.catch(() => undefined)
  const context: ListenContext = {
    worker: 0,
    signal: stop.signal,
    connection: async () => connection,
    log: (_level, message, details = {}) => void log.push({ message, details }),
    ready: () => ready.resolve(),
    async accept(message, dedupe) {
      const known = dedupe && store.get(dedupe.key)
      if (known && known.fingerprint !== dedupe.fingerprint) return { run: known.run, duplicate: true, conflict: true }
      if (known) return { run: known.run, duplicate: true }
      const run = `run-${store.size + 1}`
      store.set(dedupe?.key ?? run, { run, fingerprint: dedupe?.fingerprint })
      accepted.push(message)
      await hold?.(message)
      return { run, duplicate: false }
    },
  }
  const ended = trigger.listen(settings, context).then(
    () => undefined,
    (error: unknown) => {
      ready.reject(error)
      return error
    },
  )
  return {
    accepted,
    log,
    ready: ready.promise,
    ended,
    async stop() {
      stop.abort()
      await ended
    },
  }
}
