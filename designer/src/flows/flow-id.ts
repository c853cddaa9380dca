import { ID_PATTERN } from '#shared/flow/flow.ts'
import { foldText } from '#shared/text/fold-text.ts'

/** The id word of a title: no marks, hyphens for the rest, a letter first, at most 60 characters; '' when nothing is left. */
export function idFromTitle(title: string): string {
  const word = foldText(title)
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+/, '')
    .slice(0, 60)
    .replace(/-+$/, '')
  return ID_PATTERN.test(word) ? word : ''
}

/** An id that is not taken: the word of the title, with `-2`, `-3` … when needed; `fallback` when the title gives none. */
export function freeId(title: string, taken: Iterable<string>, fallback: string): string {
  const used = new Set(taken)
  const word = idFromTitle(title) || fallback
  if (!used.has(word)) return word
  let number = 2
  while (used.has(`${word}-${number}`)) number++
  return `${word}-${number}`
}
