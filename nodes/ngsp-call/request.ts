import type { NationalRequest } from '#nodes/connections/national-call.ts'
import { permanent } from '#shared/errors/flow-error.ts'
import type { Message } from '#shared/message/message.ts'
import type { SettingsOf } from '#shared/node/define.ts'
import { durationMs } from '#shared/node/fields.ts'
import type { Prepare, StepContext } from '#shared/node/run.ts'
import type { definition } from './definition.ts'
import { OPERATIONS, type Operation } from './operations.ts'

/** What a deployment gives to the parts of this node. */
export type Tools = Prepare<SettingsOf<typeof definition>>

/** A request before the connection has its say: its path waits for the version segment. No operation for a path typed by hand. */
export interface Asked extends Omit<NationalRequest, 'path' | 'query'> {
  readonly operation?: Operation | undefined
  readonly query: Readonly<Record<string, string>>
  path(version: string): string
}

/** The path of an operation, once the version segment is known. */
export function pathOf(operation: Operation, key = ''): Asked['path'] {
  return (version) => `${operation.api}${version}${operation.path}`.replace('{code}', encodeURIComponent(key))
}

/** Makes requests from messages. */
export function requestBuilder({ settings, value }: Tools): (message: Message, context: StepContext) => Promise<Asked> {
  const operation = OPERATIONS.find((one) => one.name === settings.operation)
  const key = settings.key === undefined ? undefined : value(settings.key, 'key')
  const data = settings.data === undefined ? undefined : value(settings.data, 'data')
  const parameters = settings.parameters.map((pair) => ({ name: pair.name, get: value(pair.value, pair.name) }))
  const posts = operation ? operation.method === 'POST' : settings.method === 'POST'
  return async (message, context) => {
    const asked = key ? codeOf(await key(message, context)) : ''
    const own = await Promise.all(parameters.map(async ({ name, get }) => [name, await get(message, context)] as const))
    const query = own.filter(([, it]) => it !== undefined && it !== null).map(([name, it]) => [name, String(it)])
    const body = posts ? complete(data ? await data(message, context) : message.body, operation) : undefined
    return {
      operation,
      method: posts ? 'POST' : 'GET',
      path: operation ? pathOf(operation, asked) : () => settings.path ?? '/',
      query: {
        ...(operation?.parameter === undefined ? {} : { [operation.parameter]: asked }),
        ...Object.fromEntries(query),
      },
      ...(posts
        ? { headers: { 'content-type': 'application/json', 'idempotency-key': context.idempotencyKey }, body }
        : {}),
      trace: { dossier: dossierOf(message, body) },
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

/** Data that lack a field are not sent: the partner's own complaint would be less clear. */
function complete(data: unknown, operation: Operation | undefined): unknown {
  for (const name of operation?.needs ?? []) {
    const found = fieldOf(data, name)
    if (found === undefined || found === null || found === '')
      throw permanent('mapping.missing', { target: name, source: 'data' })
  }
  return data
}

function dossierOf(message: Message, data: unknown): string {
  const found = message.keys.maHoSo ?? fieldOf(data, 'maHoSo') ?? fieldOf(data, 'idReceivedDec')
  return typeof found === 'string' ? found : ''
}

function fieldOf(data: unknown, name: string): unknown {
  return typeof data === 'object' && data !== null && Object.hasOwn(data, name) ? Reflect.get(data, name) : undefined
}
