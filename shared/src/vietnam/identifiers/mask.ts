import { ExpressionError } from '../../expression/errors.ts'

/** Hides a code but for its last letters and digits; dots, dashes and spaces stay. A code that is not longer than what stays is hidden whole. */
export function maskCode(code: string, keep = 4): string {
  if (!Number.isInteger(keep) || keep < 0 || keep > 20) throw new ExpressionError('domain.keep')
  const letters = [...code]
  const shown = letters.filter((letter) => /[\p{L}\p{Nd}]/u.test(letter)).length
  let left = shown > keep ? shown - keep : shown
  return letters.map((letter) => (/[\p{L}\p{Nd}]/u.test(letter) && left-- > 0 ? '*' : letter)).join('')
}
