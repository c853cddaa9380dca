import { textOf } from '#shared/flow/lines.ts'
import { segmentsOf } from '#shared/mapping/field-path.ts'
import type { Dynamic } from '#shared/node/dynamic.ts'
import { isRecord } from '../document/catalogue.ts'

/** How an officer gives a value: *Giá trị* · *Trường* · *Công thức*. */
export type ValueMode = 'literal' | 'field' | 'expr'

/** A value with its mode and as text, whatever the file holds (several lines are an array there). */
export type ReadValue =
  | { readonly mode: 'literal'; readonly value: string | number | boolean | null }
  | { readonly mode: 'field'; readonly value: string }
  | { readonly mode: 'expr'; readonly value: string }

/** Reads a stored value; undefined when nothing is stored. */
export function readValue(stored: unknown): ReadValue | undefined {
  const value = textOf(stored)
  if (value === undefined) return undefined
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' || value === null)
    return { mode: 'literal', value }
  if (!isRecord(value)) return undefined
  const field = textOf(value.field)
  if (typeof field === 'string') return { mode: 'field', value: field }
  const expr = textOf(value.expr)
  return typeof expr === 'string' ? { mode: 'expr', value: expr } : undefined
}

/** The stored form. Empty fields and formulas are nothing. */
export function storedValue(read: ReadValue): Dynamic | undefined {
  if (read.mode === 'literal') return read.value === '' ? undefined : read.value
  if (read.value.trim() === '') return undefined
  return read.mode === 'field' ? { field: read.value } : { expr: read.value }
}

/** The value in another mode; `lossless: false` means that what was there cannot be said in that mode and would be dropped. */
export interface Converted {
  readonly value: ReadValue
  readonly lossless: boolean
}

const EMPTY: Readonly<Record<ValueMode, ReadValue>> = {
  literal: { mode: 'literal', value: '' },
  field: { mode: 'field', value: '' },
  expr: { mode: 'expr', value: '' },
}

/** Says a value in another mode, where that is possible without changing what it means. */
export function convertMode(from: ReadValue | undefined, mode: ValueMode): Converted {
  if (!from || from.mode === mode) return { value: from ?? EMPTY[mode], lossless: true }
  if (from.value === '') return { value: EMPTY[mode], lossless: true }
  if (mode === 'expr') {
    const value = from.mode === 'field' ? from.value : JSON.stringify(from.value)
    return { value: { mode: 'expr', value }, lossless: true }
  }
  if (from.mode === 'expr') {
    if (mode === 'field' && isFieldPath(from.value))
      return { value: { mode, value: from.value.trim() }, lossless: true }
    const literal = mode === 'literal' ? literalOf(from.value) : undefined
    if (literal !== undefined) return { value: { mode: 'literal', value: literal }, lossless: true }
  }
  return { value: EMPTY[mode], lossless: false }
}

const PLAIN_PATH =
  /^(?:\$(?:\.|headers|keys|steps|run|vars|parent|item|index|outer|group|key|error)?)?(?:(?:\.|^|(?<=\$\.))(?:`[^`]+`|[\p{L}_][\p{L}\p{N}_]*)|\[-?\d+\])*$/u

/** True for a formula that is nothing but a path, which the field picker reads the same way. */
export function isFieldPath(text: string): boolean {
  const path = text.trim()
  if (path === '' || /^(?:true|false|null|and|or|in)$/.test(path) || !PLAIN_PATH.test(path)) return false
  try {
    return segmentsOf(path).length > 0
  } catch {
    return false
  }
}

/** The value of a formula that is one JSON literal; undefined for anything else. */
function literalOf(text: string): string | number | boolean | null | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null
      ? undefined
      : typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' || value === null
        ? value
        : undefined
  } catch {
    return undefined
  }
}

/** The kinds of literal that may be chosen. */
export type LiteralType = 'text' | 'number' | 'boolean' | 'null'

/** The kind of a literal. */
export function literalType(value: string | number | boolean | null): LiteralType {
  if (value === null) return 'null'
  return typeof value === 'string' ? 'text' : typeof value === 'number' ? 'number' : 'boolean'
}

/** A literal as another kind. Text becomes a number only when it reads back the same: codes keep their leading zeros. */
export function asLiteral(
  value: string | number | boolean | null,
  type: LiteralType,
): string | number | boolean | null {
  switch (type) {
    case 'null':
      return null
    case 'boolean':
      return value === true || value === 'true' || value === 1
    case 'number': {
      const number = Number(value)
      return typeof value === 'string' && value.trim() !== '' && Number.isFinite(number)
        ? number
        : Number(value === true)
    }
    default:
      return value === null ? '' : String(value)
  }
}
