import { permanent } from '../errors/flow-error.ts'
import { shapeOf } from '../expression/errors.ts'
import { innerScope } from '../expression/inner-scope.ts'
import type { ExpressionScope } from '../expression/scope.ts'
import { inVietnameseOrder } from '../text/vietnamese-order.ts'
import { inTurn, settled } from './in-turn.ts'
import type { ForEach, SortKey } from './mapping.ts'
import { type CompileExpression, type Compute, compileCondition, compileText } from './values.ts'

/** What one turn of a for-each is about: an item, or the first item of a group with all of them and the key that they share. */
export interface Entry {
  readonly item: unknown
  readonly group?: { readonly items: readonly unknown[]; readonly key: Scalar | null }
}

type Scalar = string | number | boolean
type Entries = readonly Entry[]
type Later<T> = T | Promise<T>
type Step = (entries: Entries, scope: ExpressionScope) => Later<Entries>

/** The turns over a value as it is: a single value stands for a list of one, nothing for an empty list. */
export function entriesOf(source: unknown): Entries {
  if (Array.isArray(source)) return source.map((item: unknown) => ({ item }))
  return source === undefined || source === null ? [] : [{ item: source }]
}

/** What expressions see in one turn. `$parent` is the body of the message at every depth; `$outer` the item of the for-each around. */
export function scopeOfEntry(scope: ExpressionScope, { item, group }: Entry, index: number): ExpressionScope {
  // Nothing but a for-each has a variable of this name.
  const parent = scope.vars && Object.hasOwn(scope.vars, 'parent') ? scope.vars.parent : scope.body
  const grouped = group && { group: group.items, key: group.key }
  return innerScope(scope, item, { item, index, outer: scope.body, parent, ...grouped })
}

/**
 * Makes filter, groups and order of a for-each ready; undefined when it has none. `path` is the target, for error texts. Throws
 * `mapping.wrong-type` when a value to group or sort by is an object or a list.
 */
export function compileArrangement(
  each: ForEach,
  path: string,
  compile: CompileExpression,
): ((source: unknown, scope: ExpressionScope) => Later<Entries>) | undefined {
  const steps = [
    ...(each.where === undefined ? [] : [filtering(each.where, compile)]),
    ...(each.groupBy === undefined ? [] : [grouping(each.groupBy, path, compile)]),
    ...(each.sort === undefined ? [] : [sorting(each.sort, path, compile)]),
  ]
  if (steps.length === 0) return undefined
  return (source, scope) =>
    steps.reduce<Later<Entries>>((so, step) => settled(so, (entries) => step(entries, scope)), entriesOf(source))
}

function filtering(where: string, compile: CompileExpression): Step {
  const holds = compileCondition(where, compile)
  return (entries, scope) =>
    settled(valuesOf(entries, scope, holds), (kept) => entries.filter((_entry, i) => kept[i] === true))
}

function grouping(groupBy: string, path: string, compile: CompileExpression): Step {
  const { get } = compileText(groupBy, compile)
  return (entries, scope) =>
    settled(valuesOf(entries, scope, get), (values) => {
      const groups = new Map<Scalar | null, { first: unknown; items: unknown[] }>()
      for (const [i, { item }] of entries.entries()) {
        const key = scalarOf(values[i], path) ?? null
        const group = groups.get(key)
        if (group) group.items.push(item)
        else groups.set(key, { first: item, items: [item] })
      }
      return [...groups].map(([key, { first, items }]) => ({ item: first, group: { items, key } }))
    })
}

function sorting(keys: readonly SortKey[], path: string, compile: CompileExpression): Step {
  const ready = keys.map(({ by, order, as }) => ({
    get: compileText(by, compile).get,
    sign: order === 'desc' ? -1 : 1,
    numeric: as === 'number',
  }))
  return (entries, scope) => {
    const columns: (readonly (Scalar | undefined)[])[] = []
    const done = inTurn(ready.length, (k) => {
      const key = ready[k]
      if (!key) return
      return settled(valuesOf(entries, scope, key.get), (values) => {
        columns.push(values.map((value) => ranked(scalarOf(value, path), key.numeric)))
      })
    })
    const order = (): Entries => {
      const compare = (a: number, b: number): number => {
        for (const [k, key] of ready.entries()) {
          const difference = compareKeys(columns[k]?.[a], columns[k]?.[b], key.sign)
          if (difference !== 0) return difference
        }
        return a - b
      }
      return [...entries.keys()].sort(compare).flatMap((i) => entries[i] ?? [])
    }
    return settled<void, Entries>(done, order)
  }
}

/** The value of an expression in each turn. */
function valuesOf(entries: Entries, scope: ExpressionScope, get: Compute): Later<readonly unknown[]> {
  const values: unknown[] = []
  const add = (value: unknown): void => {
    values.push(value)
  }
  const done = inTurn(entries.length, (i) => {
    const entry = entries[i]
    if (entry) return settled(get(scopeOfEntry(scope, entry, i)), add)
  })
  return settled<void, readonly unknown[]>(done, () => values)
}

function scalarOf(value: unknown, target: string): Scalar | undefined {
  if (value === undefined || value === null) return undefined
  if (typeof value === 'string' || typeof value === 'boolean') return value
  if (typeof value === 'number' && !Number.isNaN(value)) return value
  const expected = { vi: 'một giá trị đơn để nhóm hoặc sắp xếp', en: 'a single value to group or sort by' }
  throw permanent('mapping.wrong-type', { target, expected, actual: shapeOf(value) }, { target })
}

/** Text that is to be ordered by size: its number where it is one; else it stays text, behind all numbers. */
function ranked(value: Scalar | undefined, numeric: boolean): Scalar | undefined {
  if (!numeric || typeof value !== 'string' || value.trim() === '') return value
  const number = Number(value)
  return Number.isNaN(number) ? value : number
}

const RANK: Readonly<Record<string, number>> = { boolean: 0, number: 1, string: 2 }

function compareKeys(a: Scalar | undefined, b: Scalar | undefined, sign: number): number {
  if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined)
  if (typeof a === 'string' && typeof b === 'string') return sign * inVietnameseOrder(a, b)
  const ranks = (RANK[typeof a] ?? 0) - (RANK[typeof b] ?? 0)
  return sign * (ranks === 0 ? Number(a) - Number(b) : ranks)
}
