import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import { checkXml } from '#nodes/xml/parse.ts'
import { permanent } from '#shared/errors/flow-error.ts'
import { parseJson } from '#shared/message/safe-json.ts'
import { charsetOf, decodeText, isTextCharset, xmlCharset } from './charset.ts'
import type { Accepts } from './route-table.ts'

/** Media types by what a trigger accepts; `any` takes all. */
const MEDIA: Readonly<Record<Exclude<Accepts, 'any'>, { readonly pattern: RegExp; readonly name: string }>> = {
  json: { pattern: /^application\/(?:[\w.+-]+\+)?json$/, name: 'application/json' },
  xml: { pattern: /^(?:application|text)\/(?:[\w.+-]+\+)?xml$/, name: 'application/xml' },
  text: { pattern: /^text\//, name: 'text/plain' },
  form: { pattern: /^application\/x-www-form-urlencoded$/, name: 'application/x-www-form-urlencoded' },
}

/** A sender may be silent for so long before the pace counts. */
const GRACE_MS = 15_000
/** Slower senders are cut off: 1 KB a second is slower than any line in use. */
const BYTES_PER_SECOND = 1000

/** The declared media type without parameters, in lower case; empty when there is none. */
export function mediaType(contentType: string | undefined): string {
  return (contentType ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? ''
}

/** Refuses a declared type, packing or charset that the trigger does not take (415) before anything is read. A body without a type counts as what the trigger takes. */
export function checkType(accepts: Accepts, headers: IncomingHttpHeaders): void {
  const contentType = headers['content-type']
  const type = mediaType(contentType)
  const packing = headers['content-encoding']
  const charset = charsetOf(contentType)
  const refused = (what: string, allowed: string): Error =>
    permanent('gateway.wrong-type', { type: what.slice(0, 100), allowed })
  if (packing !== undefined && packing !== 'identity')
    throw refused(`content-encoding: ${packing}`, 'content-encoding: identity')
  if (accepts !== 'any' && type !== '' && !MEDIA[accepts].pattern.test(type)) throw refused(type, MEDIA[accepts].name)
  if (charset !== undefined && !isTextCharset(charset)) throw refused(`charset=${charset}`, 'charset=utf-8')
}

/** Reads a body of at most `limit` bytes; throws `gateway.too-large` or `gateway.too-slow` as soon as that is known. */
export function readBody(request: IncomingMessage, limit: number): Promise<Buffer> {
  const tooLarge = (): Error => permanent('gateway.too-large', { limit: sizeText(limit) })
  const declared = Number(request.headers['content-length'] ?? 0)
  if (declared > limit) return Promise.reject(tooLarge())
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let size = 0
    let waited = GRACE_MS
    let timer = setTimeout(look, GRACE_MS)
    function look(): void {
      const allowed = GRACE_MS + (size / BYTES_PER_SECOND) * 1000
      if (waited >= allowed) return fail(permanent('gateway.too-slow'))
      timer = setTimeout(look, allowed - waited)
      waited = allowed
    }
    function fail(error: Error): void {
      clearTimeout(timer)
      chunks.length = 0
      request.removeAllListeners('data')
      reject(error)
    }
    request.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size > limit) return fail(tooLarge())
      chunks.push(chunk)
    })
    request.on('end', () => {
      clearTimeout(timer)
      resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks))
    })
    request.on('error', fail)
    request.on('aborted', () => fail(new Error('aborted')))
  })
}

/** Decodes and parses a body by its declared type and by nothing else (never by its looks). */
export function parseBody(bytes: Buffer, accepts: Accepts, contentType: string | undefined): unknown {
  const kind = accepts === 'any' ? kindOf(mediaType(contentType)) : accepts
  const text = decodeText(bytes, charsetOf(contentType) ?? (kind === 'xml' ? xmlCharset(bytes) : 'utf-8'))
  if (kind === 'json') return text === '' ? null : parseJson(text)
  if (kind === 'xml') {
    checkXml(text)
    return text
  }
  return kind === 'form' ? formFields(text) : text
}

function kindOf(type: string): Exclude<Accepts, 'any'> {
  if (MEDIA.json.pattern.test(type)) return 'json'
  if (MEDIA.xml.pattern.test(type)) return 'xml'
  return MEDIA.form.pattern.test(type) ? 'form' : 'text'
}

/** A field that is sent several times (boxes to tick) is a list, in the order sent. */
function formFields(text: string): unknown {
  const sent = new URLSearchParams(text)
  const fields: Record<string, string | string[]> = Object.create(null)
  for (const name of new Set(sent.keys())) {
    const values = sent.getAll(name)
    fields[name] = values.length > 1 ? values : (values[0] ?? '')
  }
  return parseJson(JSON.stringify(fields))
}

/** `10 MB`, `64 KB`. */
export function sizeText(bytes: number): string {
  return bytes >= 1024 * 1024 ? `${Math.round(bytes / 1024 / 1024)} MB` : `${Math.max(1, Math.round(bytes / 1024))} KB`
}
