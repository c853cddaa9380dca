import { permanent } from '#shared/errors/flow-error.ts'
import type { Message } from '#shared/message/message.ts'
import { defineRun, type Emission, type StepContext } from '#shared/node/run.ts'
import { definition } from './definition.ts'

type Compute = (message: Message, context: StepContext) => unknown

/** Statuses that HTTP forbids a body for. */
const BODILESS: ReadonlySet<number> = new Set([204, 205, 304])

/** Emits the reply; the message itself goes on unchanged. Synchronous unless an expression takes the slow path. */
export const run = defineRun(definition, ({ settings, value, mapping }) => {
  const status = value(settings.status, 'status')
  const body: Compute =
    settings.content === 'mapping'
      ? mapping(settings.mapping ?? [])
      : settings.content === 'value'
        ? value(settings.body ?? null, 'body')
        : (message) => message.body
  const names = settings.headers.map((pair) => headerName(pair.name))
  const headers = settings.headers.map((pair) => value(pair.value, pair.name))

  const answer = (values: readonly unknown[], message: Message): Emission => {
    const [rawStatus, content, ...texts] = values
    if (content === undefined) throw wrong('nội dung trả lời không có giá trị', 'the body of the reply has no value')
    const code = statusOf(rawStatus)
    const bodiless = BODILESS.has(code)
    const made: Record<string, string> = bodiless
      ? {}
      : { 'content-type': settings.contentType ?? typeOf(content, message) }
    for (const [i, name] of names.entries()) {
      const text = texts[i]
      if (text !== undefined && text !== null) made[name] = headerValue(name, text)
    }
    return {
      kind: 'reply',
      reply: { status: code, headers: made, body: bodiless ? '' : content },
      port: 'out',
      message,
    }
  }

  return (message, context) => {
    const values = [status, body, ...headers].map((compute) => compute(message, context))
    return values.some((it) => it instanceof Promise)
      ? Promise.all(values).then((late) => answer(late, message))
      : answer(values, message)
  }
})

function statusOf(value: unknown): number {
  const status = typeof value === 'string' && /^\d{3}$/.test(value) ? Number(value) : value
  if (typeof status === 'number' && Number.isInteger(status) && status >= 200 && status <= 599) return status
  throw wrong('mã trạng thái phải là số từ 200 đến 599', 'the status must be a number from 200 to 599')
}

function typeOf(content: unknown, message: Message): string {
  if (typeof content !== 'string') return 'application/json; charset=utf-8'
  const own = content === message.body ? message.headers['content-type'] : undefined
  return own ?? 'text/plain; charset=utf-8'
}

function headerName(name: string): string {
  if (/^[!#$%&'*+.^_`|~\w-]+$/.test(name)) return name.toLowerCase()
  throw permanent('flow.setting', {
    label: name.slice(0, 80),
    reason: { vi: 'không phải tên tiêu đề HTTP', en: 'is not the name of an HTTP header' },
  })
}

/** Line ends would begin another header (response splitting), so they are refused. */
function headerValue(name: string, value: unknown): string {
  const text = typeof value === 'object' ? undefined : String(value)
  if (text === undefined || !/^[\t\u0020-\u007E\u0080-\u00FF]*$/.test(text))
    throw wrong(
      `tiêu đề "${name}" có ký tự không được phép`,
      `the header "${name}" has characters that are not allowed`,
    )
  return text
}

function wrong(vi: string, en: string): Error {
  return permanent('message.wrong-shape', { reason: { vi, en } })
}
