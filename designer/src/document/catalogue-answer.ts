import type { CatalogueNode } from '#shared/node/catalogue.ts'
import { type Catalogue, createCatalogue, isRecord } from './catalogue.ts'

/**
 * Reads the node types out of what `GET /nodes` answered. The server made them from definitions that were checked there;
 * a type without the parts that the canvas stands on (of a foreign package, say) is left out, so that the others still work.
 */
export function readCatalogue(answer: unknown): Catalogue {
  const nodes: unknown = isRecord(answer) ? answer.nodes : undefined
  return createCatalogue(Array.isArray(nodes) ? nodes.filter(isNode) : [])
}

function isNode(value: unknown): value is CatalogueNode {
  return (
    isRecord(value) &&
    typeof value.type === 'string' &&
    typeof value.version === 'number' &&
    typeof value.kind === 'string' &&
    isText(value.title) &&
    isText(value.summary) &&
    typeof value.input === 'boolean' &&
    Array.isArray(value.out) &&
    isRecord(value.settings)
  )
}

function isText(value: unknown): boolean {
  return isRecord(value) && typeof value.vi === 'string' && typeof value.en === 'string'
}
