import { type ErrorCode, errorCodes } from '../errors/codes.ts'
import { errorData, FlowError, permanent } from '../errors/flow-error.ts'
import { ExpressionError } from '../expression/errors.ts'
import type { CompiledExpression, ExpressionScope } from '../expression/scope.ts'
import type { Dynamic } from '../node/dynamic.ts'
import { compileFieldPath } from './field-path.ts'

/** Makes an expression ready; `compileExpression` in the runtime and in the designer's preview. */
export type CompileExpression = (text: string) => CompiledExpression

/** Computes something from a scope: at once, or as a Promise when an expression takes the slow path. */
export type Compute = (scope: ExpressionScope) => unknown

/** A value made ready: how to compute it and where it comes from, for error texts. */
export interface ReadyValue {
  readonly source: string
  /** True when `get` never gives a Promise. */
  readonly sync: boolean
  /** Undefined when a field is missing or an expression gives nothing. */
  readonly get: Compute
}

/** Prepares a literal, a field or an expression. Syntax faults throw `flow.expression`; faults while computing `expression.failed`. */
export function compileValue(value: Dynamic, compile: CompileExpression): ReadyValue {
  if (typeof value !== 'object' || value === null) return { source: String(value), sync: true, get: () => value }
  if ('field' in value) return { source: value.field, sync: true, get: compileFieldPath(value.field) }
  const { fast, get } = compileText(value.expr, compile)
  return { source: value.expr, sync: fast, get }
}

/** Prepares an expression whose faults become `FlowError`s. */
export function compileText(
  text: string,
  compile: CompileExpression,
): { readonly fast: boolean; readonly get: Compute } {
  const expression = compiled(text, compile)
  const get: Compute = (scope) => {
    try {
      const value = expression.evaluate(scope)
      return value instanceof Promise ? value.catch((thrown: unknown) => rethrow(thrown, text)) : value
    } catch (thrown) {
      return rethrow(thrown, text)
    }
  }
  return { fast: expression.fast, get }
}

/** Prepares a condition: true or false by the rule of JSONata's `$boolean`; nothing is false. */
export function compileCondition(
  text: string,
  compile: CompileExpression,
): (scope: ExpressionScope) => boolean | Promise<boolean> {
  const { get } = compileText(text, compile)
  return (scope) => {
    const value = get(scope)
    return value instanceof Promise ? value.then(truthOf) : truthOf(value)
  }
}

/** The truth of a value as JSONata's `$boolean` sees it (https://docs.jsonata.org/boolean-functions). */
export function truthOf(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(truthOf)
  if (typeof value === 'object' && value !== null) return Object.keys(value).length > 0
  return typeof value === 'function' ? false : Boolean(value)
}

function compiled(text: string, compile: CompileExpression): CompiledExpression {
  try {
    return compile(text)
  } catch (thrown) {
    if (!(thrown instanceof ExpressionError)) throw thrown
    const position = thrown.position ?? 0
    throw permanent('flow.expression', { label: text.slice(0, 120), position, reason: thrown.text }, { position })
  }
}

function rethrow(thrown: unknown, text: string): never {
  if (!(thrown instanceof ExpressionError)) throw thrown
  // Faults that the whole system knows (an unknown code of a table) keep their own code and advice.
  if (isErrorCode(thrown.code)) throw new FlowError({ ...errorData(thrown.code), message: thrown.text }, thrown)
  throw new FlowError(errorData('expression.failed', { expression: text.slice(0, 120), reason: thrown.text }), thrown)
}

function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(errorCodes, code)
}
