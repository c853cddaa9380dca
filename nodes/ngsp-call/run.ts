import { hostName } from '#nodes/connections/address.ts'
import { foldText } from '#nodes/connections/fold-text.ts'
import { excerptOf, jsonOf } from '#nodes/connections/http-answer.ts'
import { callNational, nationalValues, versionOf } from '#nodes/connections/national-call.ts'
import { permanent } from '#shared/errors/flow-error.ts'
import type { Message } from '#shared/message/message.ts'
import type { SettingsOf } from '#shared/node/define.ts'
import { durationMs } from '#shared/node/fields.ts'
import { defineRun, emit, type HttpRequest, type Prepare, type Step, type StepContext } from '#shared/node/run.ts'
import { definition } from './definition.ts'
import { readEnterprise } from './enterprise.ts'
import { OPERATIONS, type Operation } from './operations.ts'

type Tools = Prepare<SettingsOf<typeof definition>>

const NOT_FOUND = ['khong tim thay', 'khong ton tai', 'khong co du lieu', 'not found', 'no data']

/** Calls an operation of the platform and tells "not found" from "refused". */
export const run = defineRun(definition, prepare, {
  request: (tools) => {
    const build = requestBuilder(tools)
    return async (message, context) => {
      const { timeoutMs: _, ...request } = await build(message, context)
      return { connection: tools.settings.connection, ...request }
    }
  },
})

function prepare(tools: Tools): Step {
  const { settings } = tools
  const build = requestBuilder(tools)
  return async (message, context) => {
    const connection = await context.connection(settings.connection)
    const host = hostName(connection)
    const answer = await callNational(settings.connection, await build(message, context), context)
    if (answer.status === 404) {
      if (settings.operation === 'free')
        throw permanent('http.rejected', { host, status: 404 }, { answer: excerptOf(answer.text) })
      return emit('not-found', message)
    }
    const body = jsonOf(answer, host, connection.secrets)
    const refused = refusalIn(body)
    if (refused !== undefined && NOT_FOUND.some((words) => foldText(refused).includes(words)))
      return emit('not-found', message)
    if (refused !== undefined)
      throw permanent('ngsp.rejected', { reason: refused.slice(0, 300) }, { operation: settings.operation })
    if (settings.operation !== 'chiTietDoanhNghiep' || !settings.normalise) return emit('out', { ...message, body })
    const enterprise = readEnterprise(body)
    return enterprise ? emit('out', { ...message, body: enterprise }) : emit('not-found', message)
  }
}

/** The words of an answer that is HTTP 200 but says `Status` 0; undefined when it is good. */
function refusalIn(body: unknown): string | undefined {
  if (typeof body !== 'object' || body === null || !Object.hasOwn(body, 'Status')) return undefined
  if (String(Reflect.get(body, 'Status')) !== '0') return undefined
  const message: unknown = Object.hasOwn(body, 'Message') ? Reflect.get(body, 'Message') : ''
  return typeof message === 'string' && message !== '' ? message : 'Status 0'
}

function requestBuilder({ settings, value }: Tools): (message: Message, context: StepContext) => Promise<HttpRequest> {
  const operation: Operation | undefined = OPERATIONS.find((one) => one.name === settings.operation)
  const key = settings.key === undefined ? undefined : value(settings.key, 'key')
  const parameters = settings.parameters.map((pair) => ({ name: pair.name, get: value(pair.value, pair.name) }))
  const posts = operation === undefined && settings.method === 'POST'
  return async (message, context) => {
    const version = versionOf(nationalValues(await context.connection(settings.connection)), settings.version)
    const asked = key ? codeOf(await key(message, context)) : ''
    const own = await Promise.all(parameters.map(async ({ name, get }) => [name, await get(message, context)] as const))
    const query = own.filter(([, it]) => it !== undefined && it !== null).map(([name, it]) => [name, String(it)])
    const path = operation ? `${operation.api}${version}${operation.path}` : (settings.path ?? '/')
    return {
      method: posts ? 'POST' : 'GET',
      path: path.replace('{code}', encodeURIComponent(asked)),
      query: {
        ...(operation?.parameter === undefined ? {} : { [operation.parameter]: asked }),
        ...Object.fromEntries(query),
      },
      ...(posts
        ? {
            headers: { 'content-type': 'application/json', 'idempotency-key': context.idempotencyKey },
            body: message.body,
          }
        : {}),
      timeoutMs: durationMs(settings.timeout),
    }
  }
}

/** What is looked for must be a filled text (or a number, as text) that cannot walk up the path. */
function codeOf(value: unknown): string {
  const text = typeof value === 'string' || typeof value === 'number' ? String(value).trim() : ''
  if (text === '' || text === '.' || text === '..') throw permanent('mapping.missing', { target: 'key', source: text })
  return text
}
