import { permanent, retryable } from '#shared/errors/flow-error.ts'
import type { BrokerAddress } from '../address.ts'
import type { Outgoing, Sender } from '../broker.ts'
import { stoppable } from '../stoppable.ts'
import { connectRedis, type RedisLink } from './connect.ts'
import { BODY, recordsOf } from './entries.ts'

const FULL = {
  vi: 'stream đầy và các nhóm chưa nhận xong',
  en: 'the stream is full, and its groups have not taken what is in it',
}

/** Opens a connection to Redis on which each message becomes an entry of a stream that is there. */
export async function openRedisSender(address: BrokerAddress): Promise<Sender> {
  const link = await connectRedis(address)
  const { place, maxLength } = address
  return {
    get open() {
      return link.open
    },
    async send(message) {
      if (!link.open) throw retryable('connect.unreachable', { host: place, reason: 'closed' })
      if (!(await stoppable(hasRoom(link, message.to, maxLength), message, place))) {
        throw retryable('queue.refused', { host: place, reason: FULL })
      }
      const added = await stoppable(
        link.ask('XADD', message.to, 'NOMKSTREAM', '*', ...fieldsOf(message)),
        message,
        place,
      )
      if (added === null) throw permanent('queue.no-target', { host: place, to: message.to })
    },
    close: async () => link.close(),
  }
}

function fieldsOf({ headers, contentType, messageId, bytes }: Outgoing): readonly (string | Buffer)[] {
  const { [BODY]: _, ...kept } = headers
  const told = { 'message-id': messageId, 'content-type': contentType, ...kept }
  return [...Object.entries(told).flat(), BODY, bytes]
}

/**
 * Whether one more entry keeps a stream within its length. A full one is freed of what all its groups have
 * acknowledged. Not by MAXLEN in XADD, which would throw away what nobody has read.
 */
async function hasRoom(link: RedisLink, stream: string, maxLength: number): Promise<boolean> {
  if (Number(await link.ask('XLEN', stream)) < maxLength) return true
  const groups = recordsOf(await link.ask('XINFO', 'GROUPS', stream))
  if (groups.length === 0) return false
  const needed = await Promise.all(groups.map((group) => oldestNeeded(link, stream, group)))
  const oldest = needed.reduce((a, b) => (isBefore(b, a) ? b : a))
  await link.ask('XTRIM', stream, 'MINID', oldest)
  return Number(await link.ask('XLEN', stream)) < maxLength
}

/** The first entry that a group still needs: its oldest pending one, else the last that it was given. */
async function oldestNeeded(link: RedisLink, stream: string, group: ReadonlyMap<string, string>): Promise<string> {
  const last = group.get('last-delivered-id') ?? '0-0'
  if (group.get('pending') === '0') return last
  const pending = await link.ask('XPENDING', stream, group.get('name') ?? '')
  const first: unknown = Array.isArray(pending) ? pending[1] : undefined
  return Buffer.isBuffer(first) ? String(first) : last
}

/** Whether an id of a stream comes before another: by its milliseconds, then by its number. */
function isBefore(one: string, other: string): boolean {
  const [ms = 0n, number = 0n] = one.split('-').map(BigInt)
  const [otherMs = 0n, otherNumber = 0n] = other.split('-').map(BigInt)
  return ms === otherMs ? number < otherNumber : ms < otherMs
}
