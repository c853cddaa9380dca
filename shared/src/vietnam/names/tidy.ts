import { normaliseText } from '../text/normalise.ts'

/** A name with one space between words and a capital at the head of each, also behind a hyphen or apostrophe (H'Hen, Y-Blok). */
export function tidyName(name: string): string {
  return normaliseText(name)
    .toLowerCase()
    .replace(/(^|[\s'’-])(\p{L})/gu, (_, before: string, letter: string) => before + letter.toUpperCase())
}
