import type { Flow } from '#shared/flow/flow.ts'
import { type Problem, parseUse } from '#shared/flow/flow.ts'
import { type CheckedNode, type Surroundings, validateFlow } from '#shared/flow/validate.ts'
import { addressOf, routeKey } from '#shared/flow/validate-wiring.ts'
import type { NodeDefinition } from '#shared/node/define.ts'
import type { CodeTableStore } from './code-tables.ts'
import type { ConnectionStore } from './connection-store.ts'
import type { FlowStore } from './flow-store.ts'
import type { Registry } from './registry.ts'
import { readStoredFlow } from './stored-flows.ts'

/** Checks flows against what is installed, connected and published in their unit. */
export type CheckFlow = (flow: Flow, unit: string) => readonly Problem[]

/** The stores that a flow's surroundings are read from. */
export interface SurroundingStores {
  readonly flows: FlowStore
  readonly connections: ConnectionStore
  readonly tables: CodeTableStore
}

/** A check over the current state of the stores. */
export function createCheck(registry: Registry, stores: SurroundingStores): CheckFlow {
  function around(flow: Flow, unit: string): Surroundings {
    const others = stores.flows.deployments().filter((it) => it.flow !== flow.id)
    const addresses = new Map<string, string>()
    const callable = new Set<string>()
    for (const other of others) {
      if (other.unit === unit) callable.add(other.flow)
      // Addresses are one space for the whole gateway, whichever unit took them.
      const stored = stores.flows.version(other.flow, other.version)
      if (!stored) continue
      for (const it of triggersOf(readStoredFlow(stored.version, stored.text), registry)) {
        const address = addressOf(it)
        if (address) addresses.set(routeKey(address.method, address.path), other.flow)
      }
    }
    return {
      definitions: registry.definitions,
      connections: new Map(stores.connections.list(unit).map((it) => [it.id, it.kind])),
      tables: new Set(stores.tables.list(unit).map((it) => it.id)),
      flows: callable,
      addresses,
      ...(registry.checkExpression ? { checkExpression: registry.checkExpression } : {}),
    }
  }
  return (flow, unit) => validateFlow(flow, around(flow, unit))
}

/** The trigger nodes of a flow that are enabled, with defaults filled in. */
export function triggersOf(flow: Flow, registry: Pick<Registry, 'definitions'>): readonly CheckedNode[] {
  return Object.entries(flow.nodes).flatMap(([id, node]) => {
    const definition = definitionOf(node.use, registry)
    if (definition?.kind !== 'trigger' || node.disabled) return []
    const settings = definition.settings.safeParse(node.settings ?? {})
    return [{ id, node, definition, settings: settings.success ? settings.data : (node.settings ?? {}) }]
  })
}

/** The definition that a node's `use` names. */
export function definitionOf(use: string, registry: Pick<Registry, 'definitions'>): NodeDefinition | undefined {
  const parsed = parseUse(use)
  return parsed && registry.definitions.get(parsed.type)
}
