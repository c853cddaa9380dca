import { waitKey } from '#nodes/waiting/wait-key.ts'
import { durationMs } from '#shared/node/fields.ts'
import { defineRun } from '#shared/node/run.ts'
import { definition } from './definition.ts'

/** Emits the wait; the executor sleeps durably until the callback or the time-out. */
export const run = defineRun(definition, ({ settings: { topic, key, timeout }, expression }) => {
  const keyOf = expression(key)
  const length = durationMs(timeout)
  return async (message, context) => ({
    kind: 'await',
    waits: { for: 'callback', topic, key: waitKey(await keyOf.evaluate(context.scope)) },
    until: context.now() + length,
    port: 'out',
    late: 'timeout',
    message,
  })
})
