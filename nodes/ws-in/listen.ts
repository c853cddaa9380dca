import { createHash } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import type { RawData } from 'ws'
import { messageOf } from '#nodes/queue-in/unread.ts'
import { leave, type OpenSocket, openSocket } from '#nodes/websocket/open.ts'
import { textAtPath } from '#nodes/websocket/path.ts'
import { pong } from '#nodes/websocket/pong.ts'
import type { SettingsOf } from '#shared/node/define.ts'
import { durationMs } from '#shared/node/fields.ts'
import { defineListen, type ListenContext } from '#shared/node/trigger.ts'
import { definition } from './definition.ts'

type Settings = SettingsOf<typeof definition>

/** Messages that may be on their way to the disk; beyond it nothing more is read, and the partner has to wait. */
const MOST_UNDER_WAY = 50
/** A connection that ends sooner is made again only after this, so that a partner who closes at once is not called again and again. */
const SOON_MS = 2000
/** Longer ids are kept as their digest. */
const LONGEST_ID = 150

/** Keeps a WebSocket open and takes each message: stored first, answered then where the partner waits for that. */
export const listen = defineListen(definition, {
  share: () => 'one',
  async listen(settings, context) {
    const open = await openSocket(await context.connection(settings.connection), context.signal)
    const since = performance.now()
    try {
      await take(open, settings, context)
    } catch (error) {
      const wait = SOON_MS - (performance.now() - since)
      if (wait > 0) await setTimeout(wait, undefined, { signal: context.signal, ref: false }).catch(() => undefined)
      throw error
    } finally {
      leave(open)
    }
  },
})

async function take(open: OpenSocket, settings: Settings, context: ListenContext): Promise<void> {
  const { socket, ended } = open
  const { signal } = context
  const underWay = new Set<Promise<void>>()
  const failed = Promise.withResolvers<never>()
  failed.promise.catch(() => undefined)
  socket.on('message', (data) => {
    if (signal.aborted) return
    const work = takeOne(bytesOf(data), open, settings, context).catch((error: unknown) => {
      if (!signal.aborted) failed.reject(error)
    })
    underWay.add(work)
    if (underWay.size >= MOST_UNDER_WAY) socket.pause()
    void work.finally(() => {
      underWay.delete(work)
      if (underWay.size < MOST_UNDER_WAY && socket.isPaused) socket.resume()
    })
  })
  if (settings.greeting !== undefined) socket.send(settings.greeting)
  socket.resume()
  context.ready()
  await Promise.race([ended, failed.promise, alive(open, durationMs(settings.pingEvery), signal), stopped(signal)])
  // What was read is stored and answered before we leave.
  await Promise.race([Promise.allSettled(underWay), ended.catch(() => undefined)])
}

async function takeOne(bytes: Buffer, open: OpenSocket, settings: Settings, context: ListenContext): Promise<void> {
  const message = messageOf({ bytes, headers: {} }, settings.form)
  const id = settings.idField === undefined ? undefined : textAtPath(message.body, settings.idField)
  const fingerprint = createHash('sha256').update(bytes).digest('hex')
  if (id === undefined) await context.accept(message)
  else {
    const key = id.length <= LONGEST_ID ? id : createHash('sha256').update(id).digest('hex')
    const windowMs = durationMs(settings.window)
    const { conflict, run } = await context.accept(message, { key: `id:${key}`, windowMs, fingerprint })
    if (conflict) {
      // Another message with an id that was used: there is no place to put it aside, and it must not be lost.
      context.log('warn', 'a message came with an id that was used before', { id: id.slice(0, LONGEST_ID), run })
      await context.accept(message, { key: `content:${fingerprint}`, windowMs })
    }
  }
  if (settings.acknowledge === undefined || id === undefined) return
  const written = JSON.stringify(id).slice(1, -1)
  if (open.socket.readyState === open.socket.OPEN)
    open.socket.send(settings.acknowledge.replaceAll('{id}', () => written))
}

/** Pings again and again; rejects when an answer does not come in time. While reading is paused nothing can come, and nothing is asked. */
async function alive(open: OpenSocket, everyMs: number, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await setTimeout(everyMs, undefined, { signal, ref: false }).catch(() => undefined)
    if (!signal.aborted && !open.socket.isPaused) await pong(open, everyMs)
  }
}

function stopped(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
}

function bytesOf(data: RawData): Buffer {
  if (Buffer.isBuffer(data)) return data
  return Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data)
}
