import type { AstNode } from '../ast.ts'
import { ExpressionError } from '../errors.ts'
import { type Evaluation, sizesOf, spend } from '../evaluation.ts'
import { MAX_FAST_STEPS, MAX_TEXT_RESULT } from '../limits.ts'
import { builtIns, type NativeSignature } from '../natives.ts'
import { LinearPattern } from '../pattern/engine.ts'
import { type Compiler, type Evaluate, inner, type Place, Unsupported } from './compiler.ts'
import { newSequence } from './values.ts'

/** The functions that take a text or a pattern; asynchronous in the library, because a pattern may be any function there. */
export function isMatching(name: string): boolean {
  return name === 'contains' || name === 'split' || name === 'replace' || name === 'match'
}

/** One match, as the library's matcher gives it. */
interface Match {
  readonly match: string
  readonly start: number
  readonly end: number
  readonly groups: readonly (string | undefined)[]
}

/** Compiles `$contains`, `$split`, `$replace` and `$match` with a text or a literal pattern. */
export function compileMatching(
  name: string,
  node: AstNode,
  place: Place,
  compiler: Compiler,
  first: Evaluate | undefined,
): Evaluate {
  const signature = builtIns.get(name)?.signature
  const nodes = node.arguments ?? []
  const place2 = first ? 0 : 1
  const patternNode = nodes[place2]
  if (signature === undefined || patternNode === undefined || place.thunk) throw new Unsupported(name)
  const pattern = patternNode.type === 'regex' && !patternNode.predicate ? patternOf(patternNode) : undefined
  const parts = nodes.map((part, i) =>
    i === place2 && pattern ? () => anyFunction : compiler.compile(part, inner(place)),
  )
  if (first) parts.unshift(first)
  const work = workOf(name, pattern, patternNode.position)
  return (input, run) => {
    const args: unknown[] = []
    for (const part of parts) args.push(part(input, run))
    return run1(work, signature, args, input, run)
  }
}

function patternOf(node: AstNode): LinearPattern {
  if (!(node.value instanceof RegExp)) throw new Unsupported('regex')
  return new LinearPattern(node.value)
}

/** Stands for the pattern while the signature is checked. */
const anyFunction = (): undefined => undefined

type Work = (text: string, args: readonly unknown[], run: Evaluation) => unknown

function run1(
  work: Work,
  signature: NativeSignature,
  args: readonly unknown[],
  input: unknown,
  run: Evaluation,
): unknown {
  const valid = signature.validate(args, input)
  const [text] = valid
  if (typeof text !== 'string') return undefined
  spend(run, 1 + (text.length >>> 4), MAX_FAST_STEPS)
  const result = work(text, valid, run)
  if (typeof result === 'object') sizesOf(run).check(result)
  return result
}

function workOf(name: string, pattern: LinearPattern | undefined, position: number | undefined): Work {
  switch (name) {
    case 'contains':
      return (text, [, token]) => {
        if (pattern) return nextMatch(pattern.restart(), text, 0) !== undefined
        return typeof token === 'string' ? text.includes(token) : undefined
      }
    case 'split':
      return (text, [, separator, limit], run) =>
        split(text, pattern, separator, countOf(limit, 'D3020', 3), position, run)
    case 'replace':
      return (text, [, token, by, limit], run) => {
        if (token === '') throw new ExpressionError('D3010', { index: 2 })
        const most = countOf(limit, 'D3011', 4)
        if (typeof by !== 'string') throw new ExpressionError('expression.internal', { params: { reason: '$replace' } })
        return pattern
          ? replacePattern(text, pattern, by, most, position, run)
          : replaceText(text, token, by, most, run)
      }
    default:
      if (pattern === undefined) throw new Unsupported('match without a pattern')
      return (text, [, , limit], run) => {
        const found = newSequence()
        const most = countOf(limit, 'D3040', 3)
        for (const { match, start, groups } of matches(pattern, text, most, position, run))
          found.push({ match, index: start, groups: [...groups] })
        return found
      }
  }
}

