import { letterParts, letterWith } from './letters.ts'

/** Where the tone of oa, oe and uy stands: `cu` on the first vowel (hòa, thủy), `moi` on the second (hoà, thuỷ). */
export type ToneStyle = 'cu' | 'moi'

const OLD = /([òóỏõọ])([ae])(?![\p{L}\p{M}])|(?<!q)([ùúủũụ])(y)(?![\p{L}\p{M}])/giu
const NEW = /(o)([àáảãạèéẻẽẹ])(?![\p{L}\p{M}])|(?<!q)(u)([ỳýỷỹỵ])(?![\p{L}\p{M}])/giu

/** Writes the tones of oa, oe and uy in one style; both spellings are in official papers, and a comparison must not tell them apart. */
export function placeTones(text: string, style: ToneStyle): string {
  const composed = text.normalize('NFC')
  return composed.replace(style === 'moi' ? OLD : NEW, (pair: string) => moved(pair))
}

function moved(pair: string): string {
  const [first, second] = [...pair].map((letter) => letterParts.get(letter))
  if (!first || !second) return pair
  return letterWith(first.base, second.tone, first.capital) + letterWith(second.base, first.tone, second.capital)
}
