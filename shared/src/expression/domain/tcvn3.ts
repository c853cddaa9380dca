import { type DomainFunction, textAt } from './definition.ts'

/**
 * TCVN3 ("ABC", the single-byte code of the .Vn fonts; TCVN 5712:1993 VN3) read as Latin-1. Written by vowel and tone in the order
 * huyền, sắc, hỏi, ngã, nặng; the second half holds the code of each letter.
 */
const LETTERS = 'ăâđêôơưàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵĂÂÊÔƠƯĐ'
const CODES = [
  0xa8,
  0xa9,
  0xae,
  0xaa,
  0xab,
  0xac,
  0xad, // ă â đ ê ô ơ ư
  0xb5,
  0xb8,
  0xb6,
  0xb7,
  0xb9,
  0xbb,
  0xbe,
  0xbc,
  0xbd,
  0xc6,
  0xc7,
  0xca,
  0xc8,
  0xc9,
  0xcb, // a ă â
  0xcc,
  0xd0,
  0xce,
  0xcf,
  0xd1,
  0xd2,
  0xd5,
  0xd3,
  0xd4,
  0xd6, // e ê
  0xd7,
  0xdd,
  0xd8,
  0xdc,
  0xde, // i
  0xdf,
  0xe3,
  0xe1,
  0xe2,
  0xe4,
  0xe5,
  0xe8,
  0xe6,
  0xe7,
  0xe9,
  0xea,
  0xed,
  0xeb,
  0xec,
  0xee, // o ô ơ
  0xef,
  0xf3,
  0xf1,
  0xf2,
  0xf4,
  0xf5,
  0xf8,
  0xf6,
  0xf7,
  0xf9, // u ư
  0xfa,
  0xfd,
  0xfb,
  0xfc,
  0xfe, // y
  0xa1,
  0xa2,
  0xa3,
  0xa4,
  0xa5,
  0xa6,
  0xa7, // Ă Â Ê Ô Ơ Ư Đ
]

const toUnicode: ReadonlyMap<string, string> = new Map(
  [...LETTERS].map((letter, i) => [String.fromCharCode(CODES[i] ?? 0), letter]),
)

/**
 * Turns TCVN3 text into Unicode. The code has no accented capitals (a second font drew them), so a word whose plain letters are
 * all capitals, at least two of them, is taken to be in capitals; any other word keeps small letters.
 */
export function fromTcvn3(text: string): string {
  return text.replace(/[^\s]+/g, (word) => {
    const letters = [...word].map((unit) => toUnicode.get(unit) ?? unit).join('')
    const plain = word.replace(/[^A-Za-z]/g, '')
    return plain.length >= 2 && plain === plain.toUpperCase() ? letters.toUpperCase() : letters
  })
}

// Latin-1 letters that correct Vietnamese text has as well: they prove nothing.
const SHARED = new Set([...'ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝàáâãèéêìíòóôõùúý'])
const UNICODE_ONLY = /[ĂăĐđĨĩŨũƠơƯư\u1ea0-\u1ef9]|\p{M}/u
const SYLLABLE =
  /^(?:b|ch?|d|đ|gh?|gi|h|kh?|l|m|ngh?|nh?|ph?|qu?|r|s|th?|tr?|v|x)?[aăâeêioôơuưyàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]{1,3}(?:ch?|m|ng?|nh|p|t)?$/

/** A guess: true when the text has codes that only TCVN3 uses and each word with such a code reads as a Vietnamese syllable. */
export function isTcvn3(text: string): boolean {
  if (UNICODE_ONLY.test(text)) return false
  let proofs = 0
  for (const word of text.split(/[\s.,;:!?()"'/-]+/)) {
    if (![...word].some((unit) => toUnicode.has(unit) && !SHARED.has(unit))) continue
    if (!SYLLABLE.test(fromTcvn3(word).toLowerCase())) return false
    // A lone sign such as § or © is also an ordinary character.
    if (/[A-Za-z]/.test(word)) proofs++
  }
  return proofs > 0
}

/** Functions on texts in the TCVN3 code. */
export const tcvn3Functions: readonly DomainFunction[] = [
  {
    name: 'tuTCVN3',
    alias: 'fromTCVN3',
    parameters: ['text'],
    signature: '<s-:s>',
    help: {
      vi: 'Đổi chữ mã TCVN3 (ABC, phông .VnTime) sang Unicode. Chữ hoa có dấu chỉ đoán được ở từ viết hoa toàn bộ.',
      en: 'Turns TCVN3 text (ABC, .VnTime fonts) into Unicode. Accented capitals are guessed in words in capitals only.',
    },
    example: {
      expression: '$tuTCVN3("Céng hoµ x· héi chñ nghÜa ViÖt Nam")',
      result: 'Cộng hoà xã hội chủ nghĩa Việt Nam',
    },
    run: (args) => {
      const text = textAt(args, 0)
      return text === undefined ? undefined : fromTcvn3(text)
    },
  },
  {
    name: 'laTCVN3',
    alias: 'isTCVN3',
    parameters: ['text'],
    signature: '<s-:b>',
    help: {
      vi: 'Đoán xem chữ có phải mã TCVN3 (ABC) không.',
      en: 'Guesses whether a text is in the TCVN3 (ABC) code.',
    },
    example: { expression: '$laTCVN3("§éc lËp - Tù do - H¹nh phóc")', result: true },
    run: (args) => {
      const text = textAt(args, 0)
      return text === undefined ? undefined : isTcvn3(text)
    },
  },
]
