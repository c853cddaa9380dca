import { type AstNode, leftOf } from '../ast.ts'
import { placed, toExpressionError } from '../errors.ts'
import { requiredArguments } from '../signature.ts'
import { type Compiler, type Evaluate, inner, type Place, Unsupported } from './compiler.ts'
import { compileHigherOrder, compileLambda, isHigherOrder } from './higher-order.ts'
import { compileMatching, isMatching } from './matching.ts'
import { callOf } from './named-function.ts'

/** Compiles `$name(…)`; `first` is the left side of `~>`. */
export function compileCall(node: AstNode, place: Place, compiler: Compiler, first?: Evaluate): Evaluate {
  const name = calledName(node, place)
  const parts = node.arguments ?? []
  let evaluate: Evaluate
  if (isHigherOrder(name, parts.length + (first ? 1 : 0)))
    evaluate = compileHigherOrder(name, node, place, compiler, first)
  else if (isMatching(name)) evaluate = compileMatching(name, node, place, compiler, first)
  else evaluate = compilePlain(name, parts, place, compiler, first)
  compiler.needsFinish()
  return decorated(evaluate, node.position, name)
}

/** Compiles `value ~> $function(…)`, `value ~> $function` and `value ~> function($x){…}`. */
export function compileApply(node: AstNode, place: Place, compiler: Compiler): Evaluate {
  const left = leftOf(node)
  const right = node.rhs
  if (left === undefined || right === undefined || right.predicate || right.group) throw new Unsupported('~>')
  const value = compiler.compile(left, inner(place))
  if (right.type === 'function') return compileCall(right, { ...place, thunk: false, tail: false }, compiler, value)
  if (right.type === 'lambda') {
    compiler.needsFinish()
    const lambda = compileLambda(right, place, compiler)
    return (input, run) => lambda.invoke([value(input, run)], input, run)
  }
  if (right.type !== 'variable' || typeof right.value !== 'string' || place.names.has(right.value))
    throw new Unsupported('~> variable')
  const call = callOf(right.value, compiler.text)
  compiler.needsFinish()
  return decorated((input, run) => call.call([value(input, run)], null, run), node.position, right.value)
}

function calledName(node: AstNode, place: Place): string {
  const procedure = node.procedure
  const name = procedure?.value
  if (procedure?.type !== 'variable' || typeof name !== 'string' || procedure.predicate || procedure.keepArray)
    throw new Unsupported('procedure')
  if (place.names.has(name)) throw new Unsupported(`call of variable ${name}`)
  return name
}

/** Adds place and name to a fault, as the library does. */
function decorated(evaluate: Evaluate, position: number | undefined, name: string): Evaluate {
  return (input, run) => {
    try {
      return evaluate(input, run)
    } catch (error) {
      throw placed(toExpressionError(error), position, name)
    }
  }
}

function compilePlain(
  name: string,
  nodes: readonly AstNode[],
  place: Place,
  compiler: Compiler,
  first: Evaluate | undefined,
): Evaluate {
  const { call, signature } = callOf(name, compiler.text)
  const parts = nodes.map((part) => compiler.compile(part, inner(place)))
  if (first) parts.unshift(first)
  // In a tail call the library takes a missing argument from the caller's value, not from the current one.
  if (place.thunk && parts.length < requiredArguments(signature)) throw new Unsupported('context in a tail call')
  const [only] = parts
  if (parts.length === 1 && only) {
    return (input, run) => call([only(input, run)], input, run)
  }
  return (input, run) => {
    const args: unknown[] = []
    for (const part of parts) args.push(part(input, run))
    return call(args, input, run)
  }
}
