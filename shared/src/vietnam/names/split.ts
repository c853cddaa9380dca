import { normaliseText } from '../text/normalise.ts'

/** Family name, middle names and given name of a Vietnamese name: first word, the words between, last word. */
export function splitName(name: string): { ho: string; chuDem: string; ten: string } {
  const words = normaliseText(name).split(' ')
  const ten = words.at(-1) ?? ''
  if (words.length === 1) return { ho: '', chuDem: '', ten }
  return { ho: words[0] ?? '', chuDem: words.slice(1, -1).join(' '), ten }
}
