import type { AstNode, AstStage } from '../ast.ts'
import { type Evaluation, spend } from '../evaluation.ts'
import { MAX_FAST_STEPS } from '../limits.ts'
import { type Compiler, type Evaluate, inner, type Place, Unsupported } from './compiler.ts'
import { compileOrder } from './order.ts'
import { fieldOf, isList, isNumeric, type Marked, newSequence, sequenceOf, truthOf } from './values.ts'

/** A step gets all items of the step before and gives its own. */
type Step = (items: readonly unknown[], run: Evaluation, last: boolean) => Marked

/** Compiles a location path; parents (`%`) and variables bound by `@` and `#` are left to the library. */
export function compilePath(node: AstNode, place: Place, compiler: Compiler): Evaluate {
  const steps = node.steps ?? []
  const [first] = steps
  if (first === undefined || node.tuple) throw new Unsupported('path')
  const start = plainVariable(first) ? compiler.compile(first, inner(place)) : undefined
  const names = leadingNames(start ? steps.slice(1) : steps)
  // A computed step can give what must be checked at the end; fields and variables hold data that is clean already.
  if (steps.some((step) => !PLAIN.has(step.type)) || node.keepSingletonArray) compiler.needsFinish()
  const compiled = steps.map((step) => compileStep(step, place, compiler))
  const constructed = first.consarray ? compiler.compile(first, inner(place)) : undefined
  const runFrom = (items: readonly unknown[], from: number, run: Evaluation): unknown => {
    let current: readonly unknown[] = items
    for (let i = from; i < compiled.length; i++) {
      const step = compiled[i]
      if (i === 0 && constructed) {
        const list = constructed(current, run)
        current = isList(list) ? list : sequenceOf(list)
      } else if (step) current = step(current, run, i === compiled.length - 1)
      if (current.length === 0) break
    }
    return node.keepSingletonArray ? kept(current) : current
  }
  const general: Evaluate = (input, run) =>
    runFrom(isList(input) && first.type !== 'variable' ? input : sequenceOf(input), 0, run)
  if (names.length === 0 || node.keepSingletonArray) return general
  if (start === undefined) return nameChain(names, steps.length, general, runFrom)
  const chain = nameChain(names, steps.length - 1, general, (items, from, run) => runFrom(items, from + 1, run))
  return (input, run) => {
    const value = start(input, run)
    return isList(value) ? general(input, run) : chain(value, run)
  }
}

const PLAIN = new Set(['name', 'variable', 'wildcard', 'descendant'])

function plainVariable(step: AstNode): boolean {
  return step.type === 'variable' && !step.stages && !step.predicate && !step.keepArray && !step.tuple
}

function leadingNames(steps: readonly AstNode[]): readonly string[] {
  const end = steps.findIndex((step) => step.type !== 'name' || step.stages || step.predicate || step.keepArray)
  return steps.slice(0, end < 0 ? steps.length : end).map((step) => String(step.value))
}

/** Walks fields of plain objects without making lists; from the first list on, the general way takes over. */
function nameChain(
  names: readonly string[],
  length: number,
  general: Evaluate,
  runFrom: (items: readonly unknown[], from: number, run: Evaluation) => unknown,
): Evaluate {
  return (input, run) => {
    if (typeof input !== 'object' || input === null) return undefined
    if (isList(input)) return general(input, run)
    let current: unknown = input
    for (let i = 0; i < names.length; i++) {
      current = fieldOf(current, names[i] ?? '')
      if (current === undefined) return undefined
      const last = i === length - 1
      if (!isList(current)) {
        if (last) return current
        continue
      }
      if (!last && current.length === 0) return undefined
      if (!last) return runFrom(current.cons ? [current] : current, i + 1, run)
      // A list of the message goes out as it is; a sequence made by this expression is taken item by item.
      return current.sequence ? flattened([current], run) : current
    }
    return runFrom(sequenceOf(current), names.length, run)
  }
}

function kept(items: readonly unknown[]): unknown {
  if (!isList(items)) return items
  const list: Marked = items.cons && !items.sequence ? sequenceOf(items) : items
  // The mark has a meaning on sequences only, and lists of the message must stay untouched.
  if (list.sequence) list.keepSingleton = true
  return list
}

