import { createHash } from 'node:crypto'
import { waitKey } from '#nodes/waiting/wait-key.ts'
import type { Message } from '#shared/message/message.ts'
import { durationMs } from '#shared/node/fields.ts'
import { defineRun, emit } from '#shared/node/run.ts'
import type { DeliveryOutcome } from '#shared/node/wait.ts'
import { definition } from './definition.ts'

const statusOf: Readonly<Record<DeliveryOutcome, number>> = { delivered: 200, duplicate: 200, parked: 202, nobody: 404 }

/** Delivers the message; what became of it leaves as the body, and answers the caller. */
export const run = defineRun(definition, ({ settings, expression }) => {
  const keyOf = expression(settings.key)
  const dedupe = settings.dedupe === undefined ? undefined : expression(settings.dedupe)
  const parkMs = settings.unknown === 'park' ? durationMs(settings.park) : 0
  return async (message, context) => {
    const key = waitKey(await keyOf.evaluate(context.scope))
    const digest = hash(dedupe ? ((await dedupe.evaluate(context.scope)) ?? null) : message.body)
    const callback: Message = { body: message.body, headers: message.headers, keys: {} }
    const delivery = await context.deliver({ topic: settings.topic, key, message: callback, digest, parkMs })
    const port = delivery.outcome === 'nobody' ? 'nobody' : 'out'
    const told = { ...message, body: { ...delivery } }
    if (!settings.answer) return emit(port, told)
    const reply = { status: statusOf[delivery.outcome], headers: {}, body: told.body }
    return { kind: 'reply', reply, port, message: told }
  }
})

function hash(value: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(value) ?? 'null')
    .digest('hex')
}
