import { type AstNode, walkAst } from './ast.ts'
import { finishResult, isFunctionValue } from './budget.ts'
import { ExpressionError, toExpressionError } from './errors.ts'
import {
  calendarOf,
  type Evaluation,
  instantOf,
  openEvaluation,
  randomOf,
  sizesOf,
  spend,
  todayOf,
} from './evaluation.ts'
import { domainByName, guardArguments, isFunctionName, runFunctions, sealedDefinition } from './functions.ts'
import { LIBRARY_SLICE, MAX_LIBRARY_STEPS } from './limits.ts'
import { assignHook, builtIns, type NativeFocus, type NativeFunction } from './natives.ts'
import { isForbiddenName, type Parsed } from './parse.ts'
import { stepsRead } from './references.ts'
import type { ExpressionScope } from './scope.ts'
import { shuffled } from './seeded.ts'

/** No token of an expression can spell these, so an expression cannot read or replace them. */
const STATE = ' state'
const TEXT = ' text'
/** The binding behind `$keys` and `$error` as values; `$keys(…)` and `$error(…)` stay functions. */
export function dataVariable(name: string): string {
  return ` ${name}`
}

/** Everything callable, bound anew in each expression in front of the library's own table. */
const guarded: ReadonlyMap<string, NativeFunction> = guardedFunctions()

/** Evaluates with the JSONata library under our budget; always asynchronous. */
export function evaluateWithLibrary(parsed: Parsed, text: string): (scope: ExpressionScope) => Promise<unknown> {
  const { expression, ast } = parsed
  for (const [name, definition] of guarded) expression.assign(name, definition)
  expression.assign('eval', undefined)
  expression.assign(TEXT, text)
  const patterns = transformPatterns(ast)
  const writes = writesToInput(ast)
  const steps = stepsRead(ast)
  assignHook(expression, 'jsonata.__evaluate_entry', (node: AstNode, input: unknown, frame: Frame) => {
    const state = stateOf(frame)
    spend(state, 1, MAX_LIBRARY_STEPS)
    if (node.type === 'wildcard') guardWildcard(input)
    // The library waits for what this gives; its own promises alone would never let a request or a timer in between.
    return state.left % LIBRARY_SLICE === 0 ? nextTurn() : undefined
  })
  assignHook(expression, 'jsonata.__evaluate_exit', (node: AstNode, _input: unknown, frame: Frame, result: unknown) => {
    if (mustMeasure(result)) sizesOf(stateOf(frame)).check(result)
    if (patterns.has(node)) refuseFunctions(result, node)
  })
  return async (scope) => {
    try {
      const seen = writes ? copyOf(scope, steps) : scope
      const value: unknown = await expression.evaluate(seen.body, bindings(seen))
      return finishResult(value)
    } catch (error) {
      throw toExpressionError(error)
    }
  }
}

/** Resolves after the event loop has looked at everything else; browsers have only the timer. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    if (typeof setImmediate === 'function') setImmediate(resolve)
    else setTimeout(resolve, 0)
  })
}

/** Tuples of `%`, `@` and `#` hold their ancestors whole; they are not data and end inside the path. */
function mustMeasure(result: unknown): boolean {
  if (typeof result === 'string') return true
  return typeof result === 'object' && result !== null && !('tupleStream' in result)
}

interface Frame {
  lookup(name: string): unknown
}

function stateOf(frame: Frame): Evaluation {
  return frame.lookup(STATE) as Evaluation
}

function bindings(scope: ExpressionScope): Record<string, unknown> {
  const bound: Record<string, unknown> = Object.create(null)
  for (const [name, value] of Object.entries(scope.vars ?? {}))
    if (!isFunctionName(name) && !isForbiddenName(name)) bound[name] = value
  bound.vars ??= scope.vars
  bound.headers = scope.headers
  bound.steps = scope.steps
  bound.run = { id: scope.run.id, at: scope.run.at, flow: scope.run.flow }
  bound[dataVariable('keys')] = scope.keys
  bound[dataVariable('error')] = scope.vars?.error
  bound[STATE] = openEvaluation(scope, MAX_LIBRARY_STEPS, [])
  return bound
}

/**
 * The library writes into what it is given: `|…|…|` changes whatever its pattern finds, grouping pushes into an empty list, `[]`
 * marks lists. Messages are immutable, so expressions with these get a copy of what they can see.
 */
