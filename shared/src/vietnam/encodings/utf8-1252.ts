import type { Codec } from './codec.ts'
import { bytesOfText, unitOfByte } from './windows-1252.ts'

function decode(text: string): string | undefined {
  const bytes = bytesOfText(text)
  if (bytes === undefined) return undefined
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes).normalize('NFC')
  } catch {
    return undefined
  }
}

/** UTF-8 that some program on the way took for Windows-1252 or Latin-1 (`Nguyá»…n`). */
export const utf8In1252: Codec = {
  id: 'utf8-1252',
  title: { vi: 'UTF-8 bị đọc nhầm thành Windows-1252', en: 'UTF-8 that was read as Windows-1252' },
  decode,
  encode(text) {
    const at = /\p{Surrogate}/u.exec(text)?.index
    if (at !== undefined) return { ok: false, at, character: text.charAt(at) }
    const units = Array.from(new TextEncoder().encode(text.normalize('NFC')), (byte) =>
      String.fromCharCode(unitOfByte(byte)),
    )
    return { ok: true, text: units.join('') }
  },
}
