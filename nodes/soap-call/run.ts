import { randomBytes } from 'node:crypto'
import { hostName } from '#nodes/connections/address.ts'
import { httpConnection } from '#nodes/connections/http.ts'
import { secretOf, valuesOf } from '#nodes/connections/read-connection.ts'
import { signingKey } from '#nodes/signature/keys.ts'
import { readAnswer, type SoapAnswer } from '#nodes/soap/answer.ts'
import type { AttachedText, AttachRule } from '#nodes/soap/attach.ts'
import { shaped } from '#nodes/soap/envelope.ts'
import { contentTypeOf, prepareOperation, writeEnvelope } from '#nodes/soap/operation.ts'
import { packXop } from '#nodes/soap/pack-xop.ts'
import { type Security, securityHeader, signEnvelope } from '#nodes/soap/secure.ts'
import { bodyCheck } from '#nodes/soap/validate.ts'
import { permanent, retryable, toErrorData } from '#shared/errors/flow-error.ts'
import type { Message } from '#shared/message/message.ts'
import type { SettingsOf } from '#shared/node/define.ts'
import { durationMs } from '#shared/node/fields.ts'
import { type ConnectionHandle, defineRun, emit, type Prepare, type StepContext } from '#shared/node/run.ts'
import type { SoapOperation } from '#shared/schema/import/soap-service.ts'
import { definition } from './definition.ts'
import { prepareXroad, providerOf, withoutXroad } from './over-xroad.ts'

type Settings = SettingsOf<typeof definition>

/** How long a signed or stamped request is good for. */
const TIMESTAMP_MS = 300_000

/** Calls the operation; what stands in the body of the answer becomes the body. */
export const run = defineRun(
  definition,
  (tools) => {
    const { settings } = tools
    const { service, operation, output } = prepareFor(settings)
    const write = requestWriter(tools)
    const xroad = settings.via === 'xroad' ? prepareXroad(tools, serviceCodeOf(operation)) : undefined
    return async (message, context) => {
      const connection = await context.connection(settings.connection)
      const way = await xroad?.(message, context, connection)
      const security = await securityOf(settings, connection, context)
      const header = securityHeader(security, { at: context.now(), nonce: randomBytes(16) })
      const files: AttachedText[] = []
      const unsigned = await write(message, context, files, [
        ...(way?.blocks ?? []),
        ...(header === undefined ? [] : [header]),
      ])
      if (settings.checkRequest) (await bodyCheck(service)).check(unsigned)
      const asked = requestOf(settings, operation)
      const { version, action } = operation
      const plain = contentTypeOf(version, action)
      const { contentType, body } = packXop(signEnvelope(unsigned, security), files, {
        version,
        action,
        contentType: plain,
      })
      const answer = await context.http(settings.connection, {
        ...asked,
        headers: { ...asked.headers, 'content-type': contentType },
        body,
        timeoutMs: durationMs(settings.timeout),
        maxBytes: settings.maxBytes,
      })
      const read = readAnswer(answer, connection, {
        oneWay: operation.output === undefined,
        element: operation.output?.element?.local,
        serverFaults: settings.serverFaults,
        maxBytes: settings.maxBytes,
        ...way?.rules,
      })
      const told = way?.told(read.envelope) ?? {}
      if (settings.checkAnswer && read.envelope) await checkAnswer(read, connection)
      const headers = { ...message.headers, ...told, status: String(answer.status), 'content-type': 'application/json' }
      return emit('out', { ...message, body: bodyOf(read), headers })
    }

    async function checkAnswer({ text }: SoapAnswer, connection: ConnectionHandle): Promise<void> {
      const check = await bodyCheck(service)
      try {
        check.check(text)
      } catch (thrown) {
        throw retryable('http.bad-answer', { host: hostName(connection), reason: toErrorData(thrown).message })
      }
    }

    function bodyOf({ envelope, attachments }: SoapAnswer): unknown {
      const body = envelope?.payload === undefined ? null : shaped(envelope.payload, output)
      if (settings.answer === 'body') return body
      const files = attachments.map(({ id, type, bytes }) => ({ id, type, content: bytes.toString('base64') }))
      return { header: shaped(envelope?.header ?? {}, undefined), body, attachments: files }
    }
  },
  {
    request(tools) {
      const write = requestWriter(tools)
      const { settings } = tools
      const { connection } = settings
      const { operation } = prepareFor(settings)
      const provider = settings.via === 'xroad' ? providerOf(tools) : undefined
      return async (message, context) => {
        const asked = requestOf(settings, operation)
        const body = await write(message, context, [], [])
        if (!provider) return { connection, ...asked, body }
        const service = (await provider(message, context)).join('/')
        return { connection, ...asked, headers: { ...asked.headers, 'x-road-service': service }, body }
      }
    },
  },
)

function prepareFor({ wsdl, operation, version, via }: Settings) {
  const wanted = via === 'xroad' ? '1.1' : version === 'auto' ? undefined : version
  return prepareOperation(wsdl, operation, wanted)
}

/** The element of the request is named like the service (PR-MESS §2.3). */
function serviceCodeOf({ name, input }: SoapOperation): string {
  return input.element?.local ?? name
}

/** Writes the envelope of a request and gathers the `files` that are to be attached. `written`: headers that say who asks and how it is secured, no part of what is asked. */
function requestWriter({ settings, mapping }: Prepare<Settings>) {
  const { service, operation, input } = prepareFor(settings)
  const content = settings.content === 'mapping' ? mapping(settings.mapping ?? []) : undefined
  const blocks = settings.soapHeaders === undefined ? undefined : mapping(settings.soapHeaders)
  const rule = attachRule(settings)
  return async (
    message: Message,
    context: StepContext,
    files: AttachedText[],
    written: readonly string[],
  ): Promise<string> => {
    const value = content ? await content(message, context) : message.body
    const typed = blocks ? fieldsOf(await blocks(message, context)) : {}
    const headers = settings.via === 'xroad' ? withoutXroad(typed) : typed
    return writeEnvelope(service, input, value, {
      version: operation.version,
      headers,
      written,
      attaching: rule && { rule, files },
    })
  }
}

function attachRule({ attach, attachFrom, attachNames }: Settings): AttachRule | undefined {
  if (attach === 'large') return { from: attachFrom }
  return attach === 'named' ? { fields: new Set(attachNames.map(({ field }) => field)) } : undefined
}

function requestOf({ path = '' }: Settings, { version, action }: SoapOperation) {
  return {
    method: 'POST',
    path,
    headers: {
      'content-type': contentTypeOf(version, action),
      accept: 'text/xml, application/soap+xml, multipart/related',
      ...(version === '1.1' ? { soapaction: `"${action.replace(/["\\\r\n]/g, '')}"` } : {}),
    },
  }
}

async function securityOf(settings: Settings, connection: ConnectionHandle, context: StepContext): Promise<Security> {
  const signing = settings.signing === undefined ? undefined : await context.connection(settings.signing)
  return {
    ...(settings.via === 'xroad' ? {} : accountOf(connection)),
    ...(settings.timestamp ? { timestampMs: TIMESTAMP_MS } : {}),
    ...(signing ? { signer: signingKey(signing) } : {}),
  }
}

function accountOf(connection: ConnectionHandle): Pick<Security, 'account'> {
  const { auth, username = '', tokenStyle: style } = valuesOf(httpConnection, connection)
  return auth === 'ws-security' ? { account: { username, style, password: secretOf(connection, 'password') } } : {}
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value }
  throw permanent('message.wrong-shape', { reason: 'SOAP Header' })
}
