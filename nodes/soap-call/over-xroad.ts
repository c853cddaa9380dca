import { hostName } from '#nodes/connections/address.ts'
import { valuesOf } from '#nodes/connections/read-connection.ts'
import { xroadConnection } from '#nodes/connections/xroad.ts'
import { textOfValue } from '#nodes/http-request/text-of-value.ts'
import type { AnswerRules } from '#nodes/soap/answer.ts'
import type { Envelope } from '#nodes/soap/envelope.ts'
import { xroadSoapFault } from '#nodes/xroad/faults.ts'
import { idOf } from '#nodes/xroad/headers.ts'
import { parseClient, partsOfClient, type XroadClient } from '#nodes/xroad/identifier.ts'
import { callBlocks, isXroadBlock, readXroadHeader } from '#nodes/xroad/soap-header.ts'
import { permanent, retryable } from '#shared/errors/flow-error.ts'
import type { Message } from '#shared/message/message.ts'
import type { SettingsOf } from '#shared/node/define.ts'
import type { Dynamic } from '#shared/node/fields.ts'
import type { ConnectionHandle, Prepare, StepContext } from '#shared/node/run.ts'
import type { definition } from './definition.ts'

type Tools = Prepare<SettingsOf<typeof definition>>

/** One call over X-Road: what goes into its header, how its answer is taken, and what the message is told of the exchange. */
interface XroadWay {
  readonly blocks: readonly string[]
  readonly rules: Pick<AnswerRules, 'partner' | 'wayFault' | 'keeps'>
  /** Throws `http.bad-answer` for the answer to another call. */
  told(envelope: Envelope | undefined): Readonly<Record<string, string>>
}

/** Prepares calls of a service by the X-Road Message Protocol v4.0 (PR-MESS). */
export function prepareXroad(tools: Tools, code: string) {
  const { settings, value } = tools
  const provider = providerOf(tools)
  const optional = (given: Dynamic | undefined, label: string) =>
    given === undefined ? async () => undefined : value(given, label)
  const user = optional(settings.userId, 'userId')
  const issue = optional(settings.issue, 'issue')
  const party = optional(settings.representedParty, 'representedParty')
  return async (message: Message, context: StepContext, connection: ConnectionHandle): Promise<XroadWay> => {
    const parts = await provider(message, context)
    const id = idOf(context.idempotencyKey)
    const version = settings.serviceVersion
    const blocks = callBlocks({
      client: identifier(valuesOf(xroadConnection, connection).client),
      service: { provider: identifier(parts.join('/')), code, ...(version === undefined ? {} : { version }) },
      id,
      user: text(await user(message, context)),
      issue: text(await issue(message, context)),
      party: text(await party(message, context)),
      server: settings.securityServer,
    })
    return {
      blocks,
      rules: {
        partner: [...parts, code].join('/'),
        wayFault: (fault) => xroadSoapFault(fault, connection),
        keeps: isXroadBlock,
      },
      told(envelope) {
        const header = readXroadHeader(envelope?.kept ?? [])
        if (header.id !== undefined && header.id !== id.normalize('NFC')) throw otherCall(connection)
        return { 'x-road-id': id, ...(header.requestHash ? { 'x-road-request-hash': header.requestHash } : {}) }
      },
    }
  }
}

/** The parts of the subsystem that has the service; throws `xroad.identifier` for a field that is none. */
export function providerOf({ settings, value }: Tools) {
  const provider = value(settings.provider ?? '', 'provider')
  return async (message: Message, context: StepContext): Promise<readonly string[]> =>
    partsOfClient(identifier(textOfValue(await provider(message, context))))
}

/** What an officer typed without the fields that X-Road itself has: those cannot be overruled. */
export function withoutXroad(headers: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !OWN.has(name)))
}

const OWN: ReadonlySet<string> = new Set([
  'client',
  'service',
  'centralService',
  'securityServer',
  'id',
  'userId',
  'issue',
  'representedParty',
  'protocolVersion',
  'requestHash',
])

function identifier(given: string): XroadClient {
  const client = parseClient(given)
  if (client) return client
  throw permanent('xroad.identifier', { text: given.slice(0, 200), form: 'VN/GOV/000.00.00.G22/dichvu' })
}

function otherCall(connection: ConnectionHandle): Error {
  const reason = { vi: 'trả lời mang mã lời gọi (id) khác', en: 'the answer has the id of another call' }
  return retryable('http.bad-answer', { host: hostName(connection), reason })
}

function text(value: unknown): string | undefined {
  return value === undefined || value === null ? undefined : textOfValue(value)
}
