import { writeBody } from '#nodes/queues/body.ts'
import { askOver } from '#nodes/websocket/talk.ts'
import { permanent } from '#shared/errors/flow-error.ts'
import { durationMs } from '#shared/node/fields.ts'
import { defineRun, emit } from '#shared/node/run.ts'
import { definition } from './definition.ts'

/** Longest id of a request in characters. */
const LONGEST_ID = 500

/** Sends one message on the shared WebSocket of its connection, and waits for the reply or for the partner to have read it. */
export const run = defineRun(definition, ({ settings, value }) => {
  const { connection, form, reply, replyField, timeout } = settings
  const body = settings.body && value(settings.body, 'body')
  const id = reply === 'wait' && settings.id !== undefined ? value(settings.id, 'id') : undefined
  return async (message, context) => {
    const bytes = writeBody(body ? await body(message, context) : message.body, form)
    const wanted = id ? { reply: { id: idOf(await id(message, context)), field: replyField } } : {}
    const question = {
      bytes,
      binary: form === 'binary',
      ...wanted,
      timeoutMs: durationMs(timeout),
      signal: context.signal,
    }
    const answer = await askOver(connection, question, context)
    return emit('out', { ...message, body: id ? answer : { bytes: bytes.length } })
  }
})

function idOf(value: unknown): string {
  const text = typeof value === 'number' ? String(value) : value
  if (typeof text === 'string' && text !== '' && text.length <= LONGEST_ID) return text
  const reason = {
    vi: `"id" phải là chữ, không trống và không quá ${LONGEST_ID} ký tự`,
    en: `"id" must be text, not empty and of at most ${LONGEST_ID} characters`,
  }
  throw permanent('message.wrong-shape', { reason })
}