function writesToInput(ast: AstNode): boolean {
  let writes = false
  walkAst(ast, (node) => {
    if (node.type === 'transform' || node.group || node.keepArray || node.keepSingletonArray) writes = true
  })
  return writes
}

function copyOf(scope: ExpressionScope, steps: readonly string[] | 'all'): ExpressionScope {
  const record = (value: unknown): Record<string, unknown> =>
    Object.fromEntries(Object.entries(finishResult(value) ?? {}))
  const seen = steps === 'all' ? Object.keys(scope.steps) : steps.filter((id) => Object.hasOwn(scope.steps, id))
  return {
    ...scope,
    body: finishResult(scope.body),
    headers: record(scope.headers),
    steps: Object.fromEntries(seen.map((id) => [id, finishResult(scope.steps[id])])),
    ...(scope.vars ? { vars: record(scope.vars) } : {}),
  }
}

function transformPatterns(ast: AstNode): ReadonlySet<AstNode> {
  const patterns = new Set<AstNode>()
  walkAst(ast, (node) => {
    if (node.type === 'transform' && node.pattern) patterns.add(node.pattern)
  })
  return patterns
}

/** A transform whose pattern finds a function would rewrite the function (see `sealedDefinition`). */
function refuseFunctions(result: unknown, node: AstNode): void {
  for (const found of Array.isArray(result) ? result : [result])
    if (isFunctionValue(found)) throw new ExpressionError('expression.function-result', { position: node.position })
}

/** The library's `*` copies the result for each field that holds a list. */
function guardWildcard(input: unknown): void {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) return
  if (Object.keys(input).length > 20_000) throw new ExpressionError('expression.too-large')
}

function guardedFunctions(): ReadonlyMap<string, NativeFunction> {
  const all = new Map<string, NativeFunction>()
  for (const [name, native] of builtIns) {
    const original = native.implementation
    const implementation = function (this: NativeFocus, ...args: unknown[]): unknown {
      guardArguments(name, args)
      return original.apply(name === 'toMillis' ? atRun(this, stateFrom(this)) : this, args)
    }
    all.set(
      name,
      sealedDefinition(implementation, native.signature, { arity: original.length, source: original.toString() }),
    )
  }
  for (const [name, { definition, signature }] of domainByName) {
    const implementation = function (this: NativeFocus, ...args: unknown[]): unknown {
      const { scope } = stateFrom(this)
      return definition.run(args, { tables: scope.tables, today: todayOf(scope), calendar: () => calendarOf(scope) })
    }
    const { parameters } = definition
    all.set(
      name,
      sealedDefinition(implementation, signature, { arity: parameters.length, source: `(${parameters.join(', ')})` }),
    )
  }
  for (const [name, signature] of runFunctions) all.set(name, runFunction(name, signature))
  return all
}

/** `$toMillis` fills missing parts of a time from the frame's clock: the run's, so that replay gives the same. */
export function atRun(focus: NativeFocus, state: Evaluation): NativeFocus {
  const timestamp = new Date(instantOf(state.scope))
  return { ...focus, environment: { lookup: () => undefined, timestamp } }
}

function runFunction(name: string, signature: NativeFunction['signature']): NativeFunction {
  const implementation = function (this: NativeFocus, ...args: unknown[]): unknown {
    const state = stateFrom(this)
    const text = String(this.environment?.lookup(TEXT))
    return callRunFunction(name, args, state, text, this)
  }
  const source = { now: '(picture, timezone)', shuffle: '(array)' }[name] ?? '()'
  return sealedDefinition(implementation, signature, { arity: name === 'now' ? 2 : name === 'shuffle' ? 1 : 0, source })
}

/** `$now`, `$millis`, `$random` and `$shuffle` from the run; shared by both paths. */
export function callRunFunction(
  name: string,
  args: readonly unknown[],
  state: Evaluation,
  text: string,
  focus: NativeFocus,
): unknown {
  switch (name) {
    case 'now': {
      guardArguments('fromMillis', args)
      return builtIns.get('fromMillis')?.implementation.call(focus, instantOf(state.scope), args[0], args[1])
    }
    case 'millis':
      return instantOf(state.scope)
    case 'random':
      return randomOf(state, text)()
    default: {
      const [items] = args
      return Array.isArray(items) && items.length > 1 ? shuffled(items, randomOf(state, text)) : items
    }
  }
}

function stateFrom(focus: NativeFocus): Evaluation {
  const { environment } = focus
  if (environment === undefined)
    throw new ExpressionError('expression.internal', { params: { reason: 'no environment' } })
  return stateOf(environment)
}
