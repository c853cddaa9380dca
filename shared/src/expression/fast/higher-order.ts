import type { AstNode } from '../ast.ts'
import { ExpressionError } from '../errors.ts'
import { type Evaluation, sizesOf, spend } from '../evaluation.ts'
import { guardArguments } from '../functions.ts'
import { MAX_FAST_STEPS } from '../limits.ts'
import { type Compiler, type Evaluate, inner, type Place, Unsupported } from './compiler.ts'
import { callOf } from './named-function.ts'
import { mergeSorted } from './order.ts'
import { isList, isNumeric, newSequence, truthOf } from './values.ts'

/** A function given to another one; `context` is the current value where it was written. */
export interface Callback {
  readonly arity: number
  invoke(args: readonly unknown[], context: unknown, run: Evaluation): unknown
}

/** True for functions that take a function, as far as they are compiled here. */
export function isHigherOrder(name: string, count: number): boolean {
  if (name === 'reduce') return count === 2 || count === 3
  if (name === 'sort' || name === 'single') return count === 1 || count === 2
  return ['map', 'filter', 'each', 'sift'].includes(name) && count === 2
}

/** Compiles an inline `function($a, $b){…}` without a signature. */
export function compileLambda(node: AstNode, place: Place, compiler: Compiler): Callback {
  if (node.type !== 'lambda' || node.signature || node.thunk || node.body === undefined) throw new Unsupported('lambda')
  const names = new Map(place.names)
  const slots = (node.arguments ?? []).map((parameter) => {
    const slot = compiler.slot()
    names.set(String(parameter.value), slot)
    return slot
  })
  const body = compiler.compile(node.body, { names, tail: false, thunk: false })
  return {
    arity: slots.length,
    invoke(args, context, run) {
      slots.forEach((slot, i) => {
        run.locals[slot] = args[i]
      })
      return body(context, run)
    },
  }
}

function compileCallback(node: AstNode | undefined, place: Place, compiler: Compiler): Callback {
  if (node === undefined) throw new Unsupported('callback')
  if (node.type === 'lambda') return compileLambda(node, place, compiler)
  if (node.type !== 'variable' || typeof node.value !== 'string' || node.predicate || place.names.has(node.value))
    throw new Unsupported('callback')
  const { call, arity } = callOf(node.value, compiler.text)
  return { arity, invoke: (args, _context, run) => call(args, null, run) }
}

/** Compiles `$map`, `$filter`, `$reduce`, `$single`, `$each`, `$sift` and `$sort`. */
export function compileHigherOrder(
  name: string,
  node: AstNode,
  place: Place,
  compiler: Compiler,
  first: Evaluate | undefined,
): Evaluate {
  const parts = [...(node.arguments ?? [])]
  const subject = first ?? compiler.compile(parts.shift() ?? missing(), inner(place))
  const callback = parts.length > 0 ? compileCallback(parts.shift(), place, compiler) : undefined
  const [third] = parts
  const init = third && compiler.compile(third, inner(place))
  const overObject = name === 'each' || name === 'sift'
  const work = workOf(name, callback, init)
  return (input, run) => {
    const value = subject(input, run)
    if (overObject) {
      if (value !== undefined && (typeof value !== 'object' || value === null || isList(value)))
        throw new ExpressionError('T0410', { value, index: 1 })
      return work(value ?? {}, input, run)
    }
    if (value === undefined) return undefined
    return work(isList(value) ? value : [value], input, run)
  }
}

function missing(): never {
  throw new Unsupported('argument')
}

type Work = (subject: object, context: unknown, run: Evaluation) => unknown

function workOf(name: string, callback: Callback | undefined, init: Evaluate | undefined): Work {
  if (callback === undefined) {
    if (name === 'sort') return (subject, _context, run) => sortPlain(listOf(subject), run)
    return (subject) => single(listOf(subject).slice())
  }
  switch (name) {
    case 'map':
      return (subject, context, run) => {
        const found = newSequence()
        visit(subject, callback, context, run, (result) => {
          if (result !== undefined) found.push(result)
        })
        return checked(found, run)
      }
    case 'each':
      return (subject, context, run) => {
        const found = newSequence()
        visit(subject, callback, context, run, (result) => {
          if (result !== undefined) found.push(result)
        })
        return checked(found, run)
      }
    case 'filter':
      return (subject, context, run) => {
        const found = newSequence()
        visit(subject, callback, context, run, (result, item) => {
          if (truthOf(result)) found.push(item)
        })
        return found
      }
    case 'single':
      return (subject, context, run) => {
        const found: unknown[] = []
        visit(subject, callback, context, run, (result, item) => {
          if (truthOf(result)) found.push(item)
          if (found.length > 1) single(found)
        })
        return single(found)
      }
    case 'sift':
      return (subject, context, run) => {
        const found: Record<string, unknown> = {}
        visit(subject, callback, context, run, (result, item, key) => {
          if (truthOf(result)) found[key] = item
        })
        return Object.keys(found).length > 0 ? found : undefined
      }
    case 'sort':
      return (subject, context, run) =>
        mergeSorted(listOf(subject), run, (a, b) => Boolean(callback.invoke([a, b], context, run)))
    default:
      return reduction(callback, init)
  }
}

/** Calls back for each item or field with as many of (value, place, whole) as the function has parameters. */
function visit(
  subject: object,
  callback: Callback,
  context: unknown,
  run: Evaluation,
  take: (result: unknown, item: unknown, key: string) => void,
): void {
  const list = isList(subject)
  const keys = list ? undefined : Object.keys(subject)
  const items = list ? subject : Object.values(subject)
  for (let i = 0; i < items.length; i++) {
    spend(run, 1, MAX_FAST_STEPS)
    const item = items[i]
    const key = keys?.[i] ?? String(i)
    const args = [item, list ? i : key, subject].slice(0, Math.max(1, callback.arity))
    take(callback.invoke(args, context, run), item, key)
  }
}

function reduction(callback: Callback, init: Evaluate | undefined): Work {
  return (subject, context, run) => {
    const items = listOf(subject)
    if (callback.arity < 2) throw new ExpressionError('D3050', { index: 1 })
    let result = init?.(context, run)
    let from = 0
    if (result === undefined && items.length > 0) {
      result = items[0]
      from = 1
    }
    for (let i = from; i < items.length; i++) {
      spend(run, 1, MAX_FAST_STEPS)
      result = callback.invoke([result, items[i], i, items].slice(0, callback.arity), context, run)
    }
    return result
  }
}

function listOf(subject: object): readonly unknown[] {
  return isList(subject) ? subject : []
}

function single(found: readonly unknown[]): unknown {
  if (found.length > 1) throw new ExpressionError('D3138')
  if (found.length === 0) throw new ExpressionError('D3139')
  return found[0]
}

function sortPlain(items: readonly unknown[], run: Evaluation): readonly unknown[] {
  guardArguments('sort', [])
  if (items.length <= 1) return items
  if (!items.every(isNumeric) && !items.every((item) => typeof item === 'string'))
    throw new ExpressionError('D3070', { index: 1 })
  return mergeSorted(items, run, (a, b) => (a as string) > (b as string))
}

function checked(found: unknown[], run: Evaluation): unknown[] {
  sizesOf(run).check(found)
  return found
}
