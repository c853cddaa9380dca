import { ExpressionError } from '../../expression/errors.ts'
import { integerInWords, MOST_IN_WORDS, type ZeroWord } from './in-words.ts'

/** Digits, also in groups of three with dots or spaces between them, as amounts are written here. */
const AMOUNT = /^\d{1,3}(?:([. \u00a0])\d{3})(?:\1\d{3})*$|^\d+$/

/** The integer in a number or a text; undefined for anything else. A number beyond 2^53 has lost digits already. */
export function readInteger(value: number | string): bigint | undefined {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : undefined
  const text = value.trim()
  if (text.length > 40) return undefined
  const [, sign = '', digits = ''] = /^([-−]?)(.+)$/.exec(text) ?? []
  if (!AMOUNT.test(digits)) return undefined
  const whole = BigInt(digits.replace(/[. \u00a0]/g, ''))
  return sign === '' ? whole : -whole
}

/** A number in words; throws `domain.number-words` for what is no integer or beyond 10^18. */
export function numberInWords(value: number | string, zero?: ZeroWord): string {
  const whole = readInteger(value)
  if (whole === undefined || whole > MOST_IN_WORDS || whole < -MOST_IN_WORDS)
    throw new ExpressionError('domain.number-words', { value, params: { most: String(MOST_IN_WORDS) } })
  return integerInWords(whole, zero)
}

/** An amount in words as on receipts: "Một triệu hai trăm nghìn đồng"; throws `domain.money`. */
export function moneyInWords(value: number | string, zero?: ZeroWord): string {
  const whole = readInteger(value)
  if (whole === undefined || whole < 0n || whole > MOST_IN_WORDS) throw new ExpressionError('domain.money', { value })
  const words = integerInWords(whole, zero)
  return `${words.charAt(0).toUpperCase()}${words.slice(1)} đồng`
}
