import { permanent } from '#shared/errors/flow-error.ts'
import { ExpressionError } from '#shared/expression/errors.ts'
import type { LegacyEncoding } from '#shared/vietnam/encodings/codec.ts'
import { decodeBytes, encodeBytes } from '#shared/vietnam/encodings/convert.ts'
import { detectEncoding, SURE } from '#shared/vietnam/encodings/detect.ts'
import { textOfBytes } from '#shared/vietnam/encodings/windows-1252.ts'

/** A character set that is known. */
export type Charset = 'utf-8' | 'utf-16le' | Extract<LegacyEncoding, 'cp1258' | 'tcvn3' | 'vni' | 'viscii'>

/** Bytes of a file as composed Unicode without a byte order mark; throws `table.unreadable` when they are not in the character set. */
export function decodeTable(bytes: Uint8Array, charset: Charset | 'auto'): string {
  try {
    const marked = bytes[0] === 0xff || bytes[0] === 0xfe ? undefined : charset
    if (marked === 'utf-8' || marked === 'utf-16le') return strictly(bytes, marked)
    return decodeBytes(bytes, marked === 'auto' ? undefined : marked)
  } catch (thrown) {
    if (!(thrown instanceof ExpressionError)) throw thrown
    throw permanent('table.unreadable', { reason: thrown.text })
  }
}

function strictly(bytes: Uint8Array, charset: string): string {
  try {
    return new TextDecoder(charset, { fatal: true }).decode(bytes).normalize('NFC')
  } catch {
    const reason = { vi: `tệp không theo bảng mã ${charset}`, en: `the file is not in ${charset}` }
    throw permanent('table.unreadable', { reason })
  }
}

/** The character set that the beginning of a long file shows; throws `table.unreadable` when it does not tell. */
export function charsetOfHead(head: Uint8Array): Charset {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le'
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true })
    return 'utf-8'
  } catch {
    const { encoding, confidence } = detectEncoding(textOfBytes(head))
    if (
      confidence >= SURE &&
      (encoding === 'cp1258' || encoding === 'tcvn3' || encoding === 'vni' || encoding === 'viscii')
    )
      return encoding
    const reason = {
      vi: 'không nhận ra bảng mã, hãy chọn bảng mã trong nút',
      en: 'the character set cannot be told, choose one',
    }
    throw permanent('table.unreadable', { reason })
  }
}

/** Text as bytes of a file. `mark`: with a byte order mark, where the character set has one. Throws `table.unwritable` with the row. */
export function encodeTable(text: string, charset: Charset, mark: boolean): Buffer {
  const composed = text.normalize('NFC')
  const marked = mark ? `\ufeff${composed}` : composed
  if (charset === 'utf-8') return Buffer.from(marked)
  if (charset === 'utf-16le') return Buffer.from(marked, 'utf16le')
  try {
    return Buffer.from(encodeBytes(composed, charset))
  } catch (thrown) {
    if (!(thrown instanceof ExpressionError)) throw thrown
    throw permanent('table.unwritable', { row: rowAtFault(composed, charset), reason: thrown.text })
  }
}

/** The line with the first letter that cannot be written; from 1. */
function rowAtFault(text: string, charset: Exclude<Charset, 'utf-8' | 'utf-16le'>): number {
  const lines = text.split('\n')
  const at = lines.findIndex((line) => {
    try {
      encodeBytes(line, charset)
      return false
    } catch {
      return true
    }
  })
  return at + 1
}
