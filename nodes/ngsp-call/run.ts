import { hostName } from '#nodes/connections/address.ts'
import { foldText } from '#nodes/connections/fold-text.ts'
import { excerptOf, jsonOf } from '#nodes/connections/http-answer.ts'
import { callNational, nationalValues, versionOf } from '#nodes/connections/national-call.ts'
import type { ReplyRule } from '#nodes/replies/rules.ts'
import { permanent } from '#shared/errors/flow-error.ts'
import type { Message } from '#shared/message/message.ts'
import { defineRun, type Emission, emit, type Probe, type StepContext } from '#shared/node/run.ts'
import { definition } from './definition.ts'
import { readEnterprise } from './enterprise.ts'
import { readMinistryReply } from './ministry-reply.ts'
import { OPERATIONS } from './operations.ts'
import { type Asked, pathOf, requestBuilder, type Tools } from './request.ts'

const NOT_FOUND = ['khong tim thay', 'khong ton tai', 'khong co du lieu', 'not found', 'no data']

/** Calls an operation of the platform and tells "not found" from "refused"; an interrupted application is asked after before it is sent again. */
export const run = defineRun(
  definition,
  (tools) => {
    const build = requestBuilder(tools)
    return async (message, context) => answerTo(await build(message, context), message, context, tools)
  },
  {
    probe: probeWith,
    request: (tools) => {
      const build = requestBuilder(tools)
      return async (message, context) => {
        const { method, path, query, body } = await build(message, context)
        return { method, connection: tools.settings.connection, path: path(''), query, body }
      }
    },
  },
)

async function answerTo(asked: Asked, message: Message, context: StepContext, tools: Tools): Promise<Emission> {
  const { settings } = tools
  const connection = await context.connection(settings.connection)
  const host = hostName(connection)
  const version = versionOf(nationalValues(connection), settings.version)
  const { operation, path, ...request } = asked
  const answer = await callNational(settings.connection, { ...request, path: path(version) }, context)
  if (answer.status === 404) {
    if (settings.operation === 'free')
      throw permanent('http.rejected', { host, status: 404 }, { answer: excerptOf(answer.text) })
    return emit('not-found', message)
  }
  const body = jsonOf(answer, host, connection.secrets)
  if (operation?.method === 'POST') {
    const { success } = operation
    const own: readonly ReplyRule[] = success === undefined ? [] : [{ look: 'code', value: success, then: 'ok' }]
    const reply = readMinistryReply(body, [...settings.rules, ...own], { host, writes: operation.writes === true })
    return reply === 'not-found' ? emit('not-found', message) : emit('out', { ...message, body: reply })
  }
  return lookedUp(body, settings, message)
}

/** The answers of the enterprise register and of the code tables, which come by GET. */
function lookedUp(body: unknown, settings: Tools['settings'], message: Message): Emission {
  const refused = refusalIn(body)
  if (refused !== undefined && NOT_FOUND.some((words) => foldText(refused).includes(words)))
    return emit('not-found', message)
  if (refused !== undefined)
    throw permanent('ngsp.rejected', { reason: refused.slice(0, 300) }, { operation: settings.operation })
  if (settings.operation !== 'chiTietDoanhNghiep' || !settings.normalise) return emit('out', { ...message, body })
  const enterprise = readEnterprise(body)
  return enterprise ? emit('out', { ...message, body: enterprise }) : emit('not-found', message)
}

/** The words of an answer that is HTTP 200 but says `Status` 0; undefined when it is good. */
function refusalIn(body: unknown): string | undefined {
  if (typeof body !== 'object' || body === null || !Object.hasOwn(body, 'Status')) return undefined
  if (String(Reflect.get(body, 'Status')) !== '0') return undefined
  const message: unknown = Object.hasOwn(body, 'Message') ? Reflect.get(body, 'Message') : ''
  return typeof message === 'string' && message !== '' ? message : 'Status 0'
}

/** Which look-up tells whether an application arrived. */
const ASKS: Readonly<Record<string, string>> = { nhanHoSoDangKy: 'traTrangThaiHs', dangKyHoTich: 'traTrangThaiHoSo' }

function probeWith(tools: Tools): Probe {
  const { settings } = tools
  const build = requestBuilder(tools)
  const look = Object.hasOwn(ASKS, settings.operation) ? ASKS[settings.operation] : undefined
  const operation = OPERATIONS.find(({ name }) => name === look)
  return async (message, context) => {
    if (!operation) return 'unknown'
    const asked = { ...(await build(message, context)), operation, path: pathOf(operation) }
    const answer = await answerTo(asked, message, context, tools)
    if (answer.kind !== 'emit') return 'unknown'
    if (answer.port === 'not-found') return 'not-done'
    const body = { ok: true, duplicate: true, retryable: false, code: '', message: 'Đã có ở nơi nhận', result: {} }
    return emit('out', { ...message, body })
  }
}
