import { createHash } from 'node:crypto'
import type { Delivery } from '#nodes/queues/broker.ts'
import { listenAt } from '#nodes/queues/open.ts'
import { type ErrorData, errorData } from '#shared/errors/flow-error.ts'
import type { SettingsOf } from '#shared/node/define.ts'
import { durationMs } from '#shared/node/fields.ts'
import { defineListen, type ListenContext, type ListenDedupe } from '#shared/node/trigger.ts'
import { definition } from './definition.ts'
import { messageOf } from './unread.ts'

type Settings = SettingsOf<typeof definition>

/** Longer ids are kept as their digest. */
const LONGEST_ID = 150
const MB = 1024 * 1024

/** Takes messages from a queue: stored first, acknowledged then. What can never be stored goes to the error queue, and is never thrown away. */
export const listen = defineListen(definition, {
  share: ({ order }) => (order === 'keep' ? 'one' : 'all'),
  async listen(settings, context) {
    const { queue, group, prefetch, create, errorQueue = `${queue}.loi` } = settings
    const listenHere = listenAt(await context.connection(settings.connection))
    const take = (delivery: Delivery): Promise<void> => takeOne(delivery, settings, context)
    const inOrder = settings.order === 'keep'
    await listenHere({
      queue,
      group,
      worker: context.worker,
      inOrder,
      prefetch,
      create,
      errorQueue,
      signal: context.signal,
      ready: context.ready,
      take,
    })
  },
})

async function takeOne(delivery: Delivery, settings: Settings, context: ListenContext): Promise<void> {
  const hopeless = faultOf(delivery, settings)
  if (hopeless) return setAside(delivery, hopeless, context)
  const message = messageOf(delivery, settings.form)
  const dedupe = dedupeOf(delivery, settings)
  const { run, duplicate, conflict } = await context.accept(message, dedupe)
  if (conflict) return setAside(delivery, errorData('queue.id-reused', { run }), context)
  // Without an id, the same body is a repetition only when the broker says that it may have been delivered before.
  if (duplicate && settings.duplicates === 'id' && delivery.id === undefined && !delivery.again) {
    await context.accept(message)
  }
  delivery.acknowledge()
}

/** Why a delivery can never be taken; undefined for all others. */
function faultOf({ bytes, deliveries }: Delivery, { maxBytes, maxDeliveries }: Settings): ErrorData | undefined {
  if (deliveries > maxDeliveries) return errorData('queue.too-often', { count: deliveries - 1 })
  if (bytes.length <= maxBytes) return undefined
  const limit = maxBytes >= MB ? `${Math.round(maxBytes / MB)} MB` : `${maxBytes} byte`
  return errorData('queue.too-large', { limit })
}

async function setAside(delivery: Delivery, error: ErrorData, { log }: ListenContext): Promise<void> {
  await delivery.setAside(error)
  log('warn', 'a message was put into the error queue', { error, id: delivery.id, bytes: delivery.bytes.length })
}

function dedupeOf({ id, bytes, scope = '' }: Delivery, { duplicates, window }: Settings): ListenDedupe {
  const windowMs = durationMs(window)
  const content = createHash('sha256').update(bytes).digest('hex')
  if (duplicates === 'content') return { key: `content:${content}`, windowMs }
  if (id === undefined) {
    const within = createHash('sha256').update(scope).update(bytes).digest('hex')
    return { key: `content:${within}`, windowMs }
  }
  const key = id.length <= LONGEST_ID ? id : createHash('sha256').update(id).digest('hex')
  return { key: `id:${key}`, windowMs, fingerprint: content }
}
