import type { AstNode } from '../ast.ts'
import { isFunctionName } from '../functions.ts'
import { dataVariable } from '../library.ts'
import { compileApply, compileCall } from './calls.ts'
import { type Compiler, type Evaluate, inner, type Place, Unsupported } from './compiler.ts'
import { compileArray, compileGrouping, compileObject } from './constructors.ts'
import { compileBinary, compileMinus } from './operators.ts'
import { compileFilter, compilePath, descendants, wildcard } from './path.ts'
import { fieldOf, isList, ownField, truthOf, unwrap } from './values.ts'

/** Compiles any node with what ends every evaluation: filters, grouping, unwrapping. Throws `Unsupported`. */
export function compileNode(node: AstNode, place: Place, compiler: Compiler): Evaluate {
  const { predicate, group } = node
  const direct = compileType(node, predicate || group ? inner(place) : place, compiler)
  const filters = (predicate ?? []).map((stage) => compileFilter(stage, place, compiler))
  const grouped = group && compileGrouping(group.lhs, group.position, place, compiler)
  if (grouped && !place.tail) compiler.needsFinish()
  const keepArray = node.keepArray === true
  if (keepArray) compiler.needsFinish()
  if (filters.length === 0 && grouped === undefined) {
    if (!keepArray && NEVER_SEQUENCE.has(node.type)) return direct
    return (input, run) => unwrap(direct(input, run), keepArray)
  }
  return (input, run) => {
    let value = direct(input, run)
    for (const filter of filters) value = filter(value, run)
    if (grouped) value = grouped(value, run)
    return unwrap(value, keepArray)
  }
}

const NEVER_SEQUENCE = new Set(['string', 'number', 'value', 'condition', 'block'])

function compileType(node: AstNode, place: Place, compiler: Compiler): Evaluate {
  const { value } = node
  switch (node.type) {
    case 'path':
      return compilePath(node, place, compiler)
    case 'name': {
      const name = String(value)
      return (input) => fieldOf(input, name)
    }
    case 'string':
    case 'number':
    case 'value':
      return () => value
    case 'variable':
      return compileVariable(node, place)
    case 'wildcard':
      return wildcard
    case 'descendant':
      return descendants
    case 'binary':
      return compileBinary(node, place, compiler)
    case 'unary':
      if (value === '[') return compileArray(node, place, compiler)
      return value === '{' ? compileObject(node, place, compiler) : compileMinus(node, place, compiler)
    case 'condition':
      return compileCondition(node, place, compiler)
    case 'block':
      return compileBlock(node, place, compiler)
    case 'function':
      return compileCall(node, place, compiler)
    case 'apply':
      return compileApply(node, place, compiler)
    case 'lambda':
      // The library wraps the tail call of a lambda into a thunk; here it is called directly.
      if (node.thunk && node.body) return compiler.compile(node.body, { ...inner(place), thunk: true })
      throw new Unsupported('lambda')
    default:
      throw new Unsupported(node.type)
  }
}

const KEYS = dataVariable('keys')
const ERROR = dataVariable('error')

function compileVariable(node: AstNode, place: Place): Evaluate {
  const name = String(node.value)
  const slot = place.names.get(name)
  if (slot !== undefined) return (_input, run) => run.locals[slot]
  switch (name) {
    case '':
      return (input) => (isList(input) && input.outerWrapper ? input[0] : input)
    case '$':
      return (_input, run) => run.scope.body
    case 'headers':
      return (_input, run) => run.scope.headers
    case 'steps':
      return (_input, run) => run.scope.steps
    case 'run':
      return (_input, run) => run.scope.run
    case KEYS:
      return (_input, run) => run.scope.keys
    case ERROR:
      return (_input, run) => run.scope.vars?.error
  }
  if (isFunctionName(name)) throw new Unsupported('function as a value')
  return (_input, run) => {
    const { vars } = run.scope
    if (vars === undefined) return undefined
    const found = ownField(vars, name)
    return found === undefined && name === 'vars' ? vars : found
  }
}

function compileCondition(node: AstNode, place: Place, compiler: Compiler): Evaluate {
  if (node.condition === undefined || node.then === undefined) throw new Unsupported('condition')
  const condition = compiler.compile(node.condition, inner(place))
  const branch = { ...place, thunk: false }
  const yes = compiler.compile(node.then, branch)
  const no = node.else && compiler.compile(node.else, branch)
  return (input, run) => (truthOf(condition(input, run)) ? yes(input, run) : no?.(input, run))
}

/** Variables are bound in a block's own statements only; a binding anywhere else is left to the library. */
function compileBlock(node: AstNode, place: Place, compiler: Compiler): Evaluate {
  const names = new Map(place.names)
  const statements = node.expressions ?? []
  const compiled = statements.map((statement, i) => {
    const last = i === statements.length - 1
    const here = { names: new Map(names), tail: last && place.tail, thunk: false }
    if (statement.type !== 'bind') return compiler.compile(statement, here)
    return compileBinding(statement, { ...here, tail: false }, names, compiler)
  })
  return (input, run) => {
    let value: unknown
    for (const evaluate of compiled) value = evaluate(input, run)
    return value
  }
}

function compileBinding(node: AstNode, place: Place, names: Map<string, number>, compiler: Compiler): Evaluate {
  const target = node.lhs
  if (target === undefined || !('type' in target) || target.type !== 'variable' || node.rhs === undefined)
    throw new Unsupported('binding')
  if (node.predicate || node.group || node.keepArray) throw new Unsupported('binding')
  const value = compiler.compile(node.rhs, place)
  const slot = compiler.slot()
  names.set(String(target.value), slot)
  // The value may go out twice or be looked into, so lists keep their marks until the end.
  compiler.needsFinish()
  return (input, run) => {
    const bound = value(input, run)
    run.locals[slot] = bound
    return bound
  }
}
