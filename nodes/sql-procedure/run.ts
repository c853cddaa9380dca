import type { ProcedureParameter } from '#nodes/sql/drivers/database.ts'
import { databaseOf } from '#nodes/sql/drivers/open.ts'
import { permanent } from '#shared/errors/flow-error.ts'
import type { Message } from '#shared/message/message.ts'
import type { SettingsOf } from '#shared/node/define.ts'
import { durationMs } from '#shared/node/fields.ts'
import { defineRun, emit, type Prepare, type StepContext } from '#shared/node/run.ts'
import { definition } from './definition.ts'

const MOST_BYTES = 10_000_000

/** The body becomes `{ out, sets }`: the parameters that come out by name, and the result sets in their order. */
export const run = defineRun(
  definition,
  (prepare) => {
    const { connection, procedure, maxRows, timeout } = prepare.settings
    const bind = binder(prepare)
    const limits = { rows: maxRows, bytes: MOST_BYTES, timeoutMs: durationMs(timeout) }
    return async (message, context) => {
      const parameters = await bind(message, context)
      const database = await databaseOf(connection, context)
      const { out, sets } = await database.callProcedure({
        name: procedure,
        parameters,
        limits,
        signal: context.signal,
      })
      return emit('out', { ...message, body: { out, sets } })
    }
  },
  {
    request: (prepare) => {
      const { connection, procedure } = prepare.settings
      const bind = binder(prepare)
      return async (message, context) => ({
        method: 'call',
        connection,
        path: procedure,
        body: await bind(message, context),
      })
    },
  },
)

type Bind = (message: Message, context: StepContext) => Promise<readonly ProcedureParameter[]>

function binder({ settings, value }: Prepare<SettingsOf<typeof definition>>): Bind {
  const ready = settings.parameters.map((given) => {
    const { name, direction } = given
    if (direction === 'out') return { name, direction, get: () => null }
    if (given.value === undefined) throw permanent('sql.parameter', { name })
    return { name, direction, get: value(given.value, name) }
  })
  return (message, context) =>
    Promise.all(
      ready.map(async ({ name, direction, get }) => ({ name, direction, value: await get(message, context) })),
    )
}
