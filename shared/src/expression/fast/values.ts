import { ExpressionError } from '../errors.ts'
import { MAX_LIST } from '../limits.ts'
import type { NativeFocus } from '../natives.ts'

/** A list with the marks of JSONata: results of steps are sequences, constructed lists in paths are `cons`. */
export interface Marked extends Array<unknown> {
  sequence?: boolean
  keepSingleton?: boolean
  cons?: boolean
  outerWrapper?: boolean
}

/** Narrows to a list, with its marks. */
export function isList(value: unknown): value is Marked {
  return Array.isArray(value)
}

/** An empty sequence. */
export function newSequence(): Marked {
  const sequence: Marked = []
  sequence.sequence = true
  return sequence
}

/** A sequence of one. */
export function sequenceOf(item: unknown): Marked {
  const sequence: Marked = [item]
  sequence.sequence = true
  return sequence
}

/** What ends every evaluation of a node: a sequence of none is nothing, of one is that one (unless `[]` keeps it). */
export function unwrap(value: unknown, keepArray: boolean): unknown {
  if (!isList(value) || value.sequence !== true) return value
  if (keepArray) value.keepSingleton = true
  if (value.length === 0) return undefined
  return value.length === 1 && !value.keepSingleton ? value[0] : value
}

/** JSONata's number test: false for NaN, D1001 for infinity. */
export function isNumeric(value: unknown): value is number {
  if (typeof value !== 'number' || Number.isNaN(value)) return false
  if (!Number.isFinite(value)) throw new ExpressionError('D1001')
  return true
}

/** JSONata's `$boolean`; undefined for undefined. */
export function truthOf(value: unknown): boolean | undefined {
  switch (typeof value) {
    case 'boolean':
      return value
    case 'string':
      return value.length > 0
    case 'number':
      return isNumeric(value) && value !== 0
    case 'object':
      if (value === null) return false
      if (!isList(value)) return Object.keys(value).length > 0
      return value.length === 1 ? truthOf(value[0]) : value.some((item) => truthOf(item))
    default:
      return undefined
  }
}

/** JSONata's equality: same JSON value, keys in any order. */
export function deepEqual(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (isList(a) || isList(b)) {
    if (!isList(a) || !isList(b) || a.length !== b.length) return false
    return a.every((item, i) => deepEqual(item, b[i]))
  }
  const left = Object.entries(a)
  const right = new Map(Object.entries(b))
  return left.length === right.size && left.every(([key, item]) => right.has(key) && deepEqual(item, right.get(key)))
}

/** One field of one object, own properties only. */
export function ownField(object: object, name: string): unknown {
  return Object.hasOwn(object, name) ? (object as Record<string, unknown>)[name] : undefined
}

/** A field of a value; of a list, the fields of its items as a sequence. */
export function fieldOf(input: unknown, name: string): unknown {
  if (typeof input !== 'object' || input === null) return undefined
  if (!isList(input)) return ownField(input, name)
  const found = newSequence()
  for (const item of input) {
    const value = fieldOf(item, name)
    if (value === undefined) continue
    if (isList(value)) for (const part of value) found.push(part)
    else found.push(value)
  }
  return found
}

/** What the functions of the library get as `this` on the fast path. */
export const nativeFocus: NativeFocus = {
  options: { sequence: MAX_LIST },
  createSequence: (...items) => (items.length === 1 ? sequenceOf(items[0]) : newSequence()),
}
