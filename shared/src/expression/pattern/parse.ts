import { ExpressionError } from '../errors.ts'
import { canBeEmpty, type PatternNode } from './tree.ts'
import { anyUnit, classEscape, testOf, type UnitRanges } from './units.ts'

const MAX_SOURCE = 2_000
const MAX_NESTING = 100
const MAX_COUNT = 1_000

/** Parses the syntax of JavaScript patterns without the u flag, less what cannot be matched in linear time (see engine.ts). */
export function parsePattern(source: string, ignoreCase: boolean): { root: PatternNode; groups: number } {
  if (source.length > MAX_SOURCE) throw new ExpressionError('expression.pattern-too-large')
  const reader = new Reader(source)
  const state: State = { reader, ignoreCase, groups: 0, depth: 0 }
  const root = parseChoice(state)
  if (reader.more()) throw syntax(`"${reader.peek()}"`)
  return { root, groups: state.groups }
}

interface State {
  readonly reader: Reader
  readonly ignoreCase: boolean
  groups: number
  depth: number
}

class Reader {
  readonly source: string
  at = 0
  constructor(source: string) {
    this.source = source
  }
  more(): boolean {
    return this.at < this.source.length
  }
  peek(ahead = 0): string {
    return this.source.charAt(this.at + ahead)
  }
  next(): string {
    return this.source.charAt(this.at++)
  }
  take(text: string): boolean {
    if (!this.source.startsWith(text, this.at)) return false
    this.at += text.length
    return true
  }
  match(sticky: RegExp): RegExpExecArray | null {
    sticky.lastIndex = this.at
    const found = sticky.exec(this.source)
    if (found) this.at += found[0].length
    return found
  }
}

function syntax(what: string): ExpressionError {
  return new ExpressionError('expression.pattern-syntax', { params: { what } })
}

function unsupported(what: string): ExpressionError {
  return new ExpressionError('expression.pattern-unsupported', { params: { what } })
}

function parseChoice(state: State): PatternNode {
  const branches = [parseSequence(state)]
  while (state.reader.take('|')) branches.push(parseSequence(state))
  const only = branches[0]
  return branches.length === 1 && only ? only : { kind: 'choice', branches }
}

function parseSequence(state: State): PatternNode {
  const parts: PatternNode[] = []
  const { reader } = state
  while (reader.more() && reader.peek() !== '|' && reader.peek() !== ')') {
    const groupsBefore = state.groups
    const atom = parseAtom(state)
    parts.push(parseQuantifier(state, atom, groupsBefore))
  }
  const only = parts[0]
  if (only === undefined) return { kind: 'empty' }
  return parts.length === 1 ? only : { kind: 'sequence', parts }
}

function parseQuantifier(state: State, body: PatternNode, groupsBefore: number): PatternNode {
  const count = readCount(state.reader)
  if (count === undefined) return body
  if (body.kind === 'assert') throw syntax('quantifier')
  const lazy = state.reader.take('?')
  const { min, max } = count
  if (min > max) throw syntax(`{${min},${max}}`)
  if (min > MAX_COUNT || (max !== Infinity && max > MAX_COUNT))
    throw new ExpressionError('expression.pattern-too-large')
  // Loops over an empty round are where engines differ and where blow-ups start; nobody needs them.
  if (min !== max && canBeEmpty(body)) throw new ExpressionError('expression.pattern-empty-loop')
  return { kind: 'repeat', body, min, max, lazy, firstGroup: groupsBefore + 1, lastGroup: state.groups }
}

function readCount(reader: Reader): { min: number; max: number } | undefined {
  if (reader.take('*')) return { min: 0, max: Infinity }
  if (reader.take('+')) return { min: 1, max: Infinity }
  if (reader.take('?')) return { min: 0, max: 1 }
  const braces = reader.match(/\{(\d+)(?:(,)(\d*))?\}/y)
  if (!braces) return undefined
  const min = Number(braces[1])
  if (braces[2] === undefined) return { min, max: min }
  return { min, max: braces[3] ? Number(braces[3]) : Infinity }
}