function compileStep(node: AstNode, place: Place, compiler: Compiler): Step {
  if (node.tuple || node.focus || node.index || node.ancestor || node.group) throw new Unsupported('tuple')
  if (node.type === 'sort') return sortStep(node, place, compiler)
  const filters = (node.stages ?? []).map((stage) => compileFilter(stage, place, compiler))
  const evaluate = compiler.compile(node, inner(place))
  const single = (item: unknown, run: Evaluation): unknown => {
    let value = evaluate(item, run)
    for (const filter of filters) value = filter(value, run)
    return value
  }
  return (items, run, last) => {
    spend(run, items.length, MAX_FAST_STEPS)
    const results: unknown[] = []
    for (const item of items) {
      const value = single(item, run)
      if (value !== undefined) results.push(value)
    }
    const [only] = results
    if (last && results.length === 1 && isList(only) && !only.sequence) return only
    return flattened(results, run)
  }
}

function sortStep(node: AstNode, place: Place, compiler: Compiler): Step {
  const order = compileOrder(node, place, compiler)
  const filters = (node.stages ?? []).map((stage) => compileFilter(stage, place, compiler))
  return (items, run) => {
    // One item is not sorted but stays the sequence that steps give.
    let value: unknown = items.length > 1 ? order(items, run) : sequenceOf(items[0])
    for (const filter of filters) value = filter(value, run)
    return isList(value) ? value : sequenceOf(value)
  }
}

function flattened(results: readonly unknown[], run: Evaluation): Marked {
  const sequence = newSequence()
  for (const value of results) {
    if (isList(value) && !value.cons) {
      spend(run, value.length, MAX_FAST_STEPS)
      for (const item of value) sequence.push(item)
    } else sequence.push(value)
  }
  return sequence
}

/** Compiles `[…]` behind a step or a value: a number picks by place, anything else is a condition. */
export function compileFilter(
  stage: AstStage,
  place: Place,
  compiler: Compiler,
): (input: unknown, run: Evaluation) => Marked {
  if (stage.type !== 'filter') throw new Unsupported('index')
  const { expr } = stage
  if (expr.type === 'number' && typeof expr.value === 'number') return pick(expr.value)
  const predicate = compiler.compile(expr, inner(place))
  return (input, run) => {
    const items = isList(input) ? input : [input]
    const found = newSequence()
    spend(run, items.length, MAX_FAST_STEPS)
    items.forEach((item, index) => {
      const result = predicate(item, run)
      const places = isNumeric(result) ? [result] : isList(result) && result.every(isNumeric) ? result : undefined
      if (places === undefined) {
        if (truthOf(result)) found.push(item)
        return
      }
      for (const wanted of places) if (placeOf(Number(wanted), items.length) === index) found.push(item)
    })
    return found
  }
}

function pick(value: number): (input: unknown) => Marked {
  return (input) => {
    const items = isList(input) ? input : [input]
    const item = items[placeOf(value, items.length)]
    if (isList(item)) return item
    return item === undefined ? newSequence() : sequenceOf(item)
  }
}

/** Rounds down; negative numbers count from the end. */
function placeOf(value: number, length: number): number {
  const place = Math.floor(value)
  return place < 0 ? length + place : place
}

/** `*`: the values of all fields, lists flattened. */
export const wildcard: Evaluate = (input, run) => {
  const subject = isList(input) && input.outerWrapper && input.length > 0 ? input[0] : input
  const found = newSequence()
  if (typeof subject !== 'object' || subject === null) return found
  for (const value of Object.values(subject)) {
    if (isList(value)) {
      for (const item of value.flat(Number.POSITIVE_INFINITY)) found.push(item)
      // The library appends a list by `concat`, which loses the mark: `*` over {"a": [1]} is [1], over {"a": 1} it is 1.
      found.sequence = false
    } else found.push(value)
  }
  spend(run, found.length, MAX_FAST_STEPS)
  return found
}

/** `**`: the value and everything below it, without the lists themselves. */
export const descendants: Evaluate = (input, run) => {
  if (input === undefined) return undefined
  const found = newSequence()
  const visit = (value: unknown): void => {
    spend(run, 1, MAX_FAST_STEPS)
    if (isList(value)) {
      for (const item of value) visit(item)
      return
    }
    found.push(value)
    if (typeof value === 'object' && value !== null) for (const part of Object.values(value)) visit(part)
  }
  visit(input)
  return found.length === 1 ? found[0] : found
}
