import { permanent } from '../errors/flow-error.ts'
import type { ExpressionScope } from '../expression/scope.ts'
import type { Dynamic } from '../node/dynamic.ts'
import { compileArrangement, type Entry, entriesOf, scopeOfEntry } from './arrange.ts'
import { convert } from './convert.ts'
import { inTurn, settled } from './in-turn.ts'
import type { ForEach, LeafType, Mapping, MappingItem } from './mapping.ts'
import { FORBIDDEN_TARGETS } from './schema.ts'
import { type CompileExpression, compileCondition, compileText, compileValue } from './values.ts'

type Target = Record<string, unknown>

/** Where in the lists of the target we are: the indices of the for-eaches around, outermost first. */
type Indices = readonly number[]

/** Fills fields into an object, at once or as a Promise. */
type Fill = (scope: ExpressionScope, target: Target, at: Indices) => void | Promise<void>

/** Computes one value of the target; `LEFT_OUT` when there is nothing to set. */
type Make = (scope: ExpressionScope, at: Indices) => unknown

const LEFT_OUT = Symbol('left out')
const TOP: Indices = []

/** A mapping made ready: gives the new object, or a Promise of it when an expression takes the slow path. */
export type ReadyMapping = (scope: ExpressionScope) => object | Promise<object>

/**
 * Compiles a mapping once. Pure: the same scope gives the same object. The source is never changed; objects of the source may be
 * shared by the result. Throws `mapping.missing` or `mapping.wrong-type` with the full target path, `expression.failed`, and while
 * compiling `flow.expression` or `json.forbidden-key`.
 */
export function compileMapping(mapping: Mapping, compile: CompileExpression): ReadyMapping {
  const fill = compileFields(mapping, '', compile)
  return (scope) => {
    const target: Target = {}
    const done = fill(scope, target, TOP)
    return done === undefined ? target : done.then(() => target)
  }
}

function compileFields(mapping: Mapping, path: string, compile: CompileExpression): Fill {
  const fills = mapping.map((item) => compileItem(item, path === '' ? item.target : `${path}.${item.target}`, compile))
  return (scope, target, at) => inTurn(fills.length, (i) => fills[i]?.(scope, target, at))
}

/** One field of the target. A field that an earlier row has made is kept: the first row of a choice wins. */
function compileItem(item: MappingItem, path: string, compile: CompileExpression): Fill {
  const { target: name } = item
  if (FORBIDDEN_TARGETS.has(name)) throw permanent('json.forbidden-key', { key: name })
  const make = compileContent(item, path, compile)
  const put: Fill = (scope, target, at) => {
    const value = make(scope, at)
    if (value instanceof Promise)
      return value.then((late: unknown) => {
        if (late !== LEFT_OUT) target[name] = late
      })
    if (value !== LEFT_OUT) target[name] = value
  }
  const when = item.when === undefined ? undefined : compileCondition(item.when, compile)
  return (scope, target, at) => {
    if (Object.hasOwn(target, name)) return
    if (when === undefined) return put(scope, target, at)
    const holds = when(scope)
    if (holds instanceof Promise) return holds.then((late) => (late ? put(scope, target, at) : undefined))
    if (holds) return put(scope, target, at)
  }
}

function compileContent(item: MappingItem, path: string, compile: CompileExpression): Make {
  if (item.fields !== undefined) return makeObject(item.fields, path, compile)
  if (item.each !== undefined) return makeList(item, item.each, path, compile)
  if (item.value !== undefined) return makeLeaf(item, item.value, path, compile)
  throw permanent('flow.shape', {
    place: path,
    reason: { vi: 'trường đích chưa có nguồn', en: 'the target field has no source' },
  })
}

function makeObject(fields: Mapping, path: string, compile: CompileExpression): Make {
  const fill = compileFields(fields, path, compile)
  return (scope, at) => {
    const target: Target = {}
    const done = fill(scope, target, at)
    return done === undefined ? target : done.then(() => target)
  }
}

/** For-each: a list of one or none stays a list. Inside, the root is the item. */
function makeList(item: MappingItem, each: ForEach, path: string, compile: CompileExpression): Make {
  const over = compileText(each.over, compile).get
  const inner = `${path}[]`
  const arrange = compileArrangement(each, inner, compile)
  const make =
    each.fields !== undefined
      ? makeObject(each.fields, inner, compile)
      : makeLeaf(item, each.value ?? null, inner, compile)
  const made = (entries: readonly Entry[], scope: ExpressionScope, at: Indices): unknown => {
    const list: unknown[] = []
    const add = (value: unknown): void => {
      if (value !== LEFT_OUT) list.push(value)
    }
    const done = inTurn(entries.length, (i) => {
      const entry = entries[i]
      if (entry) return settled(make(scopeOfEntry(scope, entry, i), [...at, i]), add)
    })
    return done === undefined ? list : done.then(() => list)
  }
  return (scope, at) =>
    settled(over(scope), (source) =>
      settled(arrange === undefined ? entriesOf(source) : arrange(source, scope), (entries) =>
        made(entries, scope, at),
      ),
    )
}

function makeLeaf(item: MappingItem, value: Dynamic, path: string, compile: CompileExpression): Make {
  const { as = 'any', missing = 'error' } = item
  const { source, get } = compileValue(value, compile)
  const otherwise = item.default === undefined ? undefined : compileValue(item.default, compile).get
  const absent = (at: Indices): unknown => {
    if (missing === 'omit') return LEFT_OUT
    if (missing === 'null') return null
    const target = pathAt(path, at)
    throw permanent('mapping.missing', { target, source: source.slice(0, 200) }, { target })
  }
  const orAbsent = (made: unknown, at: Indices): unknown => (made === undefined ? absent(at) : made)
  const standIn = (scope: ExpressionScope, at: Indices): unknown => {
    const value = otherwise?.(scope)
    const use = (late: unknown): unknown => orAbsent(leaf(late, as, path, at), at)
    return value instanceof Promise ? value.then(use) : use(value)
  }
  const settle = (found: unknown, scope: ExpressionScope, at: Indices): unknown => {
    const made = leaf(found, as, path, at)
    return made === undefined ? standIn(scope, at) : made
  }
  return (scope, at) => {
    const found = get(scope)
    return found instanceof Promise ? found.then((late: unknown) => settle(late, scope, at)) : settle(found, scope, at)
  }
}

/** The converted value; undefined when missing. A function of JSONata is not data. */
function leaf(value: unknown, as: LeafType, path: string, at: Indices): unknown {
  if (as === 'any' && typeof value !== 'function') return value
  const made = convert(typeof value === 'function' ? undefined : value, as)
  if ('missing' in made) return undefined
  if ('value' in made) return made.value
  const target = pathAt(path, at)
  throw permanent('mapping.wrong-type', { target, ...made.wrong }, { target })
}

/** `DanhSach[].Ten` with the indices put in. */
function pathAt(path: string, at: Indices): string {
  let next = 0
  return path.replace(/\[\]/g, () => `[${at[next++] ?? ''}]`)
}
