import type { Message } from '#shared/message/message.ts'
import { defineRun, type Emission, emit, type StepContext } from '#shared/node/run.ts'
import { definition } from './definition.ts'

/**
 * Computes the whole list before the first copy leaves, so that a condition that fails sends nothing to anybody. Copies leave in the order
 * of the table; their headers tell the branch (`recipient`) and how many there are (`recipient-count`). Stays synchronous for as long as
 * the conditions are.
 */
export const run = defineRun(definition, ({ settings, condition }) => {
  const branches = settings.branches.map(({ id, when }) => ({ id, holds: condition(when) }))

  const listFrom = async (known: readonly string[], from: number, message: Message, context: StepContext) => {
    const recipients = [...known]
    for (const { id, holds } of branches.slice(from)) if (await holds(message, context)) recipients.push(id)
    return copies(recipients, message)
  }

  return (message, context) => {
    const recipients: string[] = []
    for (const [i, { id, holds }] of branches.entries()) {
      const held = holds(message, context)
      if (held instanceof Promise)
        return held.then((late) => listFrom(late ? [...recipients, id] : recipients, i + 1, message, context))
      if (held) recipients.push(id)
    }
    return copies(recipients, message)
  }
})

function copies(recipients: readonly string[], message: Message): Emission {
  if (recipients.length === 0) return emit('otherwise', message)
  const count = String(recipients.length)
  const outputs = recipients.map((id) => ({
    port: id,
    message: { ...message, headers: { ...message.headers, recipient: id, 'recipient-count': count } },
  }))
  return { kind: 'fan', outputs }
}
