import { setTimeout } from 'node:timers/promises'
import type { Executor } from '#runtime/executor/executor.ts'
import type { Deployment, Flows } from '#runtime/executor/flows.ts'
import { oneAtATime } from '#runtime/one-at-a-time.ts'
import type { ListenerState } from '#runtime/worker/protocol.ts'
import { type ErrorData, toErrorData } from '#shared/errors/flow-error.ts'
import type { Message } from '#shared/message/message.ts'
import type { ConnectionHandle } from '#shared/node/run.ts'
import type { ListenAccepted, ListenContext, ListenDedupe, ListenTrigger } from '#shared/node/trigger.ts'
import { createInOrder } from './in-order.ts'

/** The triggers of one worker that keep a connection open. */
export interface Listeners {
  /** Starts and stops so that exactly the current deployments listen; one whose version changed is begun anew. */
  deploy(): Promise<void>
  /** Connections have changed: all begin anew. */
  restart(): Promise<void>
  close(): Promise<void>
}

/** What listeners work with. */
export interface ListenerParts {
  readonly executor: Pick<Executor, 'submit'>
  readonly flows: Pick<Flows, 'all' | 'current'>
  readonly triggers: Readonly<Record<string, ListenTrigger>>
  /** Which of how many workers this is: a trigger that keeps the order listens on one of them. */
  readonly slot: { readonly index: number; readonly count: number }
  connection(id: string): Promise<ConnectionHandle>
  clock(): number
  /** From 0 up to 1. */
  random(): number
  /** The states of all listeners of this worker, after each change. */
  told(states: readonly ListenerState[]): void
  log(level: 'info' | 'warn', message: string, details: Readonly<Record<string, unknown>>): void
}

const FIRST_PAUSE_MS = 250
const LONGEST_PAUSE_MS = 30_000
/** The longest that a listener may take to end what it has begun. */
const STOP_MS = 5000

interface Listener {
  readonly version: string
  stop(): Promise<void>
}

/** Makes the listeners of one worker; none listens before `deploy`. */
export function createListeners(parts: ListenerParts): Listeners {
  const listeners = new Map<string, Listener>()
  const states = new Map<string, ListenerState>()
  const inTurn = oneAtATime()
  let closed = false

  function told(id: string, state: ListenerState | undefined): void {
    if (state) states.set(id, state)
    else states.delete(id)
    parts.told([...states.values()])
  }

  async function reconcile(anew: boolean): Promise<void> {
    const wanted = closed ? new Map<string, Wanted>() : wantedListeners(parts)
    const ending = [...listeners].filter(([id, { version }]) => anew || wanted.get(id)?.version !== version)
    for (const [id] of ending) listeners.delete(id)
    await Promise.all(ending.map(([, listener]) => listener.stop()))
    for (const [id, it] of wanted)
      if (!listeners.has(id))
        listeners.set(
          id,
          startListener(it, parts, (state) => told(id, state)),
        )
  }

  return {
    deploy: () => inTurn(() => reconcile(false)),
    restart: () => inTurn(() => reconcile(true)),
    close() {
      closed = true
      return inTurn(() => reconcile(true))
    },
  }
}

interface Wanted {
  readonly flow: string
  readonly node: string
  readonly version: string
  readonly settings: Readonly<Record<string, unknown>>
  readonly trigger: ListenTrigger
}

function wantedListeners({ flows, triggers, slot }: ListenerParts): Map<string, Wanted> {
  const wanted = new Map<string, Wanted>()
  for (const { paused, compiled } of flows.all()) {
    if (paused) continue
    for (const { id, type, settings } of compiled.triggers) {
      const trigger = Object.hasOwn(triggers, type) ? triggers[type] : undefined
      const name = `${compiled.flow.id}/${id}`
      if (!trigger || (trigger.share(settings as never) === 'one' && !isOurs(name, slot))) continue
      wanted.set(name, { flow: compiled.flow.id, node: id, version: compiled.version, settings, trigger })
    }
  }
  return wanted
}

/** Each name belongs to one worker; a worker that dies is started again in the same slot. */
function isOurs(name: string, { index, count }: ListenerParts['slot']): boolean {
  let sum = 0
  for (let i = 0; i < name.length; i++) sum = (sum * 31 + name.charCodeAt(i)) >>> 0
  return sum % count === index
}

function startListener(
  wanted: Wanted,
  parts: ListenerParts,
  told: (state: ListenerState | undefined) => void,
): Listener {
  const { flow, node } = wanted
  const stop = new AbortController()
  const say = (state: ListenerState['state'], error?: ErrorData): void =>
    told({ flow, node, state, since: parts.clock(), ...(error ? { error } : {}) })

  async function keepListening(): Promise<void> {
    let failures = 0
    say('connecting')
    while (!stop.signal.aborted) {
      try {
        await listenOnce(wanted, parts, stop.signal, (state, error) => {
          if (state === 'listening') failures = 0
          say(state, error)
        })
      } catch (thrown) {
        if (stop.signal.aborted) break
        const error = toErrorData(thrown)
        if (failures === 0) {
          say('lost', error)
          parts.log('warn', 'a trigger lost its connection', { flow, node, error })
        }
        const pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(failures, 10))
        failures++
        await sleep(pause * (0.5 + parts.random() / 2), stop.signal)
      }
    }
  }

  const ended = keepListening().finally(() => told(undefined))
  return {
    version: wanted.version,
    async stop() {
      stop.abort()
      await Promise.race([ended, sleep(STOP_MS)])
    },
  }
}

interface Handed {
  readonly message: Message
  readonly dedupe: ListenDedupe | undefined
}

async function listenOnce(
  { flow, node, settings, trigger }: Wanted,
  parts: ListenerParts,
  signal: AbortSignal,
  say: (state: ListenerState['state'], error?: ErrorData) => void,
): Promise<void> {
  const order = createInOrder<Handed, ListenAccepted>({
    take: (it) => store(it, node, current(parts, flow), parts),
    refused(thrown, waitMs) {
      const error = toErrorData(thrown)
      say('full', error)
      parts.log('warn', 'a trigger waits for the engine', { flow, node, waitMs, error })
    },
    resumed: () => say('listening'),
  })
  signal.addEventListener('abort', order.stop, { once: true })
  const context: ListenContext = {
    signal,
    worker: parts.slot.index,
    connection: parts.connection,
    log: (level, message, details = {}) => parts.log(level, message, { ...details, flow, node }),
    ready: () => say('listening'),
    accept: (message, dedupe) => order.hand({ message, dedupe }),
  }
  try {
    await trigger.listen(settings as never, context)
  } finally {
    signal.removeEventListener('abort', order.stop)
    order.stop()
  }
}

async function store(
  { message, dedupe }: Handed,
  trigger: string,
  deployment: Deployment,
  { executor }: ListenerParts,
): Promise<ListenAccepted> {
  const named = dedupe && { ...dedupe, key: `${trigger}:${dedupe.key}` }
  const { accepted } = executor.submit({ deployment, trigger, message, ...(named ? { dedupe: named } : {}) })
  const { run, duplicate, conflict } = await accepted
  return { run, duplicate, ...(conflict ? { conflict } : {}) }
}

function current({ flows }: ListenerParts, flow: string): Deployment {
  const deployment = flows.current(flow)
  if (!deployment) throw new Error(`flow ${flow} is not deployed any more`)
  return deployment
}

function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  return setTimeout(ms, undefined, { ref: false, ...(signal ? { signal } : {}) }).catch(() => undefined)
}
