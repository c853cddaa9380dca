import { charsetOf, decodeText, xmlCharset } from '#nodes/decode-text/charset.ts'
import { checkXml } from '#nodes/xml/parse.ts'
import { permanent, toErrorData } from '#shared/errors/flow-error.ts'
import { parseJson } from '#shared/message/safe-json.ts'

/** How a body that has no content type is read. */
export type BodyForm = 'json' | 'xml' | 'text' | 'binary'

const JSON_TYPE = /^application\/(?:[\w.+-]+\+)?json$/
const XML_TYPE = /^(?:application|text)\/(?:[\w.+-]+\+)?xml$/
const CONTENT_TYPES: Readonly<Record<BodyForm, string>> = {
  json: 'application/json',
  xml: 'application/xml',
  text: 'text/plain; charset=utf-8',
  binary: 'application/octet-stream',
}

/** The content type of a body of this form. */
export function contentTypeOf(form: BodyForm): string {
  return CONTENT_TYPES[form]
}

function formOf(contentType: string | undefined, otherwise: BodyForm): BodyForm {
  const type = (contentType ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? ''
  if (type === '') return otherwise
  if (JSON_TYPE.test(type)) return 'json'
  if (XML_TYPE.test(type)) return 'xml'
  return type.startsWith('text/') ? 'text' : 'binary'
}

/** The body of a message by its declared type: JSON parsed, XML checked and kept as text, text decoded, all else as Base64. Throws what is wrong with its place. */
export function readBody(bytes: Buffer, contentType: string | undefined, otherwise: BodyForm): unknown {
  const form = formOf(contentType, otherwise)
  if (form === 'binary') return bytes.toString('base64')
  const text = decodeText(bytes, charsetOf(contentType) ?? (form === 'xml' ? xmlCharset(bytes) : 'utf-8'))
  if (form === 'json') return text === '' ? null : parseJson(text)
  if (form === 'xml') checkXml(text)
  return text
}

/** A body that could not be read, kept so that a person can: as text where it is UTF-8, else as Base64. */
export function keepUnread(bytes: Buffer): { readonly body: string; readonly as: 'text' | 'base64' } {
  try {
    return { body: decodeText(bytes, 'utf-8'), as: 'text' }
  } catch {
    return { body: bytes.toString('base64'), as: 'base64' }
  }
}

/** The bytes of a body in this form; throws `queue.body` when it does not fit. */
export function writeBody(body: unknown, form: BodyForm): Buffer {
  if (form === 'json') return Buffer.from(JSON.stringify(body ?? null))
  if (typeof body !== 'string') {
    const reason = { vi: 'cần là một chuỗi chữ', en: 'it must be text' }
    throw permanent('queue.body', { reason })
  }
  if (form === 'binary') return fromBase64(body)
  if (form === 'xml') checkXmlBody(body)
  return Buffer.from(body)
}

function checkXmlBody(text: string): void {
  try {
    checkXml(text)
  } catch (error) {
    throw permanent('queue.body', { reason: toErrorData(error).message })
  }
}

function fromBase64(text: string): Buffer {
  const plain = text.replace(/\s/g, '')
  if (plain.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(plain)) {
    throw permanent('queue.body', { reason: { vi: 'không phải Base64', en: 'it is not Base64' } })
  }
  return Buffer.from(plain, 'base64')
}
