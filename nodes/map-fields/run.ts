import { permanent } from '#shared/errors/flow-error.ts'
import type { Message } from '#shared/message/message.ts'
import { defineRun, type Emission, emit } from '#shared/node/run.ts'
import { definition } from './definition.ts'

/** Pure: the same message and mapping give the same body, so a replay cannot differ. */
export const run = defineRun(definition, ({ settings, mapping }) => {
  const apply = mapping(settings.mapping)
  const sent = (made: unknown, message: Message): Emission =>
    emit('out', { ...message, body: settings.keep === 'all' ? merged(inputOf(message), made) : made })
  return (message, context) => {
    const made = apply(message, context)
    return made instanceof Promise ? made.then((late: unknown) => sent(late, message)) : sent(made, message)
  }
})

function inputOf(message: Message): Readonly<Record<string, unknown>> {
  if (isObject(message.body)) return message.body
  const reason = {
    vi: 'chỉ giữ được nội dung vào khi nó là một đối tượng',
    en: 'the input can be kept only when it is an object',
  }
  throw permanent('message.wrong-shape', { reason })
}

/** Mapped objects go into the input's objects; lists and leaves replace what was there. The input is not changed. */
function merged(input: Readonly<Record<string, unknown>>, made: unknown): unknown {
  if (!isObject(made)) return made
  const result: Record<string, unknown> = { ...input }
  for (const [name, value] of Object.entries(made)) {
    const before = Object.hasOwn(input, name) ? input[name] : undefined
    result[name] = isObject(before) && isObject(value) ? merged(before, value) : value
  }
  return result
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
