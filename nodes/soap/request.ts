import { charsetOf, decodeText, xmlCharset } from '#nodes/decode-text/charset.ts'
import { permanent } from '#shared/errors/flow-error.ts'
import type { SoapOperation, SoapService, SoapVersion } from '#shared/schema/import/soap-service.ts'
import type { QName } from '#shared/schema/import/xml-tree.ts'
import { type Envelope, readEnvelope, shaped } from './envelope.ts'
import { prepareOperation } from './operation.ts'
import { bodyCheck } from './validate.ts'
import { readMultipart, unpackedLimit, withoutXop } from './xop.ts'

/** A request to a service of ours, as the flow gets it. */
export interface SoapRequest {
  readonly operation: SoapOperation
  /** The content of the element in the body, in the shape of the schema. */
  readonly body: unknown
}

/** A request as it arrived. `soapAction`: the header of SOAP 1.1, quotes and all. */
export interface RawRequest {
  readonly bytes: Buffer
  readonly contentType: string
  readonly soapAction: string
  readonly maxBytes: number
  /** Called as soon as it is known which SOAP the caller speaks. */
  readonly speaks: (version: SoapVersion) => void
  /** Whether a header block that must be understood is. */
  readonly understands: (name: QName) => boolean
  /** The header blocks that are kept as they came. */
  readonly keeps: (name: QName) => boolean
  /** Checks who calls by the header, or by what signs the whole document; throws when it is nobody whom we know. */
  readonly authenticate: (envelope: Envelope, text: string) => Promise<void>
}

/**
 * Reads a request and checks it against the schemas. The charset is that of the content type, else of the document itself. Which operation is
 * meant is told by the element in the body (WS-I Basic Profile 1.1, R2710), by the action only where that leaves a choice: so nobody is
 * let in by one name and served by another. Throws `text.encoding`, `soap.attachments`, `xml.*`, `soap.wrong-envelope`, `soap.must-understand`,
 * `soap.unknown-operation` and `soap.wrong-data`.
 */
export async function readRequest(service: SoapService, raw: RawRequest): Promise<SoapRequest> {
  const { bytes, contentType, maxBytes } = raw
  const text = documentOf(bytes, contentType, maxBytes)
  const envelope = readEnvelope(text, unpackedLimit(maxBytes), raw.keeps)
  raw.speaks(envelope.version)
  await raw.authenticate(envelope, text)
  const demanded = envelope.mustUnderstand.find((it) => !raw.understands(it))
  if (demanded) throw permanent('soap.must-understand', { header: demanded.local.slice(0, 100) })
  const operation = operationFor(service, envelope.first, actionOf(raw))
  const check = await bodyCheck(service)
  check.check(text)
  const { input } = prepareOperation(service.text, operation.name, operation.version)
  return { operation, body: envelope.first ? shaped(envelope.payload, input) : null }
}

/** The envelope: what was sent, or the root of a MIME message with its parts put back (MTOM). Nothing that was sent is left out unsaid. */
function documentOf(bytes: Buffer, contentType: string, maxBytes: number): string {
  if (!/^\s*multipart\/related\b/i.test(contentType)) return decoded(bytes, contentType)
  const message = readMultipart(bytes, contentType)
  if (!message) throw wrongParts('bị cắt hoặc sai khuôn dạng', 'cut or malformed')
  const { root, parts } = message
  const whole = withoutXop(decoded(root.bytes, root.type), parts, unpackedLimit(maxBytes))
  if (!('text' in whole)) {
    if (whole.fault === 'missing') throw wrongParts('thiếu tệp mà nội dung nhắc tới', 'a part that is named is missing')
    throw wrongParts('các tệp lớn quá giới hạn', 'the parts are larger than the limit')
  }
  if (whole.unused.length > 0)
    throw wrongParts('có tệp rời mà nội dung không nhắc tới', 'a part is named nowhere in the document')
  return whole.text
}

function wrongParts(vi: string, en: string): Error {
  return permanent('soap.attachments', { reason: { vi, en } })
}

function decoded(bytes: Buffer, contentType: string): string {
  return decodeText(bytes, charsetOf(contentType) ?? xmlCharset(bytes))
}

function operationFor(service: SoapService, first: QName | undefined, action: string): SoapOperation {
  const fitting = service.operations.filter(({ input, unfit }) => !unfit && sameName(input.element, first))
  const found = fitting.find((it) => it.action === action) ?? fitting[0]
  if (found) return found
  throw permanent('soap.unknown-operation', { operation: (first?.local ?? action).slice(0, 100) })
}

function sameName(a: QName | undefined, b: QName | undefined): boolean {
  return a?.local === b?.local && a?.namespace === b?.namespace
}

/** The action of SOAP 1.1 has a header of its own, that of SOAP 1.2 stands in the content type. */
function actionOf({ contentType, soapAction }: RawRequest): string {
  const named = /;\s*action\s*=\s*(?:"([^"]*)"|([^\s;]*))/i.exec(contentType)
  return named?.[1] ?? named?.[2] ?? soapAction.replace(/^"(.*)"$/, '$1')
}
