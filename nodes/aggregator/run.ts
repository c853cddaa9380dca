import type { Message } from '#shared/message/message.ts'
import { defineRun, type Emission, emit } from '#shared/node/run.ts'
import { combining } from './combine.ts'
import { definition } from './definition.ts'

/**
 * Runs once a frame, with the message as it was before the split and `context.parts` in split order. Headers of the result: `parts-count`
 * (arrived here) and `parts-missing` (items of the split of which nothing arrived: filtered out, failed, or gone another way).
 */
export const run = defineRun(definition, ({ settings, expression }) => {
  const combine = combining(settings, expression)
  const made = (body: unknown, message: Message, parts: readonly Message[]): Emission =>
    emit('out', { ...message, body, headers: headersOf(message, parts) })
  return (message, context) => {
    // Outside of a split the message is its own and only part.
    const parts = context.parts && context.parts.length > 0 ? context.parts : [message]
    const body = combine(parts, context)
    return body instanceof Promise
      ? body.then((late: unknown) => made(late, message, parts))
      : made(body, message, parts)
  }
})

function headersOf(message: Message, parts: readonly Message[]): Record<string, string> {
  const sent = Number(parts[0]?.headers['split-count'] ?? parts.length)
  // One item may arrive several times: a recipient list or a wire tap on the way made copies of it.
  const items = new Set(parts.map((part, i) => part.headers['split-index'] ?? `?${i}`)).size
  const missing = Number.isSafeInteger(sent) ? Math.max(0, sent - items) : 0
  return { ...message.headers, 'parts-count': String(parts.length), 'parts-missing': String(missing) }
}
