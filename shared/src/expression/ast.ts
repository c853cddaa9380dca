/** A filter (`[…]`) or an index binding (`#$i`) on a step. */
export interface AstStage {
  readonly type: string
  readonly expr: AstNode
}

/** A key and a value of an object constructor or of a grouping. */
export type AstPair = readonly [AstNode, AstNode]

/** One term of an order-by clause. */
export interface AstTerm {
  readonly descending: boolean
  readonly expression: AstNode
}

/** A node of the tree that `jsonata(text).ast()` gives (jsonata 2.2.2, after its `processAST`). */
export interface AstNode {
  readonly type: string
  /** Operator, literal, name or regular expression; changed only by `renameDataVariables`. */
  value?: unknown
  readonly position?: number
  readonly steps?: readonly AstNode[]
  readonly stages?: readonly AstStage[]
  readonly predicate?: readonly AstStage[]
  readonly group?: { readonly lhs: readonly AstPair[]; readonly position?: number }
  readonly keepArray?: boolean
  readonly keepSingletonArray?: boolean
  readonly consarray?: boolean
  readonly tuple?: boolean
  readonly focus?: string
  readonly index?: string
  readonly ancestor?: unknown
  readonly lhs?: AstNode | readonly AstPair[]
  readonly rhs?: AstNode
  readonly expression?: AstNode
  readonly expressions?: readonly AstNode[]
  readonly condition?: AstNode
  readonly then?: AstNode
  readonly else?: AstNode
  readonly procedure?: AstNode
  readonly arguments?: readonly AstNode[]
  readonly body?: AstNode
  readonly signature?: unknown
  readonly thunk?: boolean
  readonly terms?: readonly AstTerm[]
  readonly pattern?: AstNode
  readonly update?: AstNode
  readonly delete?: AstNode
}

/** The pairs of an object constructor; none for any other node. */
export function pairsOf(node: AstNode): readonly AstPair[] {
  return isPairs(node.lhs) ? node.lhs : []
}

/** The left operand of an operator; undefined for an object constructor. */
export function leftOf(node: AstNode): AstNode | undefined {
  return isPairs(node.lhs) ? undefined : node.lhs
}

function isPairs(lhs: AstNode['lhs']): lhs is readonly AstPair[] {
  return Array.isArray(lhs)
}

/** The direct children of a node, in the order in which they are written. */
export function childrenOf(node: AstNode): readonly AstNode[] {
  const children: AstNode[] = []
  const add = (...more: readonly (AstNode | undefined)[]): void => {
    for (const child of more) if (child !== undefined) children.push(child)
  }
  add(...(node.steps ?? []), leftOf(node))
  for (const [key, value] of pairsOf(node)) add(key, value)
  add(node.rhs, node.expression, ...(node.expressions ?? []), node.condition, node.then, node.else)
  add(node.procedure, ...(node.arguments ?? []), node.body)
  for (const term of node.terms ?? []) add(term.expression)
  add(node.pattern, node.update, node.delete)
  for (const stage of [...(node.stages ?? []), ...(node.predicate ?? [])]) {
    // An index stage (`#$i`) carries no expression.
    if (stage.type === 'filter') add(stage.expr)
  }
  for (const [key, value] of node.group?.lhs ?? []) add(key, value)
  return children
}

/** Calls `visit` for every node of a tree, parents first; iterative, so a deep tree cannot overflow the stack. */
export function walkAst(root: AstNode, visit: (node: AstNode, depth: number) => void): void {
  const open: { node: AstNode; depth: number }[] = [{ node: root, depth: 1 }]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    visit(next.node, next.depth)
    const children = childrenOf(next.node)
    for (let i = children.length - 1; i >= 0; i--) {
      const child = children[i]
      if (child) open.push({ node: child, depth: next.depth + 1 })
    }
  }
}
