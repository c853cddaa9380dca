import { createHash } from 'node:crypto'
import { hostName } from '#nodes/connections/address.ts'
import { excerptOf, faultOfStatus, jsonOf } from '#nodes/connections/http-answer.ts'
import { secretOf, valuesOf } from '#nodes/connections/read-connection.ts'
import { vxpConnection } from '#nodes/connections/vxp.ts'
import { permanent, retryable } from '#shared/errors/flow-error.ts'
import type { ConnectionHandle, HttpAnswer, HttpRequest } from '#shared/node/run.ts'
import { signedHeaders, type VxpParameters, vxpTimestamp } from './signed-headers.ts'

/** What a call of the axis needs. */
export interface VxpContext {
  http(connection: string, request: HttpRequest): Promise<HttpAnswer>
  connection(id: string): Promise<ConnectionHandle>
  /** The instant of the call, ms since the epoch. */
  now(): number
}

/** One call of the axis. */
export interface VxpCall {
  readonly operation: string
  readonly parameters: VxpParameters
  /** The packet that `sendEdoc` carries. */
  readonly packet?: string
  readonly timeoutMs: number
}

const MOST_ANSWER_BYTES = 60 * 1024 * 1024

/** Calls the axis; gives the parsed answer, or the packet itself when the axis answers with XML. Throws `vxp.rejected` or `http.*`. */
export async function callVxp(id: string, call: VxpCall, context: VxpContext): Promise<unknown> {
  const connection = await context.connection(id)
  const { systemId } = valuesOf(vxpConnection, connection)
  const secret = secretOf(connection, 'secretKey')
  const file = call.packet === undefined ? undefined : formOf(call.packet)
  const parameters = {
    systemid: systemId,
    timestamp: vxpTimestamp(context.now()),
    ...call.parameters,
    ...(call.packet === undefined
      ? {}
      : { 'hash-file': createHash('sha256').update(call.packet, 'utf8').digest('hex') }),
  }
  const answer = await context.http(id, {
    method: 'POST',
    path: `/${call.operation}`,
    headers: { ...signedHeaders(visible(parameters), secret), 'content-type': file?.type ?? 'application/json' },
    body: file?.body ?? '{}',
    timeoutMs: call.timeoutMs,
    maxBytes: MOST_ANSWER_BYTES,
  })
  const host = hostName(connection)
  if (answer.status < 200 || answer.status > 299) throw faultOfStatus(answer, host, connection.secrets)
  return readAnswer(answer, host, connection.secrets)
}

/** Header values are visible ASCII; other characters go as in an address. */
function visible(parameters: VxpParameters): VxpParameters {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, value]) => [
      name,
      /^[\x20-\x7e]*$/.test(value) ? value : encodeURIComponent(value),
    ]),
  )
}

function formOf(packet: string): { readonly type: string; readonly body: string } {
  const boundary = `lienthong-${createHash('sha256').update(packet, 'utf8').digest('hex').slice(0, 32)}`
  const head = 'Content-Disposition: form-data; name="file_doc"; filename="goi.edxml"\r\nContent-Type: application/xml'
  return {
    type: `multipart/form-data; boundary=${boundary}`,
    body: `--${boundary}\r\n${head}\r\n\r\n${packet}\r\n--${boundary}--\r\n`,
  }
}

function readAnswer(answer: HttpAnswer, host: string, secrets: Readonly<Record<string, string>>): unknown {
  if (isPacket(answer.text)) return answer.text
  const read = jsonOf(answer, host, secrets)
  const code = textAt(read, 'ErrorCode') ?? textAt(read, 'errorCode') ?? ''
  if ((textAt(read, 'status') ?? '').toUpperCase() === 'OK' && (code === '' || /^0+$/.test(code))) return read
  const reason = textAt(read, 'ErrorDesc') ?? textAt(read, 'errorDesc') ?? excerptOf(answer.text, secrets)
  throw permanent('vxp.rejected', { code: code || '?', reason: reason.slice(0, 300) })
}

/** Packets may have stray characters in front; an HTML page of a proxy is none. */
function isPacket(text: string): boolean {
  return /^[^<{]{0,1000}<(?:\?xml|(?:[\w.-]+:)?edXML\b)/.test(text.slice(0, 2000))
}

/** The packet in an answer of `getEdoc`: itself, or in `data` as text or Base64. */
export function packetOf(answer: unknown, host: string): string {
  const data = typeof answer === 'string' ? answer : textAt(answer, 'data')
  if (data === undefined) throw retryable('http.bad-answer', { host, reason: 'edXML' })
  return isPacket(data) ? data : Buffer.from(data, 'base64').toString('utf8')
}

/** An own text or number of an object, as text. */
export function textAt(value: unknown, name: string): string | undefined {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined
  const found: unknown = Reflect.get(value, name)
  return typeof found === 'string' || typeof found === 'number' ? String(found) : undefined
}

/** The rows of a list answer. */
export function rowsOf(answer: unknown): readonly unknown[] {
  const data: unknown = typeof answer === 'object' && answer !== null ? Reflect.get(answer, 'data') : undefined
  return Array.isArray(data) ? data : []
}
