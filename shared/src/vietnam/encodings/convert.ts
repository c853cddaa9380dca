import { ExpressionError } from '../../expression/errors.ts'
import type { Codec, LegacyEncoding } from './codec.ts'
import { codecNamed, ENCODINGS } from './codecs.ts'
import { detectEncoding, isSurelyUnicode } from './detect.ts'
import { bytesOfText, textOfBytes } from './windows-1252.ts'

/** Below this a text in an old encoding is not turned into Unicode unless its encoding is named. */
const ENOUGH = 0.7

/** The encoding of a name; throws `domain.encoding-unknown`. */
export function encodingNamed(name: string): Codec {
  const codec = codecNamed(name)
  if (codec) return codec
  throw new ExpressionError('domain.encoding-unknown', {
    params: { name: name.slice(0, 40), known: ENCODINGS.join(', ') },
  })
}

/**
 * Old text as Unicode (NFC). Text with letters that only Unicode has stays as it is, also when an encoding is named. Throws
 * `domain.encoding-unsure` when no encoding is named and the text does not tell.
 */
export function toUnicode(text: string, encoding?: LegacyEncoding): string {
  if (isSurelyUnicode(text)) return text.normalize('NFC')
  const { encoding: found, confidence } = encoding ? { encoding, confidence: 1 } : detectEncoding(text)
  if (found === 'unicode') return text.normalize('NFC')
  if (confidence < ENOUGH) throw new ExpressionError('domain.encoding-unsure', { value: text })
  const decoded = encodingNamed(found).decode(text)
  if (decoded === undefined)
    throw new ExpressionError('domain.encoding-other', { value: text, params: { name: found } })
  return decoded.normalize('NFC')
}

/** Unicode text in an old encoding, one character a byte; throws `domain.unencodable` with the place. */
export function fromUnicode(text: string, encoding: LegacyEncoding): string {
  const encoded = encodingNamed(encoding).encode(text)
  if (encoded.ok) return encoded.text
  const code = (encoded.character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')
  throw new ExpressionError('domain.unencodable', { params: { name: encoding, at: encoded.at + 1, code: `U+${code}` } })
}

/** Bytes of a file as Unicode text: UTF-8 or UTF-16 by their marks or form, else the old encoding, named or found. */
export function decodeBytes(bytes: Uint8Array, encoding?: LegacyEncoding): string {
  const text = readFileText(bytes)
  return toUnicode(text, encoding)
}

/** Bytes of a file as text: UTF-16 with a mark, valid UTF-8, else one character a byte, as old encodings are read. */
export function readFileText(bytes: Uint8Array): string {
  const [first, second] = bytes
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return textOfBytes(bytes)
  }
}

/** Unicode text as bytes in an old encoding; throws `domain.unencodable`. */
export function encodeBytes(text: string, encoding: LegacyEncoding): Uint8Array<ArrayBuffer> {
  const bytes = bytesOfText(fromUnicode(text, encoding))
  if (bytes === undefined)
    throw new ExpressionError('domain.unencodable', { params: { name: encoding, at: 1, code: '?' } })
  return bytes
}
