import { ExpressionError } from '../../expression/errors.ts'
import { foldText } from '../text/normalise.ts'

const MAX_COMPARED = 300

/** 1 for equal, 0 for nothing in common: 1 − edit distance / longer length, on folded texts, four decimals. */
export function nameSimilarity(a: string, b: string): number {
  const left = [...foldText(a)]
  const right = [...foldText(b)]
  const longest = Math.max(left.length, right.length)
  if (longest > MAX_COMPARED) throw new ExpressionError('expression.too-large')
  if (longest === 0) return 1
  return Math.round((1 - editDistance(left, right) / longest) * 10_000) / 10_000
}

/** Levenshtein distance, one row at a time. */
function editDistance(a: readonly string[], b: readonly string[]): number {
  let row = b.map((_, i) => i + 1)
  a.forEach((letter, i) => {
    let left = i + 1
    let diagonal = i
    row = row.map((above, j) => {
      left = Math.min(above + 1, left + 1, diagonal + (letter === b[j] ? 0 : 1))
      diagonal = above
      return left
    })
  })
  return row[b.length - 1] ?? a.length
}
