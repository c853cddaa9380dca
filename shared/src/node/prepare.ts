import { permanent } from '../errors/flow-error.ts'
import type { ExpressionScope } from '../expression/scope.ts'
import { compileMapping } from '../mapping/apply.ts'
import { type CompileExpression, compileCondition, compileText, compileValue } from '../mapping/values.ts'
import type { Message } from '../message/message.ts'
import type { Prepare, StepContext } from './run.ts'

/**
 * The tools that `NodeRun.prepare` gets, for the executor and for `testNode` alike. Faults of expressions arrive as `FlowError`s:
 * `flow.expression` while preparing, `expression.failed` (or the code of a domain function) while a message runs.
 */
export function createPrepare<S>(settings: S, compile: CompileExpression): Prepare<S> {
  return {
    settings,
    expression(text) {
      const { fast, get } = compileText(text, compile)
      return { text, fast, evaluate: get }
    },
    condition(text) {
      const holds = compileCondition(text, compile)
      return (message, context) => holds(scopeFor(message, context))
    },
    value(value, label) {
      const { source, get } = compileValue(value, compile)
      const required = typeof value === 'object' && value !== null && 'field' in value
      if (!required) return (message, context) => get(scopeFor(message, context))
      return (message, context) => {
        const found = get(scopeFor(message, context))
        if (found === undefined) throw permanent('mapping.missing', { target: label ?? source, source })
        return found
      }
    },
    mapping(mapping) {
      const apply = compileMapping(mapping, compile)
      return (message, context) => apply(scopeFor(message, context))
    },
  }
}

/** The names that an expression sees at a step: those of the context, with the message that is at hand. */
export function scopeFor(message: Message, context: Pick<StepContext, 'scope'>): ExpressionScope {
  const { scope } = context
  // The executor builds the scope from the very message, so the ordinary case costs nothing.
  if (scope.body === message.body && scope.headers === message.headers && scope.keys === message.keys) return scope
  const { headers, keys } = message
  return { body: message.body, headers, keys, run: scope.run, steps: scope.steps, ...rest(scope) }
}

function rest(scope: ExpressionScope): Pick<ExpressionScope, 'tables' | 'vars'> {
  const { tables, vars } = scope
  return { ...(tables ? { tables } : {}), ...(vars ? { vars } : {}) }
}
