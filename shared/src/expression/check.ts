import { foldText } from '../vietnam/text/normalise.ts'
import { type AstNode, leftOf, walkAst } from './ast.ts'
import { ExpressionError, type ExpressionProblem, placed, toExpressionError } from './errors.ts'
import { domainByName, functionNames, isFunctionName } from './functions.ts'
import { parseExpression } from './parse.ts'

/** The first fault that can be seen without data: syntax, forbidden names, patterns, unknown functions; undefined when none. */
export function checkExpression(text: string): ExpressionProblem | undefined {
  try {
    checkCalls(parseExpression(text).ast)
    return undefined
  } catch (error) {
    return toExpressionError(error).toJSON()
  }
}

/** A call of a name that nothing defines fails on every message (T1006), so it is told while the expression is written. */
function checkCalls(ast: AstNode): void {
  const own = new Set<string>()
  walkAst(ast, (node) => {
    if (node.type === 'bind') own.add(String(leftOf(node)?.value))
    if (node.type === 'lambda') for (const parameter of node.arguments ?? []) own.add(String(parameter.value))
    if (node.focus) own.add(node.focus)
  })
  walkAst(ast, ({ type, procedure, position, arguments: parts = [] }) => {
    if (type !== 'function' && type !== 'partial') return
    const called = procedure?.type === 'path' ? procedure.steps?.[0] : procedure
    if (called === undefined || (called.type !== 'variable' && called.type !== 'name')) return
    const name = String(called.value)
    const missingSign = called.type === 'name' && isFunctionName(name)
    if (called.type === 'variable' && own.has(name)) return
    if (called.type === 'variable' && isFunctionName(name)) return checkWords(name, parts, position)
    const shown = called.type === 'variable' ? `$${name}` : name
    const near = missingSign ? name : nearest(name)
    throw new ExpressionError('expression.unknown-function', {
      position,
      token: shown,
      params: {
        name: shown,
        hint: near ? `. Có phải ý bạn là $${near}?` : '',
        hintEn: near ? `. Did you mean $${near}?` : '',
      },
    })
  })
}

/** A pattern or name that is written in the formula and can never work fails on every message too. */
function checkWords(name: string, parts: readonly AstNode[], position: number | undefined): void {
  try {
    domainByName
      .get(name)
      ?.definition.check?.(
        parts.map(({ type, value }) => (type === 'string' && typeof value === 'string' ? value : undefined)),
      )
  } catch (error) {
    throw error instanceof ExpressionError ? placed(error, position, `$${name}`) : error
  }
}

/** The known function whose name is most like this one, if one is like it at all. */
function nearest(name: string): string | undefined {
  const wanted = foldText(name.slice(0, 60))
  let best: { name: string; slips: number } | undefined
  for (const known of functionNames()) {
    const slips = slipsBetween(wanted, known.toLowerCase())
    if (slips <= Math.max(1, Math.floor(known.length / 3)) && slips < (best?.slips ?? Number.POSITIVE_INFINITY))
      best = { name: known, slips }
  }
  return best?.name
}

function slipsBetween(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const change = a[i - 1] === b[j - 1] ? 0 : 1
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + change))
    }
    row = next
  }
  return row[b.length] ?? a.length
}
