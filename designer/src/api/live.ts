import { type LiveCommand, type LiveEvent, liveEventSchema } from '#shared/api/live.ts'

/** State of the live connection; `lost` says that what is on screen may be old. */
export type LiveState = 'connecting' | 'open' | 'lost'

/** A socket as the live connection uses it. */
export interface Socket {
  onopen: (() => void) | null
  onmessage: ((event: { readonly data: unknown }) => void) | null
  onclose: (() => void) | null
  send(text: string): void
  close(): void
}

/** What the live connection needs from around it. */
export interface LiveOptions {
  readonly open: () => Socket
  readonly setTimer: (run: () => void, ms: number) => () => void
  readonly onEvent: (event: LiveEvent) => void
  /** `again` is true when it had been lost: caches may have missed something. */
  readonly onState: (state: LiveState, again: boolean) => void
}

/** The live connection: opens, reconnects, says which flow is on screen. */
export interface Live {
  start(): void
  stop(): void
  /** Tries at once in place of waiting for the next turn. */
  retryNow(): void
  /** Tells the server which flow this person has open (presence). */
  show(flow: string | null): void
}

const FIRST_WAIT = 1000
const LONGEST_WAIT = 15_000

/** Makes the live connection; the waits between tries double from 1 to 15 s. */
export function createLive(options: LiveOptions): Live {
  let socket: Socket | undefined
  let stopTimer: (() => void) | undefined
  let wait = FIRST_WAIT
  let wasLost = false
  let running = false
  let shown: string | null = null

  const say = (command: LiveCommand) => socket?.send(JSON.stringify(command))

  const connect = () => {
    stopTimer = undefined
    const mine = options.open()
    let opened = false
    mine.onopen = () => {
      if (mine !== pending) return mine.close()
      opened = true
      socket = mine
      wait = FIRST_WAIT
      options.onState('open', wasLost)
      wasLost = false
      if (shown !== null) say({ type: 'open', flow: shown })
    }
    mine.onmessage = ({ data }) => {
      const event = readEvent(data)
      if (event && mine === pending) options.onEvent(event)
    }
    mine.onclose = () => {
      if (mine !== pending) return
      socket = undefined
      pending = undefined
      if (!running) return
      if (opened || !wasLost) options.onState('lost', false)
      wasLost = true
      stopTimer = options.setTimer(connect, wait)
      wait = Math.min(wait * 2, LONGEST_WAIT)
    }
    pending = mine
  }
  let pending: Socket | undefined

  return {
    start: () => {
      if (running) return
      running = true
      options.onState('connecting', false)
      connect()
    },
    stop: () => {
      running = false
      stopTimer?.()
      stopTimer = undefined
      const open = pending
      pending = undefined
      socket = undefined
      open?.close()
      wait = FIRST_WAIT
      wasLost = false
    },
    retryNow: () => {
      if (!running || !stopTimer) return
      stopTimer()
      connect()
    },
    show: (flow) => {
      shown = flow
      if (socket) say({ type: 'open', flow })
    },
  }
}

function readEvent(data: unknown): LiveEvent | undefined {
  if (typeof data !== 'string') return undefined
  try {
    return liveEventSchema.safeParse(JSON.parse(data)).data
  } catch {
    return undefined
  }
}

/** A browser's WebSocket in that form. */
export function openWebSocket(url: string): Socket {
  const ws = new WebSocket(url)
  const socket: Socket = {
    onopen: null,
    onmessage: null,
    onclose: null,
    send: (text) => ws.send(text),
    close: () => ws.close(),
  }
  ws.onopen = () => socket.onopen?.()
  ws.onmessage = ({ data }) => socket.onmessage?.({ data })
  ws.onclose = () => socket.onclose?.()
  return socket
}
