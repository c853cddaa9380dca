import type { Flow } from '#shared/flow/flow.ts'
import { exampleOf } from '#shared/schema/example.ts'
import { type Catalogue, definitionOf, outPortsOf } from '../document/catalogue.ts'
import { nodeOf } from '../document/document.ts'

/** An example of what enters by a trigger: as declared for it, else as its type does; an empty object when nothing is declared. */
export function exampleOfTrigger(flow: Flow, catalogue: Catalogue, id: string): unknown {
  const node = nodeOf(flow, id)
  const schema = node ? outPortsOf(catalogue, node)[0]?.schema : undefined
  if (node?.schema) return exampleOf(node.schema)
  return definitionOf(catalogue, node)?.sample ?? (schema ? exampleOf(schema) : {})
}
