import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import { charsetOf, decodeText, isTextCharset, xmlCharset } from '#nodes/decode-text/charset.ts'
import { checkXml } from '#nodes/xml/parse.ts'
import { permanent } from '#shared/errors/flow-error.ts'
import { parseJson } from '#shared/message/safe-json.ts'
import type { BodyBudget } from './body-budget.ts'

/** What the gateway may take in at an address. */
export type Accepts = 'json' | 'xml' | 'soap' | 'text' | 'form' | 'any'

/** Media types by what a trigger accepts; `any` takes all. */
const MEDIA: Readonly<Record<Exclude<Accepts, 'any'>, { readonly pattern: RegExp; readonly name: string }>> = {
  json: { pattern: /^application\/(?:[\w.+-]+\+)?json$/, name: 'application/json' },
  xml: { pattern: /^(?:application|text)\/(?:[\w.+-]+\+)?xml$/, name: 'application/xml' },
  soap: {
    pattern: /^(?:(?:application|text)\/(?:[\w.+-]+\+)?xml|multipart\/related)$/,
    name: 'text/xml, application/soap+xml, multipart/related',
  },
  text: { pattern: /^text\//, name: 'text/plain' },
  form: { pattern: /^application\/x-www-form-urlencoded$/, name: 'application/x-www-form-urlencoded' },
}

/** A sender may be silent for so long before the pace counts. */
const GRACE_MS = 15_000
/** Slower senders are cut off: 1 KB a second is slower than any line in use. */
const BYTES_PER_SECOND = 1000

/** A `content-type` taken apart: the media type without parameters in lower case (empty when there is none), and the charset. */
interface Declared {
  readonly type: string
  readonly charset: string | undefined
  /** False for a charset that we do not read. */
  readonly readable: boolean
}

/** Senders use a handful of spellings, so each is taken apart once. */
const declared = new Map<string, Declared>()
const MOST_KNOWN = 200

function declaredBy(contentType: string | undefined): Declared {
  const text = contentType ?? ''
  const known = declared.get(text)
  if (known) return known
  const charset = charsetOf(text)
  const type = text.split(';', 1)[0]?.trim().toLowerCase() ?? ''
  const made = { type, charset, readable: charset === undefined || isTextCharset(charset) }
  if (declared.size < MOST_KNOWN && text.length < 100) declared.set(text, made)
  return made
}

/** Refuses a declared type, packing or charset that the trigger does not take (415) before anything is read. A body without a type counts as what the trigger takes. */
export function checkType(accepts: Accepts, headers: IncomingHttpHeaders): void {
  const { type, charset, readable } = declaredBy(headers['content-type'])
  const packing = headers['content-encoding']
  const refused = (what: string, allowed: string): Error =>
    permanent('gateway.wrong-type', { type: what.slice(0, 100), allowed })
  if (packing !== undefined && packing !== 'identity')
    throw refused(`content-encoding: ${packing}`, 'content-encoding: identity')
  if (accepts !== 'any' && type !== '' && !MEDIA[accepts].pattern.test(type)) throw refused(type, MEDIA[accepts].name)
  if (!readable) throw refused(`charset=${charset}`, 'charset=utf-8')
}

/** A body on its way. */
interface Reading {
  size: number
  waited: number
  fail(error: Error): void
}

/** One timer looks after all bodies under way: nearly all are there before it first ticks. */
const readings = new Set<Reading>()
const LOOK_MS = 1000
let looking: NodeJS.Timeout | undefined

function look(): void {
  for (const reading of readings) {
    reading.waited += LOOK_MS
    if (reading.waited >= GRACE_MS + (reading.size / BYTES_PER_SECOND) * 1000)
      reading.fail(permanent('gateway.too-slow'))
  }
  if (readings.size > 0) return
  clearInterval(looking)
  looking = undefined
}

/**
 * Reads a body of at most `limit` bytes; throws `gateway.too-large`, `gateway.too-slow` or `gateway.memory` as soon as that is known.
 * What it gives is taken from the budget and for the caller to release.
 */
export function readBody(request: IncomingMessage, limit: number, budget: BodyBudget): Promise<Buffer> {
  const tooLarge = (): Error => permanent('gateway.too-large', { limit: sizeText(limit) })
  const announced = Number(request.headers['content-length'] ?? 0)
  if (announced > limit) return Promise.reject(tooLarge())
  return new Promise((resolve, reject) => {
    budget.expect(announced)
    const chunks: Buffer[] = []
    const reading: Reading = { size: 0, waited: 0, fail }
    readings.add(reading)
    looking ??= setInterval(look, LOOK_MS).unref()
    function fail(error: Error): void {
      // An error and the end of the connection may both come.
      if (!readings.delete(reading)) return
      budget.release(reading.size)
      chunks.length = 0
      request.removeAllListeners('data')
      reject(error)
    }
    request.on('data', (chunk: Buffer) => {
      if (reading.size + chunk.length > limit) return fail(tooLarge())
      try {
        budget.take(chunk.length)
      } catch (full) {
        return fail(full instanceof Error ? full : new Error(String(full)))
      }
      reading.size += chunk.length
      chunks.push(chunk)
    })
    request.on('end', () => {
      readings.delete(reading)
      resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks))
    })
    request.on('error', fail)
    request.on('aborted', () => fail(new Error('aborted')))
  })
}

/** Decodes and parses a body by its declared type and by nothing else (never by its looks). */
export function parseBody(bytes: Buffer, accepts: Accepts, contentType: string | undefined): unknown {
  const { type, charset } = declaredBy(contentType)
  const kind = accepts === 'any' ? kindOf(type) : accepts
  const text = decodeText(bytes, charset ?? (kind === 'xml' ? xmlCharset(bytes) : 'utf-8'))
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
