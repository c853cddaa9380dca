import { type AstNode, leftOf } from '../ast.ts'
import { ExpressionError } from '../errors.ts'
import { spend } from '../evaluation.ts'
import { MAX_FAST_STEPS, MAX_LIST, MAX_TEXT_RESULT } from '../limits.ts'
import { builtIns } from '../natives.ts'
import { type Compiler, type Evaluate, inner, type Place, Unsupported } from './compiler.ts'
import { deepEqual, isList, isNumeric, nativeFocus, truthOf } from './values.ts'

const nativeString = builtIns.get('string')?.implementation

/** Compiles a binary operator. */
export function compileBinary(node: AstNode, place: Place, compiler: Compiler): Evaluate {
  const left = leftOf(node)
  if (left === undefined || node.rhs === undefined) throw new Unsupported('binary')
  const a = compiler.compile(left, inner(place))
  const b = compiler.compile(node.rhs, inner(place))
  const operator = String(node.value)
  const fault: Fault = (code, value, value2) => {
    throw new ExpressionError(code, { position: node.position, token: operator, value, value2 })
  }
  switch (operator) {
    case 'and':
      return (input, run) => truthOf(a(input, run)) === true && truthOf(b(input, run)) === true
    case 'or':
      return (input, run) => truthOf(a(input, run)) === true || truthOf(b(input, run)) === true
    case '=':
      return (input, run) => equal(a(input, run), b(input, run), true)
    case '!=':
      return (input, run) => equal(a(input, run), b(input, run), false)
    case '<':
    case '<=':
    case '>':
    case '>=':
      return comparison(operator, a, b, fault)
    case '&':
      return (input, run) => concat(asText(a(input, run)), asText(b(input, run)))
    case 'in':
      return (input, run) => includes(a(input, run), b(input, run))
    case '..':
      return (input, run) => {
        const list = range(a(input, run), b(input, run), fault)
        if (list) spend(run, list.length, MAX_FAST_STEPS)
        return list
      }
    default:
      return arithmetic(operator, a, b, fault)
  }
}

type Fault = (code: string, value?: unknown, value2?: unknown) => never

/** Compiles unary minus. */
export function compileMinus(node: AstNode, place: Place, compiler: Compiler): Evaluate {
  if (node.expression === undefined) throw new Unsupported('minus')
  const operand = compiler.compile(node.expression, inner(place))
  return (input, run) => {
    const value = operand(input, run)
    if (value === undefined) return undefined
    if (isNumeric(value)) return -value
    throw new ExpressionError('D1002', { position: node.position, token: '-', value })
  }
}

function equal(left: unknown, right: unknown, wanted: boolean): boolean {
  if (left === undefined || right === undefined) return false
  return deepEqual(left, right) === wanted
}

function includes(item: unknown, list: unknown): boolean {
  if (item === undefined || list === undefined) return false
  // Not Array.includes: JSONata compares with ===, for which NaN differs from itself.
  return isList(list) ? list.indexOf(item) >= 0 : list === item
}

/** JSONata's `$string`, with short cuts for what is common. */
export function asText(value: unknown): string {
  if (typeof value === 'string') return value
  if (value === undefined) return ''
  if (typeof value === 'boolean' || (typeof value === 'number' && Number.isInteger(value))) return String(value)
  return String(nativeString?.call(nativeFocus, value))
}

function concat(left: string, right: string): string {
  if (left.length + right.length > MAX_TEXT_RESULT) throw new ExpressionError('expression.too-large')
  return left + right
}

function comparison(operator: '<' | '<=' | '>' | '>=', a: Evaluate, b: Evaluate, fault: Fault): Evaluate {
  return (input, run) => {
    const left = a(input, run)
    const right = b(input, run)
    const leftType = typeof left
    const rightType = typeof right
    if (leftType !== 'undefined' && leftType !== 'string' && leftType !== 'number') fault('T2010', left)
    if (rightType !== 'undefined' && rightType !== 'string' && rightType !== 'number') fault('T2010', right)
    if (left === undefined || right === undefined) return undefined
    if (leftType !== rightType) fault('T2009', left, right)
    const [x, y] = [left as string, right as string]
    if (operator === '<') return x < y
    if (operator === '<=') return x <= y
    return operator === '>' ? x > y : x >= y
  }
}

function arithmetic(operator: string, a: Evaluate, b: Evaluate, fault: Fault): Evaluate {
  const compute = arithmeticOf(operator)
  return (input, run) => {
    const left = a(input, run)
    const right = b(input, run)
    if (left !== undefined && !isNumeric(left)) return fault('T2001', left)
    if (right !== undefined && !isNumeric(right)) return fault('T2002', right)
    return left === undefined || right === undefined ? undefined : compute(left, right)
  }
}

function arithmeticOf(operator: string): (x: number, y: number) => number {
  switch (operator) {
    case '+':
      return (x, y) => x + y
    case '-':
      return (x, y) => x - y
    case '*':
      return (x, y) => x * y
    case '/':
      return (x, y) => x / y
    case '%':
      return (x, y) => x % y
    default:
      throw new Unsupported(operator)
  }
}

function range(from: unknown, to: unknown, fault: Fault): unknown[] | undefined {
  if (from !== undefined && !Number.isInteger(from)) fault('T2003', from)
  if (to !== undefined && !Number.isInteger(to)) fault('T2004', to)
  if (typeof from !== 'number' || typeof to !== 'number' || from > to) return undefined
  const size = to - from + 1
  if (size > 1e7) fault('D2014', size)
  if (size > MAX_LIST) fault('D2015', MAX_LIST)
  return Object.assign(
    Array.from({ length: size }, (_, i) => from + i),
    { sequence: true },
  )
}
