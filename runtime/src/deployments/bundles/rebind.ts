import type { Flow, FlowNode } from '#shared/flow/flow.ts'
import { renamedThings } from '#shared/flow/named-things.ts'
import { settingsSchema } from '#shared/node/walk-fields.ts'
import type { Registry } from '../registry.ts'
import { definitionOf } from '../surroundings.ts'

/** The flow with its connections called as they are here. `bind`: connection of the bundle → connection of this installation. */
export function rebound(
  flow: Flow,
  bind: Readonly<Record<string, string>>,
  registry: Pick<Registry, 'definitions'>,
): Flow {
  if (Object.keys(bind).length === 0) return flow
  const nodes = Object.entries(flow.nodes).map(([id, node]): [string, FlowNode] => {
    const definition = definitionOf(node.use, registry)
    if (!definition || !node.settings) return [id, node]
    return [id, { ...node, settings: renamedThings(settingsSchema(definition), node.settings, { connection: bind }) }]
  })
  return { ...flow, nodes: Object.fromEntries(nodes) }
}
