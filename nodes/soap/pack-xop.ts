import { createHash } from 'node:crypto'
import type { SoapVersion } from '#shared/schema/import/soap-service.ts'
import type { AttachedText } from './attach.ts'

/** A request that is ready to be sent. */
export interface PackedMessage {
  readonly contentType: string
  readonly body: string | Buffer
}

const ROOT = 'goc@lienthong'
const INCLUDE = 'http://www.w3.org/2004/08/xop/include'

/**
 * Puts the files of an envelope into parts of their own (XOP 1.0 §3.1, MTOM for SOAP 1.1 and 1.2). `contentType` is that of the bare envelope, which
 * stays as it is when nothing is to be attached. A signature that was made before stands for the document with its files inside, as XOP says.
 */
export function packXop(
  envelope: string,
  files: readonly AttachedText[],
  {
    version,
    contentType,
    action,
  }: { readonly version: SoapVersion; readonly contentType: string; readonly action: string },
): PackedMessage {
  if (files.length === 0) return { contentType, body: envelope }
  const pieces: string[] = []
  const parts: Buffer[] = []
  let at = envelope.indexOf('<soap:Body')
  let copied = 0
  for (const { tag, text } of files) {
    const found = envelope.indexOf(`>${text}</${tag}>`, at)
    // Whatever is not found stays where it is, which is as good.
    if (found < 0) continue
    const start = found + 1
    const id = `tep-${parts.length + 1}@lienthong`
    pieces.push(envelope.slice(copied, start), `<xop:Include xmlns:xop="${INCLUDE}" href="cid:${id}"/>`)
    parts.push(head(id, 'application/octet-stream', 'binary'), Buffer.from(text, 'base64'), Buffer.from('\r\n'))
    copied = start + text.length
    at = copied
  }
  pieces.push(envelope.slice(copied))
  const plain = version === '1.1' ? 'text/xml' : 'application/soap+xml'
  const named = version === '1.2' && action !== '' ? `; action="${action.replace(/["\\\r\n]/g, '')}"` : ''
  const root = [
    head(ROOT, `application/xop+xml; charset=UTF-8; type="${plain}"`, '8bit'),
    Buffer.from(pieces.join('')),
    Buffer.from('\r\n'),
  ]
  return join([root, ...chunked(parts)], plain, named)
}

function join(parts: readonly (readonly Buffer[])[], plain: string, action: string): PackedMessage {
  // Nobody who chose the content can have put the digest of the content into it.
  const digest = createHash('sha256')
  for (const part of parts) for (const bytes of part) digest.update(bytes)
  const boundary = `lienthong-${digest.digest('hex').slice(0, 40)}`
  const line = Buffer.from(`--${boundary}\r\n`)
  const body = Buffer.concat([...parts.flatMap((part) => [line, ...part]), Buffer.from(`--${boundary}--\r\n`)])
  const names = `type="application/xop+xml"; start="<${ROOT}>"; start-info="${plain}"${action}`
  return { contentType: `multipart/related; ${names}; boundary="${boundary}"`, body }
}

function chunked(parts: readonly Buffer[]): readonly (readonly Buffer[])[] {
  return Array.from({ length: parts.length / 3 }, (_, i) => parts.slice(i * 3, i * 3 + 3))
}

function head(id: string, type: string, encoding: string): Buffer {
  return Buffer.from(`Content-ID: <${id}>\r\nContent-Type: ${type}\r\nContent-Transfer-Encoding: ${encoding}\r\n\r\n`)
}
