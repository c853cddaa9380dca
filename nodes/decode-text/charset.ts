import iconv from 'iconv-lite'
import { permanent } from '#shared/errors/flow-error.ts'

/** Charsets of text; the library also knows some that are none (`hex`, `base64`, `utf-7`), which a sender must not choose. */
const TEXT =
  /^(?:utf-?8|us-ascii|ascii|utf-?16(?:le|be)?|iso-?8859-?\d{1,2}|latin1|windows-?\d{3,4}|cp\d{3,4}|tcvn|viscii|koi8-[ru]|gb18030|gbk|gb2312|big5|shift_jis|euc-(?:jp|kr))$/i

/** The `charset` parameter of a content type; undefined when there is none. */
export function charsetOf(contentType: string | undefined): string | undefined {
  return /;\s*charset\s*=\s*"?([^\s";]*)/i.exec(contentType ?? '')?.[1]
}

/** True for charsets that `decodeText` reads. */
export function isTextCharset(charset: string): boolean {
  return TEXT.test(charset) && iconv.encodingExists(charset)
}

/**
 * The charset of an XML document that the sender did not name outside: byte order mark, then the declaration, then UTF-8 (XML 1.0, appendix F).
 * A declaration of UTF-16 over single bytes is the well-known slip of writers that make text first and bytes later: such a document is UTF-8.
 */
export function xmlCharset(bytes: Uint8Array): string {
  const [a, b] = bytes
  if (a === 0xff && b === 0xfe) return 'utf-16le'
  if (a === 0xfe && b === 0xff) return 'utf-16be'
  if (a === 0x3c && b === 0) return 'utf-16le'
  if (a === 0 && b === 0x3c) return 'utf-16be'
  const head = Buffer.from(bytes.subarray(0, 200)).toString('latin1')
  const declared = /^\s*<\?xml[^>]*?\sencoding\s*=\s*["']([\w.-]+)["']/.exec(head)?.[1]
  return declared === undefined || /^utf-?16/i.test(declared) ? 'utf-8' : declared
}

/** Names of UTF-8 as nearly every sender writes them; any other spelling takes the way through the table of charsets. */
const PLAIN_UTF8: ReadonlySet<string> = new Set(['utf-8', 'UTF-8', 'utf8'])
const utf8 = new TextDecoder('utf-8', { fatal: true })

/** Bytes as text; a byte order mark is dropped. Throws `text.encoding` with the place of the first byte that the charset does not know. */
export function decodeText(bytes: Buffer, charset: string): string {
  if (PLAIN_UTF8.has(charset)) return strictly(bytes, 'utf-8')
  if (!isTextCharset(charset)) throw permanent('text.encoding', { charset: charset.slice(0, 40), offset: 0 })
  if (/^(?:utf-?8|us-ascii|ascii)$/i.test(charset)) return strictly(bytes, 'utf-8')
  if (/^utf-?16/i.test(charset))
    return strictly(bytes, /be$/i.test(charset) || isBigEndian(bytes, charset) ? 'utf-16be' : 'utf-16le')
  const text = iconv.decode(bytes, charset)
  const bad = text.indexOf('\uFFFD')
  if (bad >= 0) throw permanent('text.encoding', { charset, offset: iconv.encode(text.slice(0, bad), charset).length })
  return text
}

function isBigEndian(bytes: Uint8Array, charset: string): boolean {
  return /^utf-?16$/i.test(charset) && bytes[0] === 0xfe && bytes[1] === 0xff
}

function strictly(bytes: Buffer, charset: string): string {
  try {
    return (charset === 'utf-8' ? utf8 : new TextDecoder(charset, { fatal: true })).decode(bytes)
  } catch {
    throw permanent('text.encoding', { charset: charset.toUpperCase(), offset: firstBadByte(bytes, charset) })
  }
}

function firstBadByte(bytes: Buffer, charset: string): number {
  let low = 0
  let high = bytes.length
  const good = (end: number): boolean => {
    try {
      new TextDecoder(charset, { fatal: true }).decode(bytes.subarray(0, end), { stream: true })
      return true
    } catch {
      return false
    }
  }
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (good(middle)) low = middle
    else high = middle - 1
  }
  return low
}
