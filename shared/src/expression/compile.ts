import { type AstNode, leftOf, walkAst } from './ast.ts'
import { compileFast } from './fast/fast.ts'
import { dataVariable, evaluateWithLibrary } from './library.ts'
import { MAX_LIBRARY_DEPTH, MAX_LIBRARY_MS, MAX_LIST } from './limits.ts'
import { parseExpression } from './parse.ts'
import type { CompiledExpression } from './scope.ts'

export { checkExpression } from './check.ts'
export type { CodeTables, CompiledExpression, ExpressionScope } from './scope.ts'

/** How to compile: `library` keeps off the fast path (for tests and comparisons). */
export interface CompileOptions {
  readonly path?: 'library'
}

/**
 * Makes an expression ready: closures for the common part of JSONata, the JSONata library under a budget for the rest, with the
 * same answers. Throws an `ExpressionError` with the place of a syntax fault.
 */
export function compileExpression(text: string, options: CompileOptions = {}): CompiledExpression {
  const parsed = parseExpression(text, { timeout: MAX_LIBRARY_MS, stack: MAX_LIBRARY_DEPTH, sequence: MAX_LIST })
  renameDataVariables(parsed.ast)
  const fast = options.path === 'library' ? undefined : compileFast(parsed.ast, text)
  if (fast) return { text, fast: true, evaluate: fast }
  return { text, fast: false, evaluate: evaluateWithLibrary(parsed, text) }
}

/**
 * JSONata has one name space for variables and functions, and `$keys` and `$error` are both here: as a value the business keys of
 * the message and the fault of an error branch, in call position and as an argument of a higher-order function the function.
 */
function renameDataVariables(ast: AstNode): void {
  const functions = new Set<AstNode | undefined>()
  const variables: AstNode[] = []
  const rebound = new Set<unknown>()
  walkAst(ast, (node) => {
    if (node.type === 'function' || node.type === 'partial') {
      functions.add(node.procedure)
      if (TAKES_FUNCTION.has(String(node.procedure?.value)))
        for (const part of node.arguments?.slice(1) ?? []) functions.add(part)
    }
    if (node.type === 'apply') functions.add(node.rhs)
    if (node.type === 'lambda') for (const parameter of node.arguments ?? []) rebound.add(parameter.value)
    if (node.type === 'bind') rebound.add(leftOf(node)?.value)
    if (node.type === 'variable' && DATA_NAMES.has(String(node.value)) && !functions.has(node)) variables.push(node)
  })
  for (const node of variables) if (!rebound.has(node.value)) node.value = dataVariable(String(node.value))
}

const DATA_NAMES = new Set(['keys', 'error'])
const TAKES_FUNCTION = new Set('map filter single each sift reduce sort'.split(' '))
