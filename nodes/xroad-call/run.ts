import { valuesOf } from '#nodes/connections/read-connection.ts'
import { xroadConnection } from '#nodes/connections/xroad.ts'
import { describeRequest, type Protocol, prepareRequest } from '#nodes/http-request/prepare-request.ts'
import { textOfValue } from '#nodes/http-request/text-of-value.ts'
import { xroadFault } from '#nodes/xroad/faults.ts'
import { callHeaders } from '#nodes/xroad/headers.ts'
import { encodeParts, parseClient, partsOfClient, type XroadClient } from '#nodes/xroad/identifier.ts'
import { permanent } from '#shared/errors/flow-error.ts'
import type { Message } from '#shared/message/message.ts'
import type { SettingsOf } from '#shared/node/define.ts'
import type { Dynamic } from '#shared/node/fields.ts'
import { defineRun, emit, type Prepare, type StepContext } from '#shared/node/run.ts'
import { definition } from './definition.ts'

type Tools = Prepare<SettingsOf<typeof definition>>
type Compute = (message: Message, context: StepContext) => unknown

/** What a message is told of the exchange, for the record of both sides. */
const TOLD = ['x-road-id', 'x-road-request-id', 'x-road-request-hash'] as const

/** Calls the service; a fault of X-Road itself is told by its side, any other answer is the provider's own. */
export const run = defineRun(
  definition,
  (tools) => {
    const send = prepareRequest(tools.settings, tools.value, { protocol: protocolOf(tools) })
    return async (message, context) => emit('out', await send(message, context))
  },
  {
    request: (tools) => {
      const facts = describeRequest(tools.settings, tools.value)
      const path = pathBuilder(tools)
      return async (message, context) => {
        const plain = await facts(message, context)
        return { ...plain, path: `${await path(message, context)}${tail(plain.path)}` }
      }
    },
  },
)

function protocolOf(tools: Tools): Protocol {
  const { settings, value } = tools
  const path = pathBuilder(tools)
  const optional = (given: Dynamic | undefined, label: string): Compute =>
    given === undefined ? () => undefined : value(given, label)
  const user = optional(settings.userId, 'userId')
  const issue = optional(settings.issue, 'issue')
  const party = optional(settings.representedParty, 'representedParty')
  return {
    async sent(request, message, context, connection) {
      const own = valuesOf(xroadConnection, connection)
      const headers = callHeaders({
        client: identifier(own.client),
        id: context.idempotencyKey,
        user: text(await user(message, context)),
        issue: text(await issue(message, context)),
        party: text(await party(message, context)),
        server: settings.securityServer,
      })
      return {
        ...request,
        path: `${await path(message, context)}${tail(request.path)}`,
        // X-Road's own headers cannot be overruled by those that the officer typed.
        headers: { accept: 'application/json', ...withoutXroad(request.headers ?? {}), ...headers },
      }
    },
    answered(answer, connection) {
      const fault = xroadFault(answer, connection, connection.secrets)
      if (fault) throw fault
      const told = TOLD.flatMap((name): [string, string][] => {
        const given = answer.headers[name]
        return given === undefined ? [] : [[name, given.slice(0, 500)]]
      })
      return Object.fromEntries(told)
    },
  }
}

/** `/r1/{service id}`, each part percent-encoded by itself. */
function pathBuilder({ settings, value }: Tools): (message: Message, context: StepContext) => Promise<string> {
  const provider = value(settings.provider, 'provider')
  return async (message, context) => {
    const given = identifier(textOfValue(await provider(message, context)))
    return `/r1/${encodeParts([...partsOfClient(given), settings.service])}`
  }
}

/** A service is registered with an address of its own; `/` alone means just that address. */
function tail(path: string): string {
  return path === '/' ? '' : path
}

function identifier(given: string): XroadClient {
  const client = parseClient(given)
  if (client) return client
  throw permanent('xroad.identifier', { text: given.slice(0, 200), form: 'VN/GOV/000.00.00.G22/dichvu' })
}

function text(value: unknown): string | undefined {
  return value === undefined || value === null ? undefined : textOfValue(value)
}

function withoutXroad(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !/^x-road-/i.test(name)))
}
