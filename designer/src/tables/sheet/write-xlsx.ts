import { workbookParts } from '#shared/sheet/workbook-parts.ts'
import { crc32 } from './crc32.ts'

/** A workbook of one sheet whose cells are all text, so that zeros stay and nothing is computed. */
export function xlsxOf(name: string, lines: readonly (readonly string[])[]): Uint8Array<ArrayBuffer> {
  return zipOf(workbookParts({ name, rows: lines, widths: [] }))
}

/** A zip archive of stored parts. */
function zipOf(parts: readonly (readonly [string, string])[]): Uint8Array<ArrayBuffer> {
  const letters = new TextEncoder()
  const pieces: Uint8Array[] = []
  const directory: Uint8Array[] = []
  let at = 0
  for (const [name, text] of parts) {
    const [path, data] = [letters.encode(name), letters.encode(text)]
    // version 2.0, names in UTF-8, stored, 1 January 1980
    const common = [20, 0x0800, 0, 0, 0x21]
    const sizes = [crc32(data), data.length, data.length]
    const local = record(0x04034b50, common, sizes, [path.length, 0], [], path)
    directory.push(record(0x02014b50, [20, ...common], sizes, [path.length, 0, 0, 0, 0], [0, at], path))
    pieces.push(local, data)
    at += local.length + data.length
  }
  const size = directory.reduce((sum, it) => sum + it.length, 0)
  const end = record(0x06054b50, [0, 0, parts.length, parts.length], [size, at], [0], [], new Uint8Array())
  return joined([...pieces, ...directory, end])
}

/** Signature, 16-bit, 32-bit, 16-bit and 32-bit numbers, and a name behind them, little endian. */
function record(
  signature: number,
  shorts: readonly number[],
  longs: readonly number[],
  lengths: readonly number[],
  last: readonly number[],
  name: Uint8Array,
): Uint8Array {
  const bytes = new Uint8Array(
    4 + (shorts.length + lengths.length) * 2 + (longs.length + last.length) * 4 + name.length,
  )
  const view = new DataView(bytes.buffer)
  let at = 0
  const put = (value: number, width: 2 | 4): void => {
    if (width === 2) view.setUint16(at, value, true)
    else view.setUint32(at, value, true)
    at += width
  }
  put(signature, 4)
  for (const value of shorts) put(value, 2)
  for (const value of longs) put(value, 4)
  for (const value of lengths) put(value, 2)
  for (const value of last) put(value, 4)
  bytes.set(name, at)
  return bytes
}

function joined(pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(pieces.reduce((sum, it) => sum + it.length, 0))
  let at = 0
  for (const piece of pieces) {
    whole.set(piece, at)
    at += piece.length
  }
  return whole
}