function parseAtom(state: State): PatternNode {
  const { reader } = state
  const c = reader.next()
  switch (c) {
    case '^':
      return { kind: 'assert', what: 'start' }
    case '$':
      return { kind: 'assert', what: 'end' }
    case '.':
      return { kind: 'unit', test: anyUnit }
    case '(':
      return parseGroup(state)
    case '[':
      return parseClass(state)
    case '\\':
      return parseEscape(state)
    case '*':
    case '+':
    case '?':
      throw syntax(`"${c}"`)
    default:
      return literal(state, c.charCodeAt(0))
  }
}

function literal(state: State, unit: number): PatternNode {
  return { kind: 'unit', test: testOf([[unit, unit]], false, state.ignoreCase) }
}

function parseGroup(state: State): PatternNode {
  const { reader } = state
  if (++state.depth > MAX_NESTING) throw new ExpressionError('expression.pattern-too-large')
  let index = 0
  if (reader.peek() === '?') {
    if (!reader.take('?:')) {
      if (reader.match(/\?(?:<[=!]|[=!])/y)) throw unsupported('(?= (?! (?<= (?<!')
      if (!reader.match(/\?<[A-Za-z_$][\w$]*>/y)) throw unsupported('(?')
      index = ++state.groups
    }
  } else index = ++state.groups
  const body = parseChoice(state)
  if (!reader.take(')')) throw syntax('(')
  state.depth--
  return index === 0 ? body : { kind: 'group', index, body }
}

function parseEscape(state: State): PatternNode {
  const { reader } = state
  const c = reader.peek()
  if (c === 'b' || c === 'B') {
    reader.next()
    return { kind: 'assert', what: c === 'b' ? 'word' : 'not-word' }
  }
  if (/[1-9k]/.test(c)) throw unsupported(`\\${c}`)
  const ranges = classEscape(c)
  if (ranges) {
    reader.next()
    return { kind: 'unit', test: testOf(ranges, false, state.ignoreCase) }
  }
  return literal(state, escapedUnit(reader))
}

/** Reads what follows a backslash when it stands for one unit. */
function escapedUnit(reader: Reader): number {
  const hex = reader.match(/(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4}))/y)
  if (hex) return Number.parseInt(hex[1] ?? hex[2] ?? '0', 16)
  const control = reader.match(/c([A-Za-z])/y)
  if (control?.[1]) return control[1].charCodeAt(0) % 32
  const c = reader.next()
  if (c === '') throw syntax('\\')
  if (c === 'p' || c === 'P' || c === 'u' || c === 'x' || c === 'c') throw unsupported(`\\${c}`)
  if (c === '0' && /[0-9]/.test(reader.peek())) throw unsupported('\\0')
  const named = { t: 9, n: 10, v: 11, f: 12, r: 13, '0': 0 }[c]
  return named ?? c.charCodeAt(0)
}

function parseClass(state: State): PatternNode {
  const { reader } = state
  const negated = reader.take('^')
  const ranges: [number, number][] = []
  const add = (more: UnitRanges): void => {
    for (const [low, high] of more) ranges.push([low, high])
  }
  while (reader.peek() !== ']') {
    if (!reader.more()) throw syntax('[')
    const low = classMember(reader)
    if (typeof low === 'number' && reader.peek() === '-' && reader.peek(1) !== ']' && reader.peek(1) !== '') {
      reader.next()
      const high = classMember(reader)
      if (typeof high !== 'number') add([[low, low], [45, 45], ...high])
      else if (high < low) throw syntax('[z-a]')
      else add([[low, high]])
    } else add(typeof low === 'number' ? [[low, low]] : low)
  }
  reader.next()
  return { kind: 'unit', test: testOf(ranges, negated, state.ignoreCase) }
}

function classMember(reader: Reader): number | UnitRanges {
  if (!reader.take('\\')) return reader.next().charCodeAt(0)
  if (reader.take('b')) return 8
  if (reader.take('-')) return 45
  const ranges = classEscape(reader.peek())
  if (ranges) {
    reader.next()
    return ranges
  }
  if (/[1-9]/.test(reader.peek())) throw unsupported(`[\\${reader.peek()}]`)
  return escapedUnit(reader)
}
