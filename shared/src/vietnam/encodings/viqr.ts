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

function decode(text: string): string {
  const out: string[] = []
  for (let i = 0; i < text.length; i++) {
    const unit = text.charAt(i)
    const next = text.charAt(i + 1)
    if (unit === '\\' && (next === '\\' || MARKS.test(next) || next === 'd' || next === 'D')) {
      out.push(next)
      i++
    } else if ((unit === 'd' || unit === 'D') && (next === 'd' || next === 'D')) {
      out.push(unit === 'd' ? 'đ' : 'Đ')
      i++
    } else if ('aeiouyAEIOUY'.includes(unit)) {
      const [letter, used] = vowelAt(text, i)
      out.push(letter)
      i += used - 1
    } else out.push(unit)
  }
  return out.join('')
}

/** The letter that begins at a vowel, and how many characters it takes. */
function vowelAt(text: string, at: number): readonly [string, number] {
  const plain = text.charAt(at)
  const small = plain.toLowerCase()
  const shape = SHAPES[small + text.charAt(at + 1)]
  const length = shape === undefined ? 1 : 2
  const sign = text.charAt(at + length)
  const tone = sign === '' ? 0 : TONES.indexOf(sign) + 1
  return [letterWith(shape ?? small, tone, plain !== small), tone > 0 ? length + 1 : length]
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
