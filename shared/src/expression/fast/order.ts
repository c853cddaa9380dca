import type { AstNode } from '../ast.ts'
import { ExpressionError } from '../errors.ts'
import { type Evaluation, spend } from '../evaluation.ts'
import { MAX_FAST_STEPS } from '../limits.ts'
import { type Compiler, inner, type Place, Unsupported } from './compiler.ts'

/** Says whether `a` must come after `b`. */
export type ComesAfter = (a: unknown, b: unknown) => boolean

/** Compiles `^(…)`: terms in order of priority, missing keys last, `>` descending. */
export function compileOrder(
  node: AstNode,
  place: Place,
  compiler: Compiler,
): (items: readonly unknown[], run: Evaluation) => readonly unknown[] {
  if (node.terms === undefined) throw new Unsupported('sort')
  const terms = node.terms.map(({ descending, expression }) => ({
    descending,
    key: compiler.compile(expression, inner(place)),
  }))
  return (items, run) =>
    mergeSorted(items, run, (a, b) => {
      for (const { key, descending } of terms) {
        const order = compareKeys(key(a, run), key(b, run), node.position)
        if (order === 'a-missing') return true
        if (order === 'b-missing') return false
        if (order !== 0) return (descending ? -order : order) === 1
      }
      return false
    })
}

function compareKeys(a: unknown, b: unknown, position: number | undefined): -1 | 0 | 1 | 'a-missing' | 'b-missing' {
  if (a === undefined) return b === undefined ? 0 : 'a-missing'
  if (b === undefined) return 'b-missing'
  const fits = (key: unknown): key is string | number => typeof key === 'string' || typeof key === 'number'
  if (!fits(a)) throw new ExpressionError('T2008', { position, value: a })
  if (!fits(b)) throw new ExpressionError('T2008', { position, value: b })
  if (typeof a !== typeof b) throw new ExpressionError('T2007', { position, value: a, value2: b })
  if (a === b) return 0
  return a < b ? -1 : 1
}

/** Stable merge sort that compares the same pairs as the library's, so that even an inconsistent order gives the same list. */
export function mergeSorted(items: readonly unknown[], run: Evaluation, after: ComesAfter): readonly unknown[] {
  if (items.length <= 1) return items
  const middle = Math.floor(items.length / 2)
  const left = mergeSorted(items.slice(0, middle), run, after)
  const right = mergeSorted(items.slice(middle), run, after)
  spend(run, items.length, MAX_FAST_STEPS)
  const merged: unknown[] = []
  let l = 0
  let r = 0
  while (l < left.length && r < right.length) merged.push(after(left[l], right[r]) ? right[r++] : left[l++])
  while (l < left.length) merged.push(left[l++])
  while (r < right.length) merged.push(right[r++])
  return merged
}
