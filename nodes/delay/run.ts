import { workingEnd } from '#nodes/waiting/working-end.ts'
import { permanent } from '#shared/errors/flow-error.ts'
import { shapeOf } from '#shared/expression/errors.ts'
import type { Message } from '#shared/message/message.ts'
import { durationMs } from '#shared/node/fields.ts'
import { defineRun, type Emission } from '#shared/node/run.ts'
import { definition } from './definition.ts'

/** Longest wait: a slip of the keyboard in a year must not park a message for ever. */
const MAX_WAIT_MS = 366 * 24 * 3_600_000

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})$/

/** Emits a wait; the executor sleeps durably. */
export const run = defineRun(definition, ({ settings, expression }) => {
  const until = settings.mode === 'until' ? expression(settings.until ?? '') : undefined
  const sleep = (to: number, now: number, message: Message): Emission => {
    if (to - now > MAX_WAIT_MS) throw wrong('thời điểm chờ xa hơn một năm', 'the instant is more than a year away')
    return { kind: 'wait', until: to, port: 'out', message }
  }
  if (settings.mode === 'working-days' || settings.mode === 'working-hours') {
    const { mode, amount } = settings
    return (message, context) => sleep(workingEnd(mode, amount, context), context.now(), message)
  }
  if (until === undefined) {
    const length = durationMs(settings.for)
    return (message, context) => sleep(context.now() + length, context.now(), message)
  }
  return async (message, context) => sleep(instantOf(await until.evaluate(context.scope)), context.now(), message)
})

function instantOf(value: unknown): number {
  const at = typeof value === 'string' && INSTANT.test(value) ? Date.parse(value) : Number.NaN
  if (!Number.isNaN(at)) return at
  const { vi, en } = shapeOf(value)
  throw wrong(
    `cần thời điểm ISO 8601 có múi giờ (2026-01-05T08:00:00+07:00) nhưng nhận được ${vi}`,
    `needs an ISO 8601 instant with offset (2026-01-05T08:00:00+07:00) but got ${en}`,
  )
}

function wrong(vi: string, en: string): Error {
  return permanent('message.wrong-shape', { reason: { vi, en } })
}
