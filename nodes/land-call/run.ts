import type { NationalRequest } from '#nodes/connections/national-call.ts'
import { fieldsOf, plain } from '#nodes/dvclt-call/dossier.ts'
import { askPartner } from '#nodes/replies/ask-partner.ts'
import { permanent } from '#shared/errors/flow-error.ts'
import type { Message } from '#shared/message/message.ts'
import type { SettingsOf } from '#shared/node/define.ts'
import { durationMs } from '#shared/node/fields.ts'
import { defineRun, emit, type Prepare, type StepContext } from '#shared/node/run.ts'
import { definition } from './definition.ts'
import { OPERATIONS } from './operations.ts'
import { outgoing } from './outgoing.ts'

type Tools = Prepare<SettingsOf<typeof definition>>
type Build = (message: Message, context: StepContext) => Promise<NationalRequest>

/** Calls one operation. No public source tells how to ask whether a dossier arrived, so a hand-over whose answer is lost waits for a person. */
export const run = defineRun(
  definition,
  (tools) => {
    const { connection, rules } = tools.settings
    const build = requestBuilder(tools)
    return async (message, context) => {
      const request = await build(message, context)
      const answer = await askPartner({ request, writes: request.method === 'POST' }, connection, rules, context)
      return answer === 'not-found' ? emit('not-found', message) : emit('out', { ...message, body: answer })
    }
  },
  {
    request: (tools) => {
      const build = requestBuilder(tools)
      return async (message, context) => {
        const { method, path, body } = await build(message, context)
        return { method, connection: tools.settings.connection, path, body }
      }
    },
  },
)

function requestBuilder({ settings, value }: Tools): Build {
  const operation = OPERATIONS.find(({ name }) => name === settings.operation)
  if (!operation) throw permanent('bug.unexpected')
  const data = settings.data === undefined ? undefined : value(settings.data, 'data')
  const path = settings.path ?? operation.path.replace('{key}', settings.key ?? '')
  return async (message, context) => {
    const common = { method: operation.method, path, timeoutMs: durationMs(settings.timeout) }
    if (operation.method === 'GET') return common
    const body = outgoing(operation, data ? await data(message, context) : message.body)
    const dossier = message.keys.maHoSo ?? plain(fieldsOf(body).MaHoSoMotCua)
    return { ...common, body, headers: { 'idempotency-key': context.idempotencyKey }, trace: { dossier } }
  }
}
