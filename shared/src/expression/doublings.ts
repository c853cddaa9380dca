/**
 * How often the parser would copy a copy, at most. For `a ?? b` and `a ?: b` JSONata clones the tree of `a`, so
 * `((a ?? b) ?? c) ?? d` doubles at every level and forty brackets would need a terabyte. Only an operand in brackets can hold
 * another one (the right side takes all the rest), so the depth of such brackets is counted on the tokens, before parsing.
 */
export function doublings(text: string): number {
  const atMost = text.match(/\?[?:]/g)?.length ?? 0
  // For each open bracket: the level reached by closed inner brackets, and the highest level inside.
  const inner: number[] = [0]
  const highest: number[] = [0]
  let most = 0
  for (const token of tokens(text)) {
    const last = inner.length - 1
    if (token === '/') {
      // Division or the start of a pattern: only the parser knows, and a pattern may hide brackets. Assume the worst.
      return atMost
    }
    if (token === '??' || token === '?:') {
      const level = (inner[last] ?? 0) + 1
      highest[last] = Math.max(highest[last] ?? 0, level)
      most = Math.max(most, level)
    } else if ('([{'.includes(token)) {
      inner.push(0)
      highest.push(0)
    } else if (')]}'.includes(token) && last > 0) {
      const level = Math.max(inner.pop() ?? 0, highest.pop() ?? 0)
      inner[last - 1] = Math.max(inner[last - 1] ?? 0, level)
    }
  }
  return most
}

const OPERATORS = '.[]{}(),@#;:?+-*/%|=<>^&!~'
const PAIRS = ['..', ':=', '!=', '>=', '<=', '**', '~>', '?:', '??']
const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[Ee][-+]?[0-9]+)?/y

/** The tokens as the library's lexer cuts them; everything that is not an operator comes as `operand`. */
function* tokens(text: string): Generator<string> {
  let at = 0
  while (at < text.length) {
    const c = text.charAt(at)
    if (' \t\n\r\v'.includes(c)) {
      at++
    } else if (text.startsWith('/*', at)) {
      const end = text.indexOf('*/', at + 2)
      at = end < 0 ? text.length : end + 2
    } else {
      const two = text.slice(at, at + 2)
      const operator = PAIRS.includes(two) ? two : OPERATORS.includes(c) ? c : ''
      at += operator.length || Math.max(1, operandLength(text, at))
      yield operator || 'operand'
    }
  }
}

function operandLength(text: string, at: number): number {
  const c = text.charAt(at)
  if (c === '"' || c === "'") return quotedLength(text, at, c)
  if (c === '`') {
    const end = text.indexOf('`', at + 1)
    return (end < 0 ? text.length : end + 1) - at
  }
  NUMBER.lastIndex = at
  const number = NUMBER.exec(text)
  if (number) return number[0].length
  let end = at
  while (end < text.length && !` \t\n\r\v${OPERATORS}`.includes(text.charAt(end))) end++
  return end - at
}

function quotedLength(text: string, at: number, quote: string): number {
  let end = at + 1
  while (end < text.length && text.charAt(end) !== quote) end += text.charAt(end) === '\\' ? 2 : 1
  return end + 1 - at
}
