import { ExpressionError } from '../../expression/errors.ts'

/** The first `length` characters; a letter outside the basic plane counts as one. */
export function truncateText(text: string, length: number): string {
  if (!Number.isInteger(length) || length < 0) throw new ExpressionError('domain.length')
  if (text.length <= length) return text
  return [...text.slice(0, length * 2)].slice(0, length).join('')
}
