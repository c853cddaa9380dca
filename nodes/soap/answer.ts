import { hostName } from '#nodes/connections/address.ts'
import { excerptOf, faultOfStatus } from '#nodes/connections/http-answer.ts'
import { charsetOf, decodeText, xmlCharset } from '#nodes/decode-text/charset.ts'
import { retryable, toErrorData } from '#shared/errors/flow-error.ts'
import type { ConnectionHandle, HttpAnswer } from '#shared/node/run.ts'
import type { QName } from '#shared/schema/import/xml-tree.ts'
import type { Text } from '#shared/text/text.ts'
import { type Envelope, readEnvelope } from './envelope.ts'
import { faultError, readFault, type ServerFaults, type SoapFault } from './fault.ts'
import { type MimePart, parameterOf, readMultipart, unpackedLimit, withoutXop } from './xop.ts'

/** An answer that is no fault; `envelope` is absent for the empty one of an operation without output. */
export interface SoapAnswer {
  readonly text: string
  readonly envelope: Envelope | undefined
  /** Parts of a MIME answer that the document does not hold itself. */
  readonly attachments: readonly MimePart[]
}

/** How an answer is taken. */
export interface AnswerRules {
  readonly oneWay: boolean
  /** The local name of the element that an answer holds; absent for one with an empty body. */
  readonly element: string | undefined
  readonly serverFaults: ServerFaults
  readonly maxBytes: number
  /** The partner when it is not the host that is called. */
  readonly partner?: string
  /** The error of a fault that is not the service's own. */
  readonly wayFault?: (fault: SoapFault) => Error | undefined
  /** The header blocks that are kept as they came. */
  readonly keeps?: (name: QName) => boolean
}

/**
 * Reads an answer whatever its status: a fault becomes its error, also with status 200; what is no envelope becomes the error of its status, or
 * `http.bad-answer` (a page in HTML, half a document, bytes that are no text).
 */
export function readAnswer(answer: HttpAnswer, connection: ConnectionHandle, rules: AnswerRules): SoapAnswer {
  const host = hostName(connection)
  const good = answer.status >= 200 && answer.status <= 299
  const bad = (reason: Text): Error =>
    good
      ? retryable('http.bad-answer', { host, reason }, { answer: excerptOf(answer.text, connection.secrets) })
      : faultOfStatus(answer, host, connection.secrets)
  const type = answer.headers['content-type'] ?? ''
  if (answer.text.trim() === '') {
    if (good && (rules.oneWay || answer.status === 202)) return { text: '', envelope: undefined, attachments: [] }
    throw bad({ vi: 'trả lời rỗng', en: 'an empty answer' })
  }
  if (/^\s*text\/html\b/i.test(type) || /^\s*<(?:!doctype html|html)\b/i.test(answer.text.slice(0, 500)))
    throw bad({ vi: 'trang HTML thay cho SOAP', en: 'a page in HTML instead of SOAP' })
  const { text, attachments } = documentOf(answer, type, rules.maxBytes, bad)
  let envelope: Envelope
  try {
    envelope = readEnvelope(text, unpackedLimit(rules.maxBytes), rules.keeps)
  } catch (thrown) {
    throw bad(toErrorData(thrown).message)
  }
  const fault = readFault(envelope)
  if (fault) {
    const ofWay = rules.wayFault?.(fault)
    throw ofWay ?? faultError(fault, rules.partner ?? host, rules.serverFaults, connection.secrets)
  }
  if (!good) throw faultOfStatus(answer, host, connection.secrets)
  const found = envelope.first?.local
  if (rules.element !== undefined && found !== rules.element)
    throw bad({
      vi: `cần phần tử ${rules.element} nhưng nhận được ${found ?? 'thân rỗng'}`,
      en: `needs the element ${rules.element} but got ${found ?? 'an empty body'}`,
    })
  return { text, envelope, attachments }
}

function documentOf(
  answer: HttpAnswer,
  type: string,
  maxBytes: number,
  bad: (reason: Text) => Error,
): Omit<SoapAnswer, 'envelope'> {
  const bytes = answer.bytes === undefined ? Buffer.from(answer.text) : Buffer.from(answer.bytes)
  if (!/^\s*multipart\/related\b/i.test(type)) return { text: decoded(bytes, type, bad), attachments: [] }
  const message = readMultipart(bytes, type)
  if (!message)
    throw bad({ vi: 'thông điệp nhiều phần (MIME) bị cắt hoặc sai', en: 'a MIME message that is cut or malformed' })
  const { root, parts } = message
  const text = decoded(root.bytes, root.type, bad)
  const packed = /application\/xop\+xml/i.test(`${root.type} ${parameterOf(type, 'type')}`)
  if (!packed) return { text, attachments: parts }
  const whole = withoutXop(text, parts, unpackedLimit(maxBytes))
  if ('text' in whole) return { text: whole.text, attachments: whole.unused }
  throw bad(
    whole.fault === 'missing'
      ? { vi: 'thiếu tệp đính kèm (MTOM)', en: 'an attachment (MTOM) is missing' }
      : { vi: 'tệp đính kèm (MTOM) quá lớn', en: 'the attachments (MTOM) are too large' },
  )
}

function decoded(bytes: Buffer, type: string, bad: (reason: Text) => Error): string {
  const hasMark = bytes[0] === 0xff || bytes[0] === 0xfe
  try {
    return decodeText(bytes, (hasMark ? undefined : charsetOf(type)) ?? xmlCharset(bytes)).replace(/^\uFEFF/, '')
  } catch (thrown) {
    throw bad(toErrorData(thrown).message)
  }
}
