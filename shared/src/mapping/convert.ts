import { shapeOf } from '../expression/errors.ts'
import type { Text } from '../text/text.ts'
import type { LeafType } from './mapping.ts'

/** Says that a value cannot become the asked type: what was needed, and the shape (never the content) of what came. */
export interface Mismatch {
  readonly expected: Text
  readonly actual: Text
}

/** The result of a conversion: the value, nothing (blank counts as missing), or why it cannot be. */
export type Converted = { readonly value: unknown } | { readonly missing: true } | { readonly wrong: Mismatch }

const MISSING: Converted = { missing: true }

const words: Readonly<Record<Exclude<LeafType, 'any'>, Text>> = {
  text: { vi: 'chữ', en: 'text' },
  number: { vi: 'số', en: 'a number' },
  boolean: { vi: 'đúng/sai', en: 'true or false' },
}

/** A decimal number written plainly: codes such as `00123`, `1e5` or `+1` are not numbers. */
const PLAIN_NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/

/**
 * Converts a leaf only where nothing is lost: numbers that are not exact as a double, leading zeros and exponents are refused.
 * Null is missing for every type but `any`; blank text is missing for numbers and booleans (an empty XML element).
 */
export function convert(value: unknown, as: LeafType): Converted {
  if (value === undefined) return MISSING
  if (as === 'any') return { value }
  if (value === null || (as !== 'text' && typeof value === 'string' && value.trim() === '')) return MISSING
  const made = as === 'text' ? toText(value) : as === 'number' ? toNumber(value) : toBoolean(value)
  return made === undefined ? { wrong: { expected: words[as], actual: shapeOf(value) } } : { value: made }
}

function toText(value: unknown): string | undefined {
  if (typeof value === 'string') return value
  if (typeof value === 'boolean') return String(value)
  if (typeof value !== 'number' || !Number.isFinite(value)) return undefined
  const text = String(value)
  // Beyond these the text would be a rounded or exponent form that no register would recognise.
  return text.includes('e') || (Number.isInteger(value) && !Number.isSafeInteger(value)) ? undefined : text
}

function toNumber(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined
  if (typeof value !== 'string') return undefined
  const text = value.trim()
  if (!PLAIN_NUMBER.test(text)) return undefined
  const number = Number(text)
  const digits = text.replace(/[-.]/g, '').replace(/^0+/, '')
  return digits.length <= 15 || String(number) === text ? number : undefined
}

function toBoolean(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value
  if (typeof value !== 'string') return undefined
  const text = value.trim()
  if (text === 'true' || text === '1') return true
  return text === 'false' || text === '0' ? false : undefined
}
