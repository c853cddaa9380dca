import { type AstNode, type AstPair, pairsOf } from '../ast.ts'
import { finite } from '../budget.ts'
import { ExpressionError } from '../errors.ts'
import { type Evaluation, sizesOf, spend } from '../evaluation.ts'
import { MAX_FAST_STEPS } from '../limits.ts'
import { isForbiddenName } from '../parse.ts'
import { type Compiler, type Evaluate, inner, type Place } from './compiler.ts'
import { isList } from './values.ts'

/** Clears what must not leave the expression: marks on a list, infinite numbers. Inside, the value is clean by construction. */
export function cleaned(value: unknown): unknown {
  if (typeof value === 'number') return finite(value)
  return isList(value) && (value.sequence || value.cons) ? value.slice() : value
}

/** Compiles `[a, b, …]`. */
export function compileArray(node: AstNode, place: Place, compiler: Compiler): Evaluate {
  const clean = place.tail && !node.consarray
  if (!clean) compiler.needsFinish()
  const parts = (node.expressions ?? []).map((item) => {
    const nested = item.value === '['
    return { nested, evaluate: compiler.compile(item, clean ? place : inner(place)) }
  })
  const consarray = node.consarray === true
  return (input, run) => {
    const list: unknown[] = []
    for (const { nested, evaluate } of parts) {
      const value = evaluate(input, run)
      if (value === undefined) continue
      if (nested || !isList(value)) list.push(clean ? cleaned(value) : value)
      else for (const item of value) list.push(clean ? cleaned(item) : item)
    }
    spend(run, list.length, MAX_FAST_STEPS)
    if (consarray) Object.defineProperty(list, 'cons', { value: true, enumerable: false, configurable: false })
    if (!clean) sizesOf(run).check(list)
    return list
  }
}

/** A pair of an object, compiled; `name` when the key is a literal. */
interface Field {
  readonly name: string | undefined
  readonly key: Evaluate
  readonly value: Evaluate
}

/** Compiles `{ "name": value, … }`. */
export function compileObject(node: AstNode, place: Place, compiler: Compiler): Evaluate {
  if (!place.tail) compiler.needsFinish()
  return compileGrouping(pairsOf(node), node.position, place, compiler)
}

/** JSONata's grouping: items with the same key go together, then each group's value is computed on its items. */
export function compileGrouping(
  pairs: readonly AstPair[],
  position: number | undefined,
  place: Place,
  compiler: Compiler,
): Evaluate {
  const fields = pairs.map(([key, value]) => ({
    name: key.type === 'string' && !key.predicate ? String(key.value) : undefined,
    key: compiler.compile(key, inner(place)),
    value: compiler.compile(value, place),
  }))
  const group = grouping(fields, position, place)
  const names = fields.map((field) => field.name).filter((name) => name !== undefined && !isReserved(name))
  if (names.length !== fields.length || new Set(names).size !== names.length) return group
  return simpleObject(fields, group, place)
}

/** The common case: distinct literal names on a context that is not a list, so there is nothing to group. */
function simpleObject(fields: readonly Field[], group: Evaluate, place: Place): Evaluate {
  const clean = place.tail
  const named = fields.map(({ name, value }) => ({ name: name ?? '', value }))
  return (input, run) => {
    if (isList(input)) return group(input, run)
    const object: Record<string, unknown> = {}
    for (const field of named) {
      const value = field.value(input, run)
      if (value !== undefined) object[field.name] = clean ? cleaned(value) : value
    }
    if (!clean) sizesOf(run).check(object)
    return object
  }
}

interface Group {
  data: unknown
  readonly index: number
  /** `data` is a list made here, which may grow in place. */
  own: boolean
}

function grouping(fields: readonly Field[], position: number | undefined, place: Place): Evaluate {
  return (input, run) => {
    const items = isList(input) && input.length > 0 ? input : [isList(input) ? undefined : input]
    const groups = new Map<string, Group>()
    for (const item of items) {
      spend(run, 1, MAX_FAST_STEPS)
      fields.forEach((field, index) => {
        const key = field.key(item, run)
        if (key === undefined) return
        checkKey(key, position)
        const group = groups.get(key)
        if (group === undefined) groups.set(key, { data: item, index, own: false })
        else if (group.index !== index) throw new ExpressionError('D1009', { position })
        else grow(group, item, run)
      })
    }
    const object: Record<string, unknown> = {}
    for (const key of jsonOrder(groups)) {
      const group = groups.get(key)
      const value = group && fields[group.index]?.value(group.data, run)
      if (value !== undefined) object[key] = place.tail ? cleaned(value) : value
    }
    if (!place.tail) sizesOf(run).check(object)
    return object
  }
}

function grow(group: Group, item: unknown, run: Evaluation): void {
  if (item === undefined) return
  if (group.data === undefined) {
    group.data = item
    return
  }
  const list: unknown[] = isList(group.data) ? (group.own ? group.data : [...group.data]) : [group.data]
  const more = isList(item) ? item : [item]
  spend(run, more.length, MAX_FAST_STEPS)
  for (const part of more) list.push(part)
  group.data = list
  group.own = true
}

/** Names like "2" come first in an object, in the order of numbers; groups are computed in that order too. */
function jsonOrder(groups: ReadonlyMap<string, unknown>): readonly string[] {
  const order: Record<string, true> = {}
  for (const key of groups.keys()) order[key] = true
  return Object.keys(order)
}

function isReserved(key: string): boolean {
  return key === '_jsonata_lambda' || key === '_jsonata_function' || isForbiddenName(key)
}

function checkKey(key: unknown, position: number | undefined): asserts key is string {
  if (typeof key !== 'string') throw new ExpressionError('T1003', { position, value: key })
  if (isForbiddenName(key)) throw new ExpressionError('expression.forbidden-name', { position, params: { name: key } })
  if (isReserved(key)) throw new ExpressionError('D1013', { position })
}
