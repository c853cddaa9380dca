import { permanent } from '#shared/errors/flow-error.ts'
import type { CompiledFlow, CompiledNode } from '../compile.ts'

/** The flow as far as it leads to a node: everything else is not reached, and behind the node nothing runs. */
export function upTo(compiled: CompiledFlow, last: string): CompiledFlow {
  if (!compiled.nodes.has(last)) throw permanent('test.no-step', { step: last })
  const leading = leadingTo(compiled, last)
  const cut = (node: CompiledNode): CompiledNode => {
    if (node.id === last) return { ...node, targets: new Map(), errorNode: undefined }
    const kept = ([port, to]: readonly [string, readonly string[]]) =>
      [port, to.filter((id) => leading.has(id))] as const
    const { errorNode } = node
    return {
      ...node,
      targets: new Map([...node.targets].map(kept)),
      errorNode: errorNode !== undefined && leading.has(errorNode) ? errorNode : undefined,
    }
  }
  return { ...compiled, undoes: false, nodes: new Map([...compiled.nodes].map(([id, node]) => [id, cut(node)])) }
}

function leadingTo({ nodes }: CompiledFlow, last: string): ReadonlySet<string> {
  const leading = new Set([last])
  for (let before = 0; before < leading.size; ) {
    before = leading.size
    for (const node of nodes.values()) {
      const next = [...[...node.targets.values()].flat(), ...(node.errorNode === undefined ? [] : [node.errorNode])]
      if (next.some((id) => leading.has(id))) leading.add(node.id)
    }
  }
  return leading
}
