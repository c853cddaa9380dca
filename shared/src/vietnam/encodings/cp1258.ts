import { letterParts, TONE_MARKS } from '../text/letters.ts'
import { type Codec, encodeBy } from './codec.ts'
import { identityTable, once, textOfUnits } from './units.ts'
import { byteOfUnit } from './windows-1252.ts'

/** Where Windows-1258 differs from Windows-1252; the tones are combining marks behind the vowel. */
const CODES: Readonly<Record<string, number>> = {
  Ă: 0xc3,
  ă: 0xe3,
  Đ: 0xd0,
  đ: 0xf0,
  Ơ: 0xd5,
  ơ: 0xf5,
  Ư: 0xdd,
  ư: 0xfd,
  '₫': 0xfe,
  '\u0300': 0xcc,
  '\u0309': 0xd2,
  '\u0303': 0xde,
  '\u0301': 0xec,
  '\u0323': 0xf2,
}

const codes: ReadonlyMap<string, number> = new Map(Object.entries(CODES))
const taken = new Set(codes.values())

const table = once(() => {
  const units = identityTable()
  for (const [letter, code] of codes) units[code] = letter.charCodeAt(0)
  return units
})

function decode(text: string): string {
  const units = table()
  const out = new Uint16Array(text.length)
  for (let i = 0; i < text.length; i++) out[i] = units[text.charCodeAt(i)] ?? 0
  return textOfUnits(out, text.length).normalize('NFC')
}

/** The code of a character that is one byte here; undefined when it has none. */
function single(letter: string): string | undefined {
  const code = codes.get(letter)
  if (code !== undefined) return String.fromCharCode(code)
  const byte = letter.length === 1 ? byteOfUnit(letter.charCodeAt(0)) : undefined
  return byte === undefined || taken.has(byte) ? undefined : letter
}

/** Windows-1258: vowel, then tone. */
export const cp1258: Codec = {
  id: 'cp1258',
  title: { vi: 'Windows-1258 (CP1258)', en: 'Windows-1258 (CP1258)' },
  decode,
  encode: (text) =>
    encodeBy(text, (letter) => {
      const whole = single(letter)
      const parts = letterParts.get(letter)
      if (whole !== undefined || parts === undefined) return whole
      const vowel = single(parts.capital ? parts.base.toUpperCase() : parts.base)
      const mark = single(TONE_MARKS[parts.tone] ?? '')
      return vowel === undefined || mark === undefined ? undefined : vowel + mark
    }),
}
