import { contentTypeOf, writeBody } from '#nodes/queues/body.ts'
import type { Sender } from '#nodes/queues/broker.ts'
import { openSender } from '#nodes/queues/open.ts'
import { permanent } from '#shared/errors/flow-error.ts'
import { durationMs } from '#shared/node/fields.ts'
import { defineRun, emit, type StepContext } from '#shared/node/run.ts'
import { definition } from './definition.ts'

/** Longest name of a queue, key or id in bytes: what AMQP calls a short string. */
const LONGEST_NAME = 255
const HEADER_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/
/** Set by settings of their own. */
const OWN_HEADERS: ReadonlySet<string> = new Set(['content-type', 'message-id'])

/** Sends one message on the shared connection of its broker and waits for the confirmation. */
export const run = defineRun(definition, ({ settings, value }) => {
  const { connection, exchange = '', form, expires, retain, timeout } = settings
  const to = value(settings.to, 'to')
  const body = settings.body && value(settings.body, 'body')
  const messageId = settings.messageId && value(settings.messageId, 'messageId')
  const headers = settings.headers.map(({ name, value: given }) => ({
    name: headerName(name),
    get: value(given, name),
  }))
  return async (message, context) => {
    const target = nameOf(await to(message, context), 'to')
    const id = messageId ? nameOf(await messageId(message, context), 'messageId') : context.idempotencyKey
    const sent = await Promise.all(
      headers.map(async ({ name, get }) => [name, headerText(name, await get(message, context))] as const),
    )
    const outgoing = {
      to: target,
      exchange,
      retain,
      bytes: writeBody(body ? await body(message, context) : message.body, form),
      contentType: contentTypeOf(form),
      messageId: nameOf(id, 'messageId'),
      headers: Object.fromEntries(sent),
      expiresMs: expires === undefined ? undefined : durationMs(expires),
      timeoutMs: durationMs(timeout),
      signal: context.signal,
    }
    await (await senderOf(connection, context)).send(outgoing)
    return emit('out', { ...message, body: { messageId: outgoing.messageId, to: target } })
  }
})

/** The shared sender of a connection; one whose connection is gone is replaced, before anything is sent. */
async function senderOf(id: string, context: StepContext): Promise<Sender> {
  const key = `queue:${id}`
  const open = async (): Promise<Sender> => openSender(await context.connection(id))
  const sender = await context.shared(key, open, (it) => it.close())
  if (sender.open) return sender
  await context.drop(key, sender)
  return context.shared(key, open, (it) => it.close())
}

function headerName(name: string): string {
  const lower = name.toLowerCase()
  if (!HEADER_NAME.test(name) || OWN_HEADERS.has(lower)) throw permanent('http.bad-header', { name })
  return lower
}

function headerText(name: string, value: unknown): string {
  const text = typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value ?? '')
  if (/[\r\n\0]/.test(text)) throw permanent('http.bad-header', { name })
  return text
}

function nameOf(value: unknown, setting: string): string {
  const text = typeof value === 'number' ? String(value) : value
  if (typeof text === 'string' && text !== '' && Buffer.byteLength(text) <= LONGEST_NAME) return text
  const reason = {
    vi: `"${setting}" phải là chữ, không trống và không quá ${LONGEST_NAME} byte`,
    en: `"${setting}" must be text, not empty and of at most ${LONGEST_NAME} bytes`,
  }
  throw permanent('message.wrong-shape', { reason })
}
