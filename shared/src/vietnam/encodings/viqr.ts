import { type LetterParts, letterParts, letterWith } from '../text/letters.ts'
import { type Codec, encodeBy } from './codec.ts'

/** RFC 1456: tones `'?~. in the order huyền, sắc, hỏi, ngã, nặng; ( ^ + change the vowel. `*` for + is in older text. */
const TONES = "`'?~."
const SHAPES: Readonly<Record<string, string>> = {
  'a(': 'ă',
  'a^': 'â',
  'e^': 'ê',
  'o^': 'ô',
  'o+': 'ơ',
  'o*': 'ơ',
  'u+': 'ư',
  'u*': 'ư',
}
const SIGNS: Readonly<Record<string, string>> = { ă: 'a(', â: 'a^', ê: 'e^', ô: 'o^', ơ: 'o+', ư: 'u+' }
const MARKS = /[(^+*`'?~.]/

/** An escaped sign, dd, a vowel with its sign and perhaps a tone, or a vowel with a tone. */
const CODE = /\\[\\(^+*`'?~.dD]|[dD][dD]|(?:[aA][(^]|[eE]\^|[oO][\^+*]|[uU][+*])[`'?~.]?|[aeiouyAEIOUY][`'?~.]/g

/** What each code means, filled as codes are met; there are fewer than two hundred. */
const known = new Map<string, string>()

function decode(text: string): string {
  return text.replace(CODE, (code) => {
    const letter = known.get(code) ?? letterOf(code)
    known.set(code, letter)
    return letter
  })
}

function letterOf(code: string): string {
  const first = code.charAt(0)
  if (first === '\\') return code.charAt(1)
  if (first === 'd') return 'đ'
  if (first === 'D') return 'Đ'
  const small = first.toLowerCase()
  const shape = SHAPES[small + code.charAt(1)]
  const sign = code.charAt(shape === undefined ? 1 : 2)
  return letterWith(shape ?? small, sign === '' ? 0 : TONES.indexOf(sign) + 1, first !== small)
}

/** VIQR: marks as ASCII signs behind the letter. A sign that is meant as itself has a backslash in front. */
export const viqr: Codec = {
  id: 'viqr',
  title: { vi: 'VIQR (dấu bằng ký hiệu bàn phím)', en: 'VIQR (marks as keyboard signs)' },
  decode,
  encode(text) {
    const composed = text.normalize('NFC')
    let before = ''
    return encodeBy(composed, (letter, at) => {
      const last = before
      before = letter
      const parts = letterParts.get(letter)
      if (parts && letter > '\u007f') return signsOf(parts)
      if (letter > '\u007f') return undefined
      const joins = isD(letter) ? /[dDđĐ]/.test(composed.charAt(at + 1)) : MARKS.test(letter) && letterParts.has(last)
      return letter === '\\' || joins ? `\\${letter}` : letter
    })
  },
}

const isD = (letter: string): boolean => letter === 'd' || letter === 'D'

function signsOf({ base, tone, capital }: LetterParts): string {
  if (base === 'đ') return capital ? 'DD' : 'dd'
  const signs = (SIGNS[base] ?? base) + (TONES[tone - 1] ?? '')
  return capital ? signs.charAt(0).toUpperCase() + signs.slice(1) : signs
}
