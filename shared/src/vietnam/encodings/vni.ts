import { letterWith } from '../text/letters.ts'
import { type Codec, encodeBy } from './codec.ts'
import { identityTable, once, textOfUnits } from './units.ts'
import { byteOfUnit } from './windows-1252.ts'

/** What follows a vowel, in the order huyền, sắc, hỏi, ngã, nặng; first the sign of the vowel itself where it has one. */
const PLAIN = 'øùûõï'
const MARKS: Readonly<Record<string, string>> = {
  a: PLAIN,
  ă: 'êèéúüë',
  â: 'âàáåãä',
  e: PLAIN,
  ê: 'âàáåãä',
  o: PLAIN,
  ô: 'âàáåãä',
  ơ: PLAIN,
  u: PLAIN,
  ư: PLAIN,
}
const BARE: Readonly<Record<string, string>> = { ă: 'a', â: 'a', ê: 'e', ô: 'o', ơ: 'ô', ư: 'ö' }

/** Codes of one character: ơ, ư, đ, the i's, and ỵ; the other y's take a mark. */
const SINGLE: Readonly<Record<string, string>> = {
  ơ: 'ô',
  ư: 'ö',
  đ: 'ñ',
  ì: 'ì',
  í: 'í',
  ỉ: 'æ',
  ĩ: 'ó',
  ị: 'ò',
  ỵ: 'î',
  ỳ: 'yø',
  ý: 'yù',
  ỷ: 'yû',
  ỹ: 'yõ',
}

const codes: ReadonlyMap<string, string> = allCodes()

function allCodes(): ReadonlyMap<string, string> {
  const found = new Map(Object.entries(SINGLE))
  for (const [vowel, marks] of Object.entries(MARKS)) {
    const head = BARE[vowel] ?? vowel
    const signed = marks.length === 6
    if (signed) found.set(vowel, head + marks.charAt(0))
    for (let tone = 1; tone <= 5; tone++)
      found.set(letterWith(vowel, tone, false), head + marks.charAt(signed ? tone : tone - 1))
  }
  for (const [letter, code] of [...found]) found.set(letter.toUpperCase(), code.toUpperCase())
  return found
}

const taken = new Set([...codes.values()].filter((code) => code.length === 1 && code > '\u007f'))
const marks = new Set([...codes.values()].filter((code) => code.length === 2).map((code) => code.charAt(1)))

/** `pairs[first << 8 | second]` is a letter of two codes, 0 where there is none; the case of the first decides. */
const pairs = once(() => {
  const table = new Uint16Array(0x10000)
  for (const [letter, code] of codes)
    if (code.length === 2)
      for (const second of [code.charAt(1).toLowerCase(), code.charAt(1).toUpperCase()])
        table[(code.charCodeAt(0) << 8) | second.charCodeAt(0)] = letter.charCodeAt(0)
  return table
})

const singles = once(() => {
  const table = identityTable()
  for (const [letter, code] of codes) if (code.length === 1) table[code.charCodeAt(0)] = letter.charCodeAt(0)
  return table
})

function decode(text: string): string {
  const two = pairs()
  const one = singles()
  const { length } = text
  const out = new Uint16Array(length)
  let end = 0
  for (let i = 0; i < length; i++) {
    const unit = text.charCodeAt(i)
    const next = i + 1 < length ? text.charCodeAt(i + 1) : 0
    const letter = unit < 0x100 && next < 0x100 ? (two[(unit << 8) | next] ?? 0) : 0
    if (letter === 0) out[end++] = one[unit] ?? unit
    else {
      out[end++] = letter
      i++
    }
  }
  return textOfUnits(out, end)
}

/** VNI-Windows: a vowel and a mark behind it. */
export const vni: Codec = {
  id: 'vni',
  title: { vi: 'VNI-Windows (phông VNI-Times)', en: 'VNI-Windows (VNI-Times fonts)' },
  decode,
  encode: (text) =>
    encodeBy(text, (letter) => {
      const code = codes.get(letter)
      if (code !== undefined) return code
      const byte = letter.length === 1 ? byteOfUnit(letter.charCodeAt(0)) : undefined
      return byte === undefined || taken.has(letter) || marks.has(letter) ? undefined : letter
    }),
}
