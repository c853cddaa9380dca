import type { RawData } from 'ws'
import { retryable } from '#shared/errors/flow-error.ts'
import { parseJson } from '#shared/message/safe-json.ts'
import type { ConnectionHandle, StepContext } from '#shared/node/run.ts'
import { leave, type OpenSocket, openSocket } from './open.ts'
import { textAtPath } from './path.ts'
import { pong } from './pong.ts'

/** A WebSocket that nobody has used for so long is closed. */
const IDLE_MS = 60_000

/** A message to send, and how its reply is told from others; times in milliseconds. */
export interface Question {
  readonly bytes: Buffer
  readonly binary: boolean
  /** The reply repeats `id` at the plain path `field`. */
  readonly reply?: { readonly id: string; readonly field: string }
  readonly timeoutMs: number
  readonly signal: AbortSignal
}

/** The WebSocket of one connection in a worker, opened when it is needed and shared by all who send. */
interface Talker {
  /** Resolves to the reply; without one, to undefined once the partner's WebSocket has read the message. */
  ask(question: Question): Promise<unknown>
  close(): void
}

/** Sends over the WebSocket of a connection. Throws `connect.cut`, `ws.closed` or `connect.timeout` when nobody knows what became of it. */
export async function askOver(id: string, question: Question, context: StepContext): Promise<unknown> {
  const connection = await context.connection(id)
  const talker = await context.shared(
    `websocket:${id}`,
    async () => createTalker(connection),
    (it) => it.close(),
  )
  return talker.ask(question)
}

type Waiter = (body: unknown) => void

interface Line extends OpenSocket {
  readonly waiters: Set<Waiter>
}

function createTalker(connection: ConnectionHandle): Talker {
  let line: Promise<Line> | undefined
  let opening: Promise<Line> | undefined
  let users = 0
  let idle: NodeJS.Timeout | undefined

  async function current(signal: AbortSignal): Promise<Line> {
    const known = await line?.catch(() => undefined)
    if (known && known.socket.readyState === known.socket.OPEN) return known
    // Whoever comes meanwhile waits for the same line.
    opening ??= openLine(connection, signal).finally(() => {
      opening = undefined
    })
    line = opening
    return opening
  }

  function end(): void {
    clearTimeout(idle)
    line?.then(leave, () => undefined)
    line = undefined
  }

  return {
    async ask(question) {
      clearTimeout(idle)
      users++
      try {
        return await exchange(await current(question.signal), question)
      } finally {
        users--
        if (users === 0) idle = setTimeout(end, IDLE_MS).unref()
      }
    },
    close: end,
  }
}

async function openLine(connection: ConnectionHandle, signal: AbortSignal): Promise<Line> {
  const open = await openSocket(connection, signal)
  const waiters = new Set<Waiter>()
  open.socket.on('message', (data, binary) => {
    if (binary || waiters.size === 0) return
    const body = bodyOf(data)
    for (const waiter of waiters) waiter(body)
  })
  open.socket.resume()
  return { ...open, waiters }
}

async function exchange(line: Line, { bytes, binary, reply, timeoutMs, signal }: Question): Promise<unknown> {
  const { socket, host, ended, waiters } = line
  const answer = Promise.withResolvers<unknown>()
  answer.promise.catch(() => undefined)
  const stop = (): void => answer.reject(retryable('connect.cut', { host }))
  const late = (): void => answer.reject(retryable('connect.timeout', { host, seconds: Math.round(timeoutMs / 1000) }))
  const waiter: Waiter = (body) => {
    if (reply && textAtPath(body, reply.field) === reply.id) answer.resolve(body)
  }
  const timer = setTimeout(late, timeoutMs)
  signal.addEventListener('abort', stop, { once: true })
  waiters.add(waiter)
  try {
    if (signal.aborted) throw retryable('connect.unreachable', { host, reason: 'stopped' })
    socket.send(bytes, { binary }, (error) => error && stop())
    if (!reply) pong(line, timeoutMs).then(() => answer.resolve(undefined), answer.reject)
    return await Promise.race([answer.promise, ended])
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', stop)
    waiters.delete(waiter)
  }
}

/** The body of a message for those who wait for a reply; what is no JSON is nobody's reply. */
function bodyOf(data: RawData): unknown {
  try {
    return parseJson(String(data))
  } catch {
    return undefined
  }
}
