/** The twelve vowels without a tone, in dictionary order. */
export const VOWELS = 'aăâeêioôơuưy'

/** The combining marks of the tones: none, huyền, sắc, hỏi, ngã, nặng. The place in this list is the number of a tone. */
export const TONE_MARKS = ['', '\u0300', '\u0301', '\u0309', '\u0303', '\u0323'] as const

/** A letter taken apart: its vowel (or đ) without the tone, in small letters, and the number of its tone. */
export interface LetterParts {
  readonly base: string
  readonly tone: number
  readonly capital: boolean
}

const parts = new Map<string, LetterParts>()
for (const capital of [false, true])
  for (const base of `${VOWELS}đ`)
    for (const [tone, mark] of (base === 'đ' ? [''] : TONE_MARKS).entries()) {
      const letter = (base + mark).normalize('NFC')
      parts.set(capital ? letter.toUpperCase() : letter, { base, tone, capital })
    }

/** The parts of every vowel with and without marks, and of đ, in both cases. */
export const letterParts: ReadonlyMap<string, LetterParts> = parts

/** The 134 letters that Vietnamese has beyond ASCII, small ones first. */
export const MARKED_LETTERS: readonly string[] = [...parts.keys()].filter((letter) => letter > '\u007f')

/** Composes a vowel (or đ) and a tone. */
export function letterWith(base: string, tone: number, capital: boolean): string {
  const letter = (base + (TONE_MARKS[tone] ?? '')).normalize('NFC')
  return capital ? letter.toUpperCase() : letter
}
