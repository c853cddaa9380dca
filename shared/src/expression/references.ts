import { type AstNode, childrenOf, leftOf, pairsOf, walkAst } from './ast.ts'
import { signatureOf } from './functions.ts'
import { parseExpression } from './parse.ts'
import { takesContext } from './signature.ts'

/** The steps that a tree reads as `$steps.<id>`; `'all'` when it uses `$steps` in any other way. */
export function stepsRead(ast: AstNode): readonly string[] | 'all' {
  const ids = new Set<string>()
  let all = false
  const named = new Set<AstNode>()
  walkAst(ast, (node) => {
    if (node.type === 'path') {
      const [first, second] = node.steps ?? []
      if (
        first?.type === 'variable' &&
        first.value === 'steps' &&
        second?.type === 'name' &&
        !first.predicate &&
        !first.stages
      ) {
        named.add(first)
        ids.add(String(second.value))
      }
    } else if (node.type === 'variable' && node.value === 'steps' && !named.has(node)) all = true
  })
  return all ? 'all' : [...ids]
}

/** A path from the root of the body: field names; `*` stands for every field, `**` for everything below. */
export type FieldPath = readonly string[]

/**
 * The root fields that an expression reads, without doubles, in the order in which they are written; `[]` is the whole body. Used
 * to draw wires and to find fields that a schema does not have. Never too few for what it can follow (paths, filters, blocks,
 * variables, inline functions over lists); a value that comes out of a computation has no path. Throws `ExpressionError`.
 */
export function referencedPaths(text: string): readonly FieldPath[] {
  return pathsReadBy(parseExpression(text).ast, WHOLE_BODY).paths
}

/** The places of the body that a value may come from; empty for a computed value. */
export type Origins = readonly FieldPath[]

/** Where an expression stands: what plain names are read from, and what its variables hold. */
export interface Standing {
  readonly root: Origins
  readonly variables: Readonly<Record<string, Origins>>
}

/** An expression over the body of a message. */
export const WHOLE_BODY: Standing = { root: [[]], variables: {} }

/** The fields of the body that a tree reads where it stands, without doubles, and where its value comes from. */
export function pathsReadBy(
  ast: AstNode,
  { root, variables }: Standing,
): { readonly paths: readonly FieldPath[]; readonly value: Origins } {
  const found = new Map<string, FieldPath>()
  const reader: Reader = {
    names: new Map(Object.entries(variables)),
    root,
    read: (path) => void found.set(JSON.stringify(path), path),
  }
  const value = pathsOf(ast, root, reader)
  note(reader, value)
  return { paths: [...found.values()], value }
}

interface Reader {
  readonly names: Map<string, Origins>
  /** What `$$` is. */
  readonly root: Origins
  read(path: FieldPath): void
}

function note(reader: Reader, origins: Origins): void {
  for (const path of origins) reader.read(path)
}

function below(origins: Origins, field: string): Origins {
  return origins.map((path) => [...path, field])
}

/** Where the value of a node comes from; notes on the way whatever is read to compute it. */
function pathsOf(node: AstNode, context: Origins, reader: Reader): Origins {
  const origins = originsOf(node, context, reader)
  for (const stage of [...(node.predicate ?? []), ...(node.stages ?? [])])
    if (stage.type === 'filter') note(reader, pathsOf(stage.expr, origins, reader))
  return withGroup(node, origins, reader)
}

function withGroup(node: AstNode, origins: Origins, reader: Reader): Origins {
  if (node.group === undefined) return origins
  for (const [key, value] of node.group.lhs) {
    note(reader, pathsOf(key, origins, reader))
    note(reader, pathsOf(value, origins, reader))
  }
  return []
}

