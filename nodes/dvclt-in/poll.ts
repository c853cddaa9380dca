import type { NationalContext } from '#nodes/connections/national-call.ts'
import { fieldsOf, listOf, plain, readDossier } from '#nodes/dvclt-call/dossier.ts'
import type { OperationName } from '#nodes/dvclt-call/operations.ts'
import { callLinked, operationNamed, pathOf } from '#nodes/dvclt-call/run.ts'
import type { PortalReply } from '#nodes/replies/reply.ts'
import { PLATFORM_RULES } from '#nodes/replies/rules.ts'
import { toErrorData } from '#shared/errors/flow-error.ts'
import type { SettingsOf } from '#shared/node/define.ts'
import { definePoll, type PollContext } from '#shared/node/trigger.ts'
import { definition } from './definition.ts'

type Settings = SettingsOf<typeof definition>
type Answer = PortalReply | 'not-found'
type Ask = (
  name: OperationName,
  id: string,
  more?: { readonly query?: Readonly<Record<string, string>> },
) => Promise<Answer>

const TIMEOUT_MS = 60_000

/**
 * Takes the dossiers that are listed as new, one after the other: get, store durably, report received. When reporting fails the dossier is
 * listed again, is recognised by its id and is only reported then. One that cannot be got is tried again at the next look; others go on.
 */
export const poll = definePoll(definition, async (settings, context) => {
  const ask = asker(settings, context)
  const kind = settings.module === 'all' ? {} : { module: settings.module }
  const query = { ...kind, daNhan: 'false', soLuong: String(settings.batch) }
  const list = await ask('danhSachHoSo', '', { query })
  const rows = list === 'not-found' ? [] : listOf(list.result).slice(0, settings.batch)
  let accepted = 0
  let fault: unknown
  for (const row of rows) {
    if (context.signal.aborted) break
    try {
      if (await take(plain(fieldsOf(row).id), context, ask)) accepted++
    } catch (thrown) {
      fault ??= thrown
    }
  }
  if (fault !== undefined && accepted === 0) throw fault
  if (fault !== undefined) context.log('warn', 'some linked dossiers were not taken', { code: toErrorData(fault).code })
  return accepted
})

function asker({ connection, path: list }: Settings, context: PollContext): Ask {
  const tools: NationalContext = { ...context, idempotencyKey: connection }
  return (name, id, more = {}) => {
    const operation = operationNamed(name)
    const body = name === 'danhDauDaNhan' ? { body: { daNhan: true } } : {}
    const path = id === '' ? list : pathOf(`${list}/{id}`, id)
    const request = { method: operation.method, path, timeoutMs: TIMEOUT_MS, ...body, ...more }
    return callLinked({ operation, request }, connection, PLATFORM_RULES, tools)
  }
}

async function take(id: string, context: PollContext, ask: Ask): Promise<boolean> {
  if (id === '' || id === '.' || id === '..' || id.length > 200) {
    context.log('warn', 'a listed dossier has no id that can be asked for')
    return false
  }
  const answer = await ask('layHoSo', id)
  // Withdrawn between list and call.
  if (answer === 'not-found') return false
  const dossier = readDossier(answer.result)
  const maHoSo = plain(dossier.maHoSo)
  const headers = { 'dvclt-id': id, 'dvclt-module': plain(dossier.module) }
  const keys = { dvcltId: id, ...(maHoSo === '' ? {} : { maHoSo }) }
  const { duplicate } = await context.accept({ body: { ...dossier, id }, headers, keys }, id)
  await ask('danhDauDaNhan', id)
  return !duplicate
}
