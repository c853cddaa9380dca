import { ExpressionError } from './errors.ts'
import { MAX_TEXT_RESULT, MAX_VALUES } from './limits.ts'
import { isForbiddenName } from './parse.ts'

/**
 * Measures values as trees while an expression builds them. A list that holds another one twice doubles in size when it is walked
 * or written out (`[$, $]` forty times is a terabyte), although it is small in memory; so each new container is measured from
 * its children, whose sizes are remembered. Functions that walk whole values are then bounded as well.
 */
export interface Sizes {
  /** Throws `expression.too-large` when the value as a tree, or a text, is beyond the limits. */
  check(value: unknown): void
}

/** Sizes for one evaluation. */
export function createSizes(): Sizes {
  const known = new WeakMap<object, number>()
  const sizeOf = (value: unknown): number => {
    if (typeof value === 'string') {
      if (value.length > MAX_TEXT_RESULT) throw new ExpressionError('expression.too-large')
      return 1 + (value.length >>> 4)
    }
    if (typeof value !== 'object' || value === null) return 1
    const before = known.get(value)
    if (before !== undefined) return before
    let size = 1
    if (Array.isArray(value)) for (const item of value) size += sizeOf(item)
    else if (!isFunctionValue(value)) for (const item of Object.values(value)) size += 1 + sizeOf(item)
    if (size > MAX_VALUES) throw new ExpressionError('expression.too-large')
    // Small ones are measured again when met again, which is cheaper than remembering millions of them.
    if (size > 24) known.set(value, size)
    return size
  }
  return { check: (value) => void sizeOf(value) }
}

/** True for a function or what JSONata uses as one (its closures hold environments, which must not be walked). */
export function isFunctionValue(value: unknown): boolean {
  if (typeof value === 'function') return true
  if (typeof value !== 'object' || value === null) return false
  return '_jsonata_lambda' in value || '_jsonata_function' in value
}

/**
 * Gives the result as plain JSON data: a copy without JSONata's marks on arrays. Throws for functions, infinite numbers, forbidden
 * names and anything beyond the limits, so that nothing is lost or changed in silence when it is stored.
 */
export function finishResult(value: unknown): unknown {
  let left = MAX_VALUES
  const copy = (part: unknown): unknown => {
    if (--left < 0) throw new ExpressionError('expression.too-large')
    if (typeof part === 'string') {
      if (part.length > MAX_TEXT_RESULT) throw new ExpressionError('expression.too-large')
      left -= part.length >>> 4
      return part
    }
    if (typeof part === 'number') return finite(part)
    if (typeof part !== 'object' || part === null) {
      if (typeof part === 'function') throw new ExpressionError('expression.function-result')
      return part
    }
    if (Array.isArray(part)) {
      const items: unknown[] = []
      for (const item of part) items.push(copy(item))
      return items
    }
    if (isFunctionValue(part)) throw new ExpressionError('expression.function-result')
    const fields: Record<string, unknown> = {}
    for (const [key, item] of Object.entries(part)) {
      if (isForbiddenName(key)) throw new ExpressionError('expression.forbidden-name', { params: { name: key } })
      fields[key] = copy(item)
    }
    return fields
  }
  return copy(value)
}

/** Passes a number on; JSON has no infinity, so it is a fault instead of a silent null. */
export function finite(value: number): number {
  if (!Number.isFinite(value)) throw new ExpressionError('D1001')
  return value
}
