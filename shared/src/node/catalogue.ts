import type { ConnectionKind } from './connection.ts'
import type { JsonSchema, NodeDefinition } from './define.ts'
import { toJsonSchema } from './to-json-schema.ts'

/** A node as `GET /nodes` serves it: the definition with its settings as JSON Schema (fields carry `x-field`), its help and icon. */
export interface CatalogueNode extends Omit<NodeDefinition, 'settings'> {
  readonly settings: JsonSchema
  /** Help in Markdown: the node's README. */
  readonly help: string
  /** SVG text. */
  readonly icon: string
}

/** A kind of connection as the API serves it. */
export interface CatalogueConnection extends Omit<ConnectionKind, 'values' | 'secrets' | 'hosts'> {
  readonly values: JsonSchema
  readonly secrets: JsonSchema
}

/** The definition as plain data. */
export function describeNode(definition: NodeDefinition, help: string, icon: string): CatalogueNode {
  return { ...definition, settings: toJsonSchema(definition.settings), help, icon }
}

/** The kind of connection as plain data. */
export function describeConnection(kind: ConnectionKind): CatalogueConnection {
  const { hosts: _hosts, values, secrets, ...rest } = kind
  return { ...rest, values: toJsonSchema(values), secrets: toJsonSchema(secrets) }
}
