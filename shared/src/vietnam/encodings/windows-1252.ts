/** What stands at 0x80–0x9F in Windows-1252; the five unassigned codes stay control characters, as in every browser. */
const C1 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ'

const byUnit = new Map([...C1].map((unit, i) => [unit.charCodeAt(0), 0x80 + i]))

/** The character of a byte in Windows-1252. */
export function unitOfByte(byte: number): number {
  return byte >= 0x80 && byte <= 0x9f ? C1.charCodeAt(byte - 0x80) : byte
}

/** The byte of a character in Windows-1252 or Latin-1; undefined for a character that neither has. */
export function byteOfUnit(unit: number): number | undefined {
  return unit <= 0xff ? unit : byUnit.get(unit)
}

/** Bytes as text, one character a byte: the form in which old encodings reach us when nobody knew what they were. */
export function textOfBytes(bytes: Uint8Array): string {
  return new TextDecoder('windows-1252').decode(bytes)
}

/** The way back; undefined when a character has no byte. */
export function bytesOfText(text: string): Uint8Array<ArrayBuffer> | undefined {
  const bytes = new Uint8Array(text.length)
  for (let i = 0; i < text.length; i++) {
    const byte = byteOfUnit(text.charCodeAt(i))
    if (byte === undefined) return undefined
    bytes[i] = byte
  }
  return bytes
}
