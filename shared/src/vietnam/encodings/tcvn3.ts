import { type Codec, encodeBy } from './codec.ts'
import { identityTable, once, textOfUnits } from './units.ts'
import { byteOfUnit } from './windows-1252.ts'

/**
 * TCVN3 ("ABC", the single-byte code of the .Vn fonts; TCVN 5712:1993 VN3). By vowel, tones in the order huyền, sắc, hỏi, ngã,
 * nặng. Punctuation at 0x80–0x9F is that of Windows-1252.
 */
const TONED: Readonly<Record<string, readonly number[]>> = {
  àáảãạ: [0xb5, 0xb8, 0xb6, 0xb7, 0xb9],
  ằắẳẵặ: [0xbb, 0xbe, 0xbc, 0xbd, 0xc6],
  ầấẩẫậ: [0xc7, 0xca, 0xc8, 0xc9, 0xcb],
  èéẻẽẹ: [0xcc, 0xd0, 0xce, 0xcf, 0xd1],
  ềếểễệ: [0xd2, 0xd5, 0xd3, 0xd4, 0xd6],
  ìíỉĩị: [0xd7, 0xdd, 0xd8, 0xdc, 0xde],
  òóỏõọ: [0xdf, 0xe3, 0xe1, 0xe2, 0xe4],
  ồốổỗộ: [0xe5, 0xe8, 0xe6, 0xe7, 0xe9],
  ờớởỡợ: [0xea, 0xed, 0xeb, 0xec, 0xee],
  ùúủũụ: [0xef, 0xf3, 0xf1, 0xf2, 0xf4],
  ừứửữự: [0xf5, 0xf8, 0xf6, 0xf7, 0xf9],
  ỳýỷỹỵ: [0xfa, 0xfd, 0xfb, 0xfc, 0xfe],
  ăâđêôơư: [0xa8, 0xa9, 0xae, 0xaa, 0xab, 0xac, 0xad],
  ĂÂÊÔƠƯĐ: [0xa1, 0xa2, 0xa3, 0xa4, 0xa5, 0xa6, 0xa7],
}

const codes: ReadonlyMap<string, number> = new Map(
  Object.entries(TONED).flatMap(([letters, row]) => [...letters].map((letter, i) => [letter, row[i] ?? 0] as const)),
)
const taken = new Set(codes.values())

const table = once(() => {
  const units = identityTable()
  for (const [letter, code] of codes) units[code] = letter.charCodeAt(0)
  return units
})

const capitals = once(() => {
  const units = identityTable()
  for (const letter of codes.keys()) units[letter.charCodeAt(0)] = letter.toUpperCase().charCodeAt(0)
  return units
})

const SPACE = /\s/

const spaces = once(() => {
  const kinds = new Uint8Array(0x10000)
  for (let unit = 0; unit < kinds.length; unit++) if (SPACE.test(String.fromCharCode(unit))) kinds[unit] = 1
  return kinds
})

const isCapital = (unit: number): boolean => unit <= 0x5a && unit >= 0x41
const isSmall = (unit: number): boolean => unit <= 0x7a && unit >= 0x61

function decode(text: string): string {
  const units = table()
  const { length } = text
  const out = new Uint16Array(length)
  for (let i = 0; i < length; i++) {
    const unit = text.charCodeAt(i)
    out[i] = units[unit] ?? unit
    if (isCapital(unit)) i = decodeWord(text, i, out) - 1
  }
  return textOfUnits(out, length)
}

/**
 * Finishes the word around its first plain capital and gives its end. The code has no capitals with a tone (a second font drew
 * them), so a word whose plain letters are all capitals, at least two of them, is taken to be in capitals; any other keeps small
 * letters.
 */
function decodeWord(text: string, first: number, out: Uint16Array): number {
  const units = table()
  const space = spaces()
  let large = 0
  let end = first
  let small = false
  for (; end < text.length; end++) {
    const unit = text.charCodeAt(end)
    if (space[unit] === 1) break
    if (isCapital(unit)) large++
    else if (isSmall(unit)) small = true
    out[end] = units[unit] ?? unit
  }
  if (small || large < 2) return end
  let start = first
  for (; start > 0 && space[text.charCodeAt(start - 1)] !== 1; start--)
    if (isSmall(text.charCodeAt(start - 1))) return end
  const upper = capitals()
  for (let i = start; i < end; i++) out[i] = upper[out[i] ?? 0] ?? 0
  return end
}

/** TCVN3 (ABC). Writing turns a capital with a tone into the code of its small letter, as the fonts want it. */
export const tcvn3: Codec = {
  id: 'tcvn3',
  title: { vi: 'TCVN3 (ABC, phông .VnTime)', en: 'TCVN3 (ABC, .VnTime fonts)' },
  decode,
  encode: (text) =>
    encodeBy(text, (letter) => {
      const code = codes.get(letter) ?? codes.get(letter.toLowerCase())
      if (code !== undefined) return String.fromCharCode(code)
      const byte = letter.length === 1 ? byteOfUnit(letter.charCodeAt(0)) : undefined
      return byte === undefined || taken.has(byte) ? undefined : letter
    }),
}
