import { SheetFault } from '#shared/sheet/sheet-fault.ts'
import { ENCODINGS } from '#shared/vietnam/encodings/codecs.ts'
import { decodeBytes } from '#shared/vietnam/encodings/convert.ts'

/** Encodings that an officer may choose; without a choice it is found. */
export const LEGACY_NAMES = ['utf-8', ...ENCODINGS] as const

/** The text of a file in an encoding, NFC. Throws `SheetFault` when it is another one or cannot be told. */
export function readLegacy(bytes: Uint8Array<ArrayBuffer>, encoding?: (typeof LEGACY_NAMES)[number]): string {
  if (encoding === 'utf-8') return new TextDecoder('utf-8').decode(bytes).normalize('NFC')
  try {
    return decodeBytes(bytes, encoding)
  } catch {
    throw new SheetFault(
      encoding ? 'Tệp không theo bảng mã đã chọn' : 'Không nhận ra bảng mã của tệp: hãy chọn bảng mã',
      encoding ? 'The file is not in the chosen encoding' : 'The encoding cannot be told: choose one',
    )
  }
}
