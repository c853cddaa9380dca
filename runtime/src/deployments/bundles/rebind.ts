import type { Flow, FlowNode } from '#shared/flow/flow.ts'
import { settingsSchema, walkFields } from '#shared/node/walk-fields.ts'
import type { Registry } from '../registry.ts'
import { definitionOf } from '../surroundings.ts'

/** The flow with its connections called as they are here. `bind`: connection of the bundle → connection of this installation. */
export function rebound(
  flow: Flow,
  bind: Readonly<Record<string, string>>,
  registry: Pick<Registry, 'definitions'>,
): Flow {
  if (Object.keys(bind).length === 0) return flow
  const nodes = Object.entries(flow.nodes).map(([id, node]): [string, FlowNode] => [
    id,
    reboundNode(node, bind, registry),
  ])
  return { ...flow, nodes: Object.fromEntries(nodes) }
}

function reboundNode(
  node: FlowNode,
  bind: Readonly<Record<string, string>>,
  registry: Pick<Registry, 'definitions'>,
): FlowNode {
  const definition = definitionOf(node.use, registry)
  if (!definition || !node.settings) return node
  const fields = walkFields(settingsSchema(definition), node.settings).filter(
    ({ look, value }) => look.kind === 'connection' && typeof value === 'string' && Object.hasOwn(bind, value),
  )
  const settings = fields.reduce<unknown>(
    (all, { path, value }) => replaced(all, path.split('.'), bind[String(value)]),
    node.settings,
  )
  return { ...node, settings: Object.fromEntries(Object.entries(settings ?? {})) }
}

function replaced(value: unknown, [step, ...rest]: readonly string[], next: unknown): unknown {
  if (step === undefined) return next
  if (Array.isArray(value))
    return value.map((row: unknown, i) => (String(i) === step ? replaced(row, rest, next) : row))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, it]) => [key, key === step ? replaced(it, rest, next) : it]),
  )
}