function countOf(limit: unknown, code: string, index: number): number {
  if (typeof limit !== 'number') return Number.POSITIVE_INFINITY
  if (limit < 0) throw new ExpressionError(code, { value: limit, index })
  return limit
}

function nextMatch(pattern: LinearPattern, text: string, from: number): Match | undefined {
  pattern.lastIndex = from
  const found = pattern.exec(text)
  if (found === null) return undefined
  const match = found[0] ?? ''
  return { match, start: found.index, end: found.index + match.length, groups: found.slice(1) }
}

/** All matches up to `most`; a pattern that matches nothing twice would never end and is a fault, as in the library. */
function* matches(
  pattern: LinearPattern,
  text: string,
  most: number,
  position: number | undefined,
  run: Evaluation,
): Generator<Match> {
  pattern.restart()
  let found = most > 0 ? nextMatch(pattern, text, 0) : undefined
  for (let count = 0; found !== undefined && count < most; count++) {
    spend(run, 1, MAX_FAST_STEPS)
    yield found
    // The library looks for the next match before it compares with the limit.
    if (pattern.lastIndex >= text.length) return
    found = nextMatch(pattern, text, pattern.lastIndex)
    if (found?.match === '') throw new ExpressionError('D1004', { position, value: pattern.source })
  }
}

function split(
  text: string,
  pattern: LinearPattern | undefined,
  separator: unknown,
  most: number,
  position: number | undefined,
  run: Evaluation,
): unknown {
  if (most === 0) return []
  if (pattern === undefined) {
    if (typeof separator !== 'string')
      throw new ExpressionError('expression.internal', { params: { reason: '$split' } })
    return text.split(separator, most === Number.POSITIVE_INFINITY ? undefined : most)
  }
  const parts: string[] = []
  let start = 0
  for (const found of matches(pattern, text, most, position, run)) {
    parts.push(text.substring(start, found.start))
    start = found.end
  }
  if (parts.length < most) parts.push(text.substring(start))
  return parts
}

function replaceText(text: string, token: unknown, by: string, most: number, run: Evaluation): string {
  if (typeof token !== 'string') throw new ExpressionError('expression.internal', { params: { reason: '$replace' } })
  let result = ''
  let from = 0
  let at = text.indexOf(token)
  for (let count = 0; at !== -1 && count < most; count++) {
    spend(run, 1, MAX_FAST_STEPS)
    result = bounded(result + text.substring(from, at) + by)
    from = at + token.length
    at = text.indexOf(token, from)
  }
  return result + text.substring(from)
}

function replacePattern(
  text: string,
  pattern: LinearPattern,
  by: string,
  most: number,
  position: number | undefined,
  run: Evaluation,
): string {
  let result = ''
  let from = 0
  for (const found of matches(pattern, text, most, position, run)) {
    result = bounded(result + text.substring(from, found.start) + substituted(by, found))
    from = found.start + found.match.length
  }
  return result + text.substring(from)
}

function bounded(text: string): string {
  if (text.length > MAX_TEXT_RESULT) throw new ExpressionError('expression.too-large')
  return text
}

/** Puts `$0`, `$1` … and `$$` into a replacement, by the rules of the library (XPath's fn:replace). */
function substituted(by: string, { match, groups }: Match): string {
  let result = ''
  let from = 0
  for (let at = by.indexOf('$'); at !== -1 && from < by.length; at = by.indexOf('$', from)) {
    result += by.substring(from, at)
    from = at + 1
    const next = by.charAt(from)
    if (next === '$' || next === '0') {
      result += next === '$' ? '$' : match
      from++
      continue
    }
    const digits = groups.length === 0 ? 1 : Math.floor(Math.log(groups.length) * Math.LOG10E) + 1
    let index = Number.parseInt(by.substring(from, from + digits), 10)
    if (digits > 1 && index > groups.length) index = Number.parseInt(by.substring(from, from + digits - 1), 10)
    if (Number.isNaN(index)) result += '$'
    else {
      result += groups[index - 1] ?? ''
      from += String(index).length
    }
  }
  return result + by.substring(from)
}
