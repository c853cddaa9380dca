import type { NationalContext, NationalRequest } from '#nodes/connections/national-call.ts'
import { askPartner } from '#nodes/replies/ask-partner.ts'
import type { PortalReply } from '#nodes/replies/reply.ts'
import type { ReplyRule } from '#nodes/replies/rules.ts'
import { permanent, retryable } from '#shared/errors/flow-error.ts'
import type { Message } from '#shared/message/message.ts'
import type { SettingsOf } from '#shared/node/define.ts'
import { durationMs } from '#shared/node/fields.ts'
import { defineRun, type Emission, emit, type Prepare, type Probe, type StepContext } from '#shared/node/run.ts'
import { canonicalDate, parseDate } from '#shared/vietnam/dates/parse.ts'
import { definition } from './definition.ts'
import { fieldsOf, listOf, plain, readDossier } from './dossier.ts'
import { OPERATIONS, type Operation, type OperationName } from './operations.ts'
import { outgoing } from './outgoing.ts'

type Tools = Prepare<SettingsOf<typeof definition>>

/** A dossier with scanned papers is larger than the usual answer. */
const MAX_BYTES = 30_000_000

/** One call: which operation, and what goes where. */
export interface LinkedCall {
  readonly operation: Operation
  readonly request: NationalRequest
}

/** Calls one operation; an interrupted push to the ministry is asked after before anything is sent again. */
export const run = defineRun(
  definition,
  (tools) => {
    const build = callBuilder(tools)
    const { connection, rules } = tools.settings
    return async (message, context) => {
      const { operation, request } = await build(message, context)
      const answer = await callLinked({ operation, request }, connection, rules, context)
      if (answer === 'not-found') return emit('not-found', message)
      return emitted(operation, answer, message, context)
    }
  },
  {
    probe: probeWith,
    request: (tools) => {
      const build = callBuilder(tools)
      return async (message, context) => {
        const { request } = await build(message, context)
        const { method, path, query = {}, body } = request
        return { method, connection: tools.settings.connection, path, query, body }
      }
    },
  },
)

/** Finds an operation by its name. */
export function operationNamed(name: OperationName): Operation {
  const found = OPERATIONS.find((one) => one.name === name)
  if (!found) throw permanent('bug.unexpected')
  return found
}

/** Calls over the route of the connection and reads the answer by the rules; 404 and "not found" are `not-found`. */
export async function callLinked(
  { operation, request }: LinkedCall,
  connection: string,
  rules: readonly ReplyRule[],
  context: NationalContext,
): Promise<PortalReply | 'not-found'> {
  const asked = { request: { maxBytes: MAX_BYTES, ...request }, writes: operation.writes }
  return askPartner(asked, connection, rules, context)
}

/** The path of an operation on one dossier. */
export function pathOf(path: string, id: string): string {
  return path.replace('{id}', encodeURIComponent(id))
}

function callBuilder(tools: Tools): (message: Message, context: StepContext) => Promise<LinkedCall> {
  const { settings, value } = tools
  const operation = operationNamed(settings.operation)
  const key = settings.key === undefined ? undefined : value(settings.key, 'key')
  const data = settings.data === undefined ? undefined : value(settings.data, 'data')
  return async (message, context) => {
    const id = key ? dossierId(await key(message, context)) : ''
    const body = bodyOf(operation, data ? await data(message, context) : message.body)
    const module = settings.module === 'all' ? {} : { module: settings.module }
    const query = { ...module, daNhan: 'false', soLuong: String(settings.limit) }
    const request: NationalRequest = {
      method: operation.method,
      path: pathOf(settings.path ?? operation.path, id),
      ...(operation.name === 'danhSachHoSo' ? { query } : {}),
      ...(body === undefined ? {} : { body, headers: { 'idempotency-key': context.idempotencyKey } }),
      trace: { dossier: message.keys.maHoSo ?? id },
      timeoutMs: durationMs(settings.timeout),
    }
    return { operation, request }
  }
}

function bodyOf(operation: Operation, data: unknown): unknown {
  if (operation.method === 'GET') return undefined
  return operation.name === 'danhDauDaNhan' ? { daNhan: true } : outgoing(operation, data)
}

/** An id is one segment of the path: empty and dotted ones would be another address. */
function dossierId(value: unknown): string {
  const id = plain(value)
  if (id === '' || id === '.' || id === '..' || id.length > 200)
    throw permanent('mapping.missing', { target: 'key', source: id.slice(0, 20) })
  return id
}

function emitted(operation: Operation, reply: PortalReply, message: Message, context: StepContext): Emission {
  if (operation.name === 'layHoSo') {
    const dossier = readDossier(reply.result)
    if (plain(dossier.maHoSo) === '') throw retryable('http.bad-answer', { host: operation.name, reason: 'maHoSo' })
    return emit('out', { ...message, body: dossier })
  }
  if (operation.name === 'danhSachHoSo')
    return emit('out', { ...message, body: { ...reply, result: listOf(reply.result).map(readDossier) } })
  if (operation.name !== 'traKetQua') return emit('out', { ...message, body: reply })
  const result = outcomesIn(reply.result)
  if (result.length === 0) return emit('not-found', message)
  const hoiLuc = canonicalDate(parseDate(new Date(context.now()).toISOString()))
  return emit('out', { ...message, body: { ...reply, result, hoiLuc } })
}

function outcomesIn(result: unknown): readonly Readonly<Record<string, unknown>>[] {
  return listOf(result)
    .map(fieldsOf)
    .filter((one) => plain(one.trangThai) !== '')
    .map((one) => ({ ...one, trangThai: plain(one.trangThai) }))
}

function probeWith(tools: Tools): Probe {
  const { settings, value } = tools
  const build = callBuilder(tools)
  const province = settings.province === undefined ? undefined : value(settings.province, 'province')
  return async (message, context) => {
    if (settings.operation !== 'guiBoTuPhap' || !province) return 'unknown'
    const { request } = await build(message, context)
    const sent = fieldsOf(request.body)
    const maTinh = plain(await province(message, context))
    if (maTinh === '') return 'unknown'
    const operation = operationNamed('traKetQua')
    const question = outgoing(operation, { maDinhDanhHoSo: [sent.maHoSoMCDT], maTinh, module: sent.module })
    const asked = { operation, request: { ...request, path: operation.path, body: question } }
    const answer = await callLinked(asked, settings.connection, settings.rules, context)
    if (answer === 'not-found' || outcomesIn(answer.result).length === 0) return 'not-done'
    const body = { ok: true, duplicate: true, retryable: false, code: '', message: 'Đã có ở Bộ Tư pháp', result: {} }
    return emit('out', { ...message, body })
  }
}
