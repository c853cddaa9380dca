import { hostName } from '#nodes/connections/address.ts'
import { excerptOf, faultOfStatus, jsonOf } from '#nodes/connections/http-answer.ts'
import { paymentConnection } from '#nodes/connections/payment.ts'
import { secretOf, valuesOf } from '#nodes/connections/read-connection.ts'
import { permanent, retryable } from '#shared/errors/flow-error.ts'
import { parseJson } from '#shared/message/safe-json.ts'
import type { ConnectionHandle, HttpAnswer, StepContext } from '#shared/node/run.ts'
import { paymentHash } from './hash.ts'
import { isAboutHash, isGood, isUnknownPayment, outcomeOf, textOf } from './outcome.ts'

type Fields = Readonly<Record<string, unknown>>

/** What a call of the platform needs of the step. */
export type PlatformContext = Pick<StepContext, 'http' | 'connection'>

/** The values of a connection to the payment platform. */
export function paymentValues(connection: ConnectionHandle): ReturnType<typeof paymentConnection.values.parse> {
  return valuesOf(paymentConnection, connection)
}

/** Whom we ask about: the payment by its reference, with the time of its beginning. */
export interface PaymentKey {
  readonly MaThamChieu: string
  /** `yyyyMMddHHmmss`, 24 hours, Vietnamese time. */
  readonly ThoiGianGD: string
}

/**
 * Begins a payment (INIT). Gives the address where the citizen pays; throws when the platform refuses, and `http.bad-answer` when nobody knows
 * whether it was taken, so that the step asks before it sends again.
 */
export async function beginPayment(
  id: string,
  fields: Fields,
  timeoutMs: number,
  context: PlatformContext,
): Promise<string> {
  const connection = await context.connection(id)
  const { initPath, initOrder } = paymentValues(connection)
  const answer = await send(connection, initPath, fields, initOrder, timeoutMs, context)
  const host = hostName(connection)
  if (answer.status >= 500) throw doubtful(answer, connection, `HTTP ${answer.status}`)
  if (answer.status !== 200) throw faultOfStatus(answer, host, connection.secrets)
  const reply = fieldsOf(jsonOf(answer, host, connection.secrets))
  const code = textOf(reply.error_code)
  const words = textOf(reply.message)
  if (code === '') throw doubtful(answer, connection, 'error_code')
  if (!isGood(code)) throw refusal(words, code, connection, answer)
  const url = textOf(fieldsOf(innerJson(words)).UrlThanhToan)
  if (!/^https?:\/\/[^\s]{1,2000}$/.test(url)) throw doubtful(answer, connection, 'UrlThanhToan')
  return url
}

/** What the platform tells of a payment (QUERY), with its outcome in one word; `khong-co` when it does not know the payment. */
export async function askPayment(
  id: string,
  key: PaymentKey,
  timeoutMs: number,
  context: PlatformContext,
): Promise<Fields> {
  const connection = await context.connection(id)
  const { queryPath, queryOrder, maDoiTac, phienBan } = paymentValues(connection)
  const fields = { LoaiBanTin: 'QUERY', PhienBan: phienBan, MaDoiTac: maDoiTac, ...key }
  const answer = await send(connection, queryPath, fields, queryOrder, timeoutMs, context)
  const host = hostName(connection)
  if (answer.status !== 200) throw faultOfStatus(answer, host, connection.secrets)
  const reply = fieldsOf(jsonOf(answer, host, connection.secrets))
  const [code, words] = [textOf(reply.MaLoi), textOf(reply.MoTaLoi)]
  if (code === '')
    throw retryable('http.bad-answer', { host, reason: 'MaLoi' }, { answer: answerOf(answer, connection) })
  const asked = textOf(reply.MaThamChieu)
  if (asked !== '' && asked !== key.MaThamChieu) throw retryable('http.bad-answer', { host, reason: 'MaThamChieu' })
  const { MaXacThuc: _hash, ...plain } = reply
  if (isGood(code)) return { ...plain, ...key, trangThai: outcomeOf(reply) }
  if (isUnknownPayment(words)) return { ...plain, ...key, trangThai: 'khong-co' }
  throw refusal(words, code, connection, answer)
}

async function send(
  connection: ConnectionHandle,
  path: string,
  fields: Fields,
  order: string,
  timeoutMs: number,
  context: PlatformContext,
): Promise<HttpAnswer> {
  const MaXacThuc = paymentHash(fields, order, secretOf(connection, 'secretKey'))
  const { accessToken } = connection.secrets
  const headers = {
    'content-type': 'application/json; charset=utf-8',
    accept: 'application/json',
    ...(accessToken ? { authorization: `Bearer ${accessToken}` } : {}),
  }
  return context.http(connection.id, { method: 'POST', path, headers, body: { ...fields, MaXacThuc }, timeoutMs })
}

/** A passing fault in the words of an adapter leaves the outcome open, as a broken answer does. */
function refusal(words: string, code: string, connection: ConnectionHandle, answer: HttpAnswer): Error {
  const reason = words.slice(0, 300)
  if (isAboutHash(words)) return permanent('payment.hash', { reason, code })
  if (/soap fault|server error/i.test(words)) return doubtful(answer, connection, reason)
  // The platform has this payment already: only asking tells what became of the first try.
  if (/(?:đã|da) (?:tồn tại|ton tai)/i.test(words)) return doubtful(answer, connection, reason)
  return permanent('payment.rejected', { reason: reason === '' ? code : reason, code })
}

function doubtful(answer: HttpAnswer, connection: ConnectionHandle, reason: string): Error {
  return retryable('http.bad-answer', { host: hostName(connection), reason }, { answer: answerOf(answer, connection) })
}

function answerOf(answer: HttpAnswer, connection: ConnectionHandle): string {
  return excerptOf(answer.text, connection.secrets)
}

/** The message of a good INIT is JSON as a text. */
function innerJson(text: string): unknown {
  try {
    return parseJson(text)
  } catch {
    return undefined
  }
}

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {}
}