function originsOf(node: AstNode, context: Origins, reader: Reader): Origins {
  switch (node.type) {
    case 'path':
      return stepsOf(node.steps ?? [], context, reader)
    case 'name':
      return below(context, String(node.value))
    case 'wildcard':
      return below(context, '*')
    case 'descendant':
      return below(context, '**')
    case 'parent':
      return context.map((path) => path.slice(0, -1))
    case 'variable':
      if (node.value === '') return context
      return node.value === '$' ? reader.root : (reader.names.get(String(node.value)) ?? [])
    case 'condition': {
      if (node.condition) note(reader, pathsOf(node.condition, context, reader))
      return [node.then, node.else].flatMap((branch) => (branch ? pathsOf(branch, context, reader) : []))
    }
    case 'block':
      return blockOf(node, context, reader)
    case 'bind':
      return bindingOf(node, context, reader)
    case 'function':
    case 'apply':
      return callOf(node, context, reader)
    case 'lambda':
      if (node.body) note(reader, pathsOf(node.body, context, reader))
      return []
    default:
      for (const [key, value] of pairsOf(node))
        for (const part of [key, value]) note(reader, pathsOf(part, context, reader))
      if (pairsOf(node).length === 0)
        for (const child of childrenOf({ ...node, predicate: [], stages: [] }))
          note(reader, pathsOf(child, context, reader))
      return []
  }
}

function stepsOf(steps: readonly AstNode[], context: Origins, reader: Reader): Origins {
  let current = context
  for (const step of steps) {
    if (step.type === 'sort') {
      for (const term of step.terms ?? []) note(reader, pathsOf(term.expression, current, reader))
      continue
    }
    const next = pathsOf(step, current, reader)
    if (step.index) reader.names.set(step.index, [])
    // `@$v` binds the items and stays where it was.
    if (step.focus) reader.names.set(step.focus, next)
    else current = next
  }
  return current
}

function blockOf(node: AstNode, context: Origins, reader: Reader): Origins {
  const inside: Reader = { ...reader, names: new Map(reader.names) }
  const statements = node.expressions ?? []
  let last: Origins = []
  statements.forEach((statement, i) => {
    last = pathsOf(statement, context, inside)
    // A bound value is noted where the variable is used.
    if (i < statements.length - 1 && statement.type !== 'bind') note(reader, last)
  })
  return last
}

function bindingOf(node: AstNode, context: Origins, reader: Reader): Origins {
  const target = leftOf(node)
  const origins = node.rhs ? pathsOf(node.rhs, context, reader) : []
  if (target) reader.names.set(String(target.value), origins)
  return origins
}

const OVER_ITEMS = new Set('map filter single sort reduce'.split(' '))
const GIVES_ITEMS = new Set('filter single sort reverse distinct'.split(' '))

function callOf(node: AstNode, context: Origins, reader: Reader): Origins {
  const call = node.type === 'apply' ? node.rhs : node
  const left = node.type === 'apply' ? leftOf(node) : undefined
  const parts = [...(left ? [left] : []), ...(call?.type === 'function' ? (call.arguments ?? []) : [])]
  if (node.type === 'apply' && call && call.type !== 'function') parts.push(call)
  const name = String(call?.type === 'function' ? call.procedure?.value : call?.value)
  const [first, ...rest] = parts
  const signature = signatureOf(name)
  if (signature && takesContext(signature, parts.length)) note(reader, context)
  const items = first ? pathsOf(first, context, reader) : []
  for (const part of rest) {
    if (part.type === 'lambda' && OVER_ITEMS.has(name)) lambdaOver(part, items, name, context, reader)
    else note(reader, pathsOf(part, context, reader))
  }
  if (call?.type === 'function' && call.procedure?.type !== 'variable' && call.procedure)
    note(reader, pathsOf(call.procedure, context, reader))
  if (GIVES_ITEMS.has(name)) return items
  // `$map` hands its items on to the inline function, which has noted what it reads of them.
  if (name === 'map' && rest[0]?.type === 'lambda') return []
  note(reader, items)
  return []
}

/** The parameters that receive items know where these come from. */
function lambdaOver(node: AstNode, items: Origins, name: string, context: Origins, reader: Reader): void {
  const inside: Reader = { ...reader, names: new Map(reader.names) }
  const gets = (i: number): boolean => (name === 'reduce' || name === 'sort' ? i < 2 : i === 0)
  node.arguments?.forEach((parameter, i) => {
    inside.names.set(String(parameter.value), gets(i) ? items : [])
  })
  if (node.body) note(reader, pathsOf(node.body, context, inside))
}

/** The earlier steps that an expression reads as `$steps.<id>`; `'all'` when it uses `$steps` in another way. Throws `ExpressionError`. */
export function referencedSteps(text: string): readonly string[] | 'all' {
  return stepsRead(parseExpression(text).ast)
}
