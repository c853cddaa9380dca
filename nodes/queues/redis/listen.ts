import { randomUUID } from 'node:crypto'
import { FlowError, permanent, retryable } from '#shared/errors/flow-error.ts'
import type { BrokerAddress } from '../address.ts'
import type { Delivery, Listening } from '../broker.ts'
import { connectRedis, type RedisLink } from './connect.ts'
import { contentOf, deliveriesOf, type Entry, entriesClaimed, entriesRead, recordsOf } from './entries.ts'

/** How long one read waits for something new. */
const BLOCK_MS = 2000
/** A read that is silent for so much longer has lost its connection. */
const SILENT_MS = 10_000
/** What is still being stored is told to Redis this often. */
const WORKING_MS = 5000
/** What was not told of for so long belongs to a process that is gone. */
const ABANDONED_MS = 20_000
/** Consumers that hold nothing and were silent for so long are forgotten. */
const FORGOTTEN_MS = 3_600_000

/** Takes the entries of one stream as a member of a consumer group (Redis 6.2 or newer). */
export async function listenRedis(address: BrokerAddress, listening: Listening): Promise<void> {
  const links: RedisLink[] = []
  try {
    const link = await connectRedis(address)
    links.push(link)
    await assureGroup(link, address.place, listening)
    // A read that waits holds up all else on its connection.
    const reader = await connectRedis(address, 0)
    links.push(reader)
    await consume(link, reader, address.place, listening)
  } finally {
    for (const link of links) link.close()
  }
}

/** The group that remembers what was taken, from the first entry on; it is ours, so it is made when there is none. */
async function assureGroup(link: RedisLink, place: string, { queue, group, create }: Listening): Promise<void> {
  try {
    await link.ask('XGROUP', 'CREATE', queue, group, '0', ...(create ? ['MKSTREAM'] : []))
  } catch (error) {
    const fault = toFault(error, place, queue)
    if (!fault.data.message.en.includes('BUSYGROUP')) throw fault
  }
}

/** A stream or group that is not there, told as that; all else as it was. */
function toFault(error: unknown, host: string, queue: string): FlowError {
  if (!(error instanceof FlowError)) return retryable('connect.cut', { host })
  const { code, message } = error.data
  const missing = /requires the key to exist|NOGROUP|UNBLOCKED|no longer exists/i.test(message.en)
  return code === 'queue.rejected' && missing ? permanent('queue.unknown', { host, queue }) : error
}

async function consume(link: RedisLink, reader: RedisLink, place: string, listening: Listening): Promise<void> {
  const { queue, group, inOrder, prefetch, signal } = listening
  const consumer = inOrder ? 'mot-tien-trinh' : randomUUID()
  const underWay = new Map<string, Promise<void>>()
  const over = Promise.withResolvers<void>()
  over.promise.catch(() => undefined)
  const end = (error: unknown): void => over.reject(toFault(error, place, queue))
  const stop = (): void => over.resolve()
  signal.addEventListener('abort', stop, { once: true })
  if (signal.aborted) stop()
  for (const one of [link, reader]) void one.closed.then(() => end(retryable('connect.cut', { host: place })))

  const give = (entries: readonly Entry[], counts?: ReadonlyMap<string, number>): void => {
    for (const entry of entries) {
      if (underWay.has(entry.id)) continue
      // What was claimed has been given to somebody before.
      const deliveries = counts === undefined ? 1 : (counts.get(entry.id) ?? 2)
      const delivery = deliveryOf(entry, deliveries, link, listening, end)
      const work = listening.take(delivery).catch(end)
      underWay.set(entry.id, work)
      void work.finally(() => underWay.delete(entry.id))
    }
  }
  const free = async (): Promise<number> => {
    while (underWay.size >= prefetch) await Promise.race(underWay.values())
    return prefetch - underWay.size
  }
  const claim = async (idleMs: number): Promise<void> => {
    for (let at = '0-0'; !signal.aborted; ) {
      const count = await free()
      const reply = await link.ask('XAUTOCLAIM', queue, group, consumer, idleMs, at, 'COUNT', count)
      const { next, entries } = entriesClaimed(reply)
      const [first, last] = [entries[0], entries.at(-1)]
      if (first && last) {
        const pending = await link.ask('XPENDING', queue, group, first.id, last.id, count * 10, consumer)
        give(entries, deliveriesOf(pending))
      }
      if (next === '0-0') return
      at = next
    }
  }
  const read = async (): Promise<void> => {
    // Where the order is kept nobody else listens: what was given to another and not acknowledged comes first.
    await claim(inOrder ? 0 : ABANDONED_MS)
    listening.ready()
    while (!signal.aborted) {
      const count = await free()
      const wait = ['COUNT', count, 'BLOCK', BLOCK_MS, 'STREAMS', queue, '>']
      const silent = setTimeout(() => end(retryable('connect.cut', { host: place })), BLOCK_MS + SILENT_MS)
      const reply = await reader
        .ask('XREADGROUP', 'GROUP', group, consumer, ...wait)
        .finally(() => clearTimeout(silent))
      give(entriesRead(reply))
    }
  }
  const working = setInterval(() => {
    const ids = [...underWay.keys()]
    // With JUSTID the time begins anew, and it does not count as another delivery.
    if (ids.length > 0) void link.ask('XCLAIM', queue, group, consumer, 0, ...ids, 'JUSTID').catch(end)
  }, WORKING_MS)
  const looking = setInterval(() => void claim(ABANDONED_MS).catch(end), ABANDONED_MS / 2)
  void read().catch(end)
  try {
    await over.promise
    reader.close()
    await Promise.allSettled(underWay.values())
    await forgetOld(link, listening)
  } finally {
    clearInterval(working)
    clearInterval(looking)
    signal.removeEventListener('abort', stop)
  }
}

/** Removes the names of processes that are long gone and hold nothing. Answers come in the order of the commands: after this all acknowledgements have arrived. */
async function forgetOld(link: RedisLink, { queue, group }: Listening): Promise<void> {
  const consumers = recordsOf(await link.ask('XINFO', 'CONSUMERS', queue, group).catch(() => []))
  for (const one of consumers) {
    if (one.get('pending') !== '0' || Number(one.get('idle')) < FORGOTTEN_MS) continue
    await link.ask('XGROUP', 'DELCONSUMER', queue, group, one.get('name') ?? '').catch(() => undefined)
  }
}

function deliveryOf(
  entry: Entry,
  deliveries: number,
  link: RedisLink,
  { queue, group, errorQueue }: Listening,
  lost: (error: unknown) => void,
): Delivery {
  const { bytes, headers } = contentOf(entry)
  return {
    bytes,
    headers: { ...headers, 'stream-entry': entry.id },
    id: headers['message-id'] || `${queue}:${entry.id}`,
    again: deliveries > 1,
    deliveries,
    acknowledge: () => void link.ask('XACK', queue, group, entry.id).catch(lost),
    async setAside(reason) {
      const told = ['x-error-code', reason.code, 'x-error', reason.message.vi, 'x-from-stream', queue]
      await link.ask('XADD', errorQueue, '*', ...entry.fields.flat(), ...told)
      await link.ask('XACK', queue, group, entry.id)
    },
  }
}
