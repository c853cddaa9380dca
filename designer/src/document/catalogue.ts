import { type Flow, type FlowNode, parseUse } from '#shared/flow/flow.ts'
import type { CatalogueNode } from '#shared/node/catalogue.ts'
import { type FixedPort, type JsonSchema, portsOf } from '#shared/node/define.ts'
import { createFlowSchemas, type FlowSchemas } from '#shared/schema/flow-schemas.ts'
import type { KnownNode } from '#shared/schema/infer.ts'
import type { Text } from '#shared/text/text.ts'
import { nodeOf } from './document.ts'

/** The node types that the server knows, by type. */
export interface Catalogue {
  readonly nodes: readonly CatalogueNode[]
  readonly byType: ReadonlyMap<string, CatalogueNode>
}

/** Indexes what `GET /nodes` answered. */
export function createCatalogue(nodes: readonly CatalogueNode[]): Catalogue {
  return { nodes, byType: new Map(nodes.map((node) => [node.type, node])) }
}

/** The definition that a node uses; undefined for a type that this installation does not have. */
export function definitionOf(catalogue: Catalogue, node: Pick<FlowNode, 'use'> | undefined): CatalogueNode | undefined {
  const use = node && parseUse(node.use)
  return use ? catalogue.byType.get(use.type) : undefined
}

/** The settings with the defaults of the schema filled in (first level). */
export function settingsWithDefaults(definition: CatalogueNode, node: FlowNode): Readonly<Record<string, unknown>> {
  return { ...defaultsOf(definition), ...node.settings }
}

const defaults = new WeakMap<JsonSchema, Readonly<Record<string, unknown>>>()

/** The default of each setting that has one. */
export function defaultsOf(definition: CatalogueNode): Readonly<Record<string, unknown>> {
  const known = defaults.get(definition.settings)
  if (known) return known
  const found: Record<string, unknown> = {}
  const properties = definition.settings.properties
  if (isRecord(properties)) {
    for (const [name, schema] of Object.entries(properties)) {
      if (isRecord(schema) && Object.hasOwn(schema, 'default')) found[name] = schema.default
    }
  }
  defaults.set(definition.settings, found)
  return found
}

const ports = new WeakMap<FlowNode, { readonly definition: CatalogueNode; readonly ports: readonly FixedPort[] }>()

/**
 * The output ports of a node, in order. A node of unknown type shows the ports that its wires use, so that opening such
 * a flow loses nothing.
 */
export function outPortsOf(catalogue: Catalogue, node: FlowNode): readonly FixedPort[] {
  const definition = definitionOf(catalogue, node)
  if (!definition) return Object.keys(node.to ?? {}).map((name) => ({ name, title: { vi: name, en: name } }))
  const known = ports.get(node)
  if (known?.definition === definition) return known.ports
  const found = portsOf(definition, settingsWithDefaults(definition, node))
  ports.set(node, { definition, ports: found })
  return found
}

const knownNodes = new WeakMap<FlowNode, KnownNode>()

/** A node with its type, as the checks of wires take it; the same object for the same node. */
export function knownNode(catalogue: Catalogue, node: FlowNode): KnownNode | undefined {
  const definition = definitionOf(catalogue, node)
  if (!definition) return undefined
  const kept = knownNodes.get(node)
  if (kept?.definition === definition) return kept
  const settings = settingsWithDefaults(definition, node)
  const known = { node, definition, ports: outPortsOf(catalogue, node), settings, form: definition.settings }
  knownNodes.set(node, known)
  return known
}

const follow = createFlowSchemas()
const followed = new WeakMap<Flow['nodes'], { readonly catalogue: Catalogue; readonly schemas: FlowSchemas }>()

/** What is known of the bodies in a flow. */
export function schemasOf(flow: Flow, catalogue: Catalogue): FlowSchemas {
  const kept = followed.get(flow.nodes)
  if (kept?.catalogue === catalogue) return kept.schemas
  const schemas = follow(flow, (node) => knownNode(catalogue, node))
  followed.set(flow.nodes, { catalogue, schemas })
  return schemas
}

/** True when wires may end at the node. */
export function takesInput(catalogue: Catalogue, node: FlowNode): boolean {
  return definitionOf(catalogue, node)?.input ?? true
}

/** The title a person sees: the officer's own, else that of the node type, else the type's name. */
export function titleOfNode(catalogue: Catalogue, flow: Flow, id: string): Text {
  const node = nodeOf(flow, id)
  if (!node) return { vi: id, en: id }
  if (node.title) return { vi: node.title, en: node.title }
  return definitionOf(catalogue, node)?.title ?? { vi: node.use, en: node.use }
}

/** True for a plain object. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
