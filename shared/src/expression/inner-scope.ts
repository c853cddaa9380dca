import type { CodeTables, ExpressionScope } from './scope.ts'

/**
 * A scope inside another one, with its own root and variables. A class with getters, because the outer scope may compute its names only
 * when asked (so it must not be spread), and because one is made for every item of a for-each.
 */
class InnerScope implements ExpressionScope {
  readonly body: unknown
  readonly vars: NonNullable<ExpressionScope['vars']>
  private readonly outer: ExpressionScope

  constructor(outer: ExpressionScope, body: unknown, vars: NonNullable<ExpressionScope['vars']>) {
    this.outer = outer
    this.body = body
    this.vars = vars
  }
  get headers(): ExpressionScope['headers'] {
    return this.outer.headers
  }
  get keys(): ExpressionScope['keys'] {
    return this.outer.keys
  }
  get steps(): ExpressionScope['steps'] {
    return this.outer.steps
  }
  get run(): ExpressionScope['run'] {
    return this.outer.run
  }
  // The type of the optional property: whoever asks takes undefined for "no tables".
  get tables(): CodeTables {
    return this.outer.tables as CodeTables
  }
}

/** A scope with another root and, on top of the names of the outer one, more variables. */
export function innerScope(
  outer: ExpressionScope,
  body: unknown,
  vars: Readonly<Record<string, unknown>> = {},
): ExpressionScope {
  return new InnerScope(outer, body, { ...outer.vars, ...vars })
}
