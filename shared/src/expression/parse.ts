import jsonata from 'jsonata'
import { type AstNode, walkAst } from './ast.ts'
import { doublings } from './doublings.ts'
import { ExpressionError, toExpressionError } from './errors.ts'
import { MAX_TEXT, MAX_TREE_DEPTH } from './limits.ts'
import { checkPattern, LinearPattern } from './pattern/engine.ts'

/** Levels of `??` and `?:` in brackets; each doubles the tree (see doublings.ts). */
const MAX_DOUBLINGS = 6

/** Field names that could reach a prototype; messages that carry them are refused too (see message/safe-json.ts). */
export function isForbiddenName(name: string): boolean {
  return name === '__proto__' || name === 'constructor' || name === 'prototype'
}

/** The options under which the library runs, besides its own defaults. */
export interface LibraryOptions {
  readonly timeout?: number
  readonly stack?: number
  readonly sequence?: number
}

/** An expression of the library with the tree that it will evaluate. */
export interface Parsed {
  readonly expression: jsonata.Expression
  readonly ast: AstNode
}

/** Parses and checks a text; throws an `ExpressionError` with the place of the first fault. */
export function parseExpression(text: string, options: LibraryOptions = {}): Parsed {
  if (text.length > MAX_TEXT) throw new ExpressionError('expression.too-long', { params: { limit: MAX_TEXT } })
  if (doublings(text) > MAX_DOUBLINGS) throw new ExpressionError('expression.too-nested')
  try {
    // LinearPattern has what the library uses of RegExp: the constructor, `exec` and `lastIndex`.
    const RegexEngine = LinearPattern as unknown as RegExpConstructor
    const expression = jsonata(text, { ...options, RegexEngine })
    const ast = expression.ast() as unknown as AstNode
    walkAst(ast, checkNode)
    return { expression, ast }
  } catch (error) {
    // The library hands a pattern straight to `new RegExp`, whose own error has no code and no place.
    if (error instanceof SyntaxError)
      throw new ExpressionError('expression.pattern-syntax', { params: { what: error.message.slice(0, 120) } })
    throw toExpressionError(error)
  }
}

function checkNode(node: AstNode, depth: number): void {
  if (depth > MAX_TREE_DEPTH) throw new ExpressionError('expression.too-deep', { position: node.position })
  const { type, value, position } = node
  if (type === 'regex' && value instanceof RegExp) {
    try {
      checkPattern(value)
    } catch (error) {
      throw withPlace(error, position)
    }
  }
  if (type === 'name' && typeof value === 'string' && isForbiddenName(value))
    throw new ExpressionError('expression.forbidden-name', { position, params: { name: value } })
  if (type === 'variable' && value === 'eval') throw new ExpressionError('expression.eval', { position, token: 'eval' })
}

function withPlace(error: unknown, position: number | undefined): ExpressionError {
  const known = toExpressionError(error)
  return new ExpressionError(known.code, { ...known.detail, position: known.position ?? position })
}
