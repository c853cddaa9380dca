import type { Flow } from '#shared/flow/flow.ts'
import { type Catalogue, definitionOf, outPortsOf } from '../document/catalogue.ts'
import { nodeOf } from '../document/document.ts'
import { exampleOf } from '../formula/message-scope.ts'

/** The body that a trigger's type declares as its example; an empty object when it declares none. */
export function exampleOfTrigger(flow: Flow, catalogue: Catalogue, id: string): unknown {
  const node = nodeOf(flow, id)
  const schema = node ? outPortsOf(catalogue, node)[0]?.schema : undefined
  return definitionOf(catalogue, node)?.sample ?? (schema ? exampleOf(schema) : {})
}
