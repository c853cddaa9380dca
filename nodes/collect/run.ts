import { permanent } from '#shared/errors/flow-error.ts'
import { shapeOf } from '#shared/expression/errors.ts'
import { innerScope } from '#shared/expression/inner-scope.ts'
import { truthOf } from '#shared/mapping/values.ts'
import type { Message } from '#shared/message/message.ts'
import { durationMs } from '#shared/node/fields.ts'
import { defineRun, emit, type JoinEmission, type StepContext } from '#shared/node/run.ts'
import { combining } from '../aggregator/combine.ts'
import { definition } from './definition.ts'

/** What the messages of one group may take together. */
const MOST_BYTES = 16 * 1024 * 1024
/** Longest key of a group. */
const MAX_KEY = 200

/**
 * A message that arrives joins the group of its key. In the run of a closed group `context.parts` are its messages, and one message leaves;
 * its headers are `group-key`, `group-closed-by` (count, condition, time) and `parts-count`.
 */
export const run = defineRun(definition, ({ settings, expression }) => {
  const key = expression(settings.key)
  const count = settings.count === undefined ? undefined : expression(settings.count)
  const condition = settings.when === undefined ? undefined : expression(settings.when)
  const combine = combining(settings, expression)
  const { late, most, timeoutFrom } = settings
  const timeout = { ms: durationMs(settings.timeout), from: timeoutFrom }
  const rememberMs = late === 'new' ? 0 : durationMs(settings.remember)

  async function join(message: Message, context: StepContext): Promise<JoinEmission> {
    const { scope } = context
    const complete = count && countOf(await count.evaluate(scope))
    const when = async (parts: readonly Message[]): Promise<boolean> => {
      const bodies = parts.map((part) => part.body)
      return truthOf(await condition?.evaluate(innerScope(scope, message.body, { parts: bodies })))
    }
    return {
      kind: 'join',
      key: keyOf(await key.evaluate(scope)),
      message,
      timeout,
      late: late === 'port' ? 'port' : 'error',
      rememberMs,
      most: { parts: most, bytes: MOST_BYTES },
      ...(complete === undefined ? {} : { count: complete }),
      ...(condition ? { when } : {}),
    }
  }

  return async (message, context) => {
    const { parts = [] } = context
    if (parts.length === 0) return join(message, context)
    const headers = { ...message.headers, 'parts-count': String(parts.length) }
    return emit('out', { ...message, headers, body: await combine(parts, context) })
  }
})

function keyOf(value: unknown): string {
  const text = typeof value === 'number' ? String(value) : value
  if (typeof text === 'string' && text !== '' && text.length <= MAX_KEY) return text
  const { vi, en } = shapeOf(value)
  throw wrong(
    `mã nhóm phải là chữ hoặc số, không quá ${MAX_KEY} ký tự, nhưng nhận được ${vi}`,
    `the key of the group must be text or a number of up to ${MAX_KEY} characters but is ${en}`,
  )
}

function countOf(value: unknown): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 1) return value
  const { vi, en } = shapeOf(value)
  throw wrong(
    `số thông điệp cần đủ phải là số nguyên từ 1 nhưng nhận được ${vi}`,
    `the number of messages must be an integer from 1 but is ${en}`,
  )
}

function wrong(vi: string, en: string): Error {
  return permanent('message.wrong-shape', { reason: { vi, en } })
}
