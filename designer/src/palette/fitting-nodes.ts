import type { CatalogueNode } from '#shared/node/catalogue.ts'
import type { JsonSchema } from '#shared/node/define.ts'
import type { Catalogue } from '../document/catalogue.ts'
import { fitOf } from '../document/rules.ts'

/** The types that can stand at a place: nothing goes behind a node that takes no input, and a wire goes on only through a node with an output. */
export function fittingNodes(
  nodes: readonly CatalogueNode[],
  place: { readonly behind: boolean; readonly onWire: boolean },
): readonly CatalogueNode[] {
  return nodes.filter((node) => {
    if ((place.behind || place.onWire) && !node.input) return false
    return !place.onWire || node.out.length > 0
  })
}

const rank = { wanted: 0, any: 1, doubt: 2 } as const

/** Types that ask for what the wire brings come first, those that want something else last; the order stays otherwise. */
export function rankByBody(
  nodes: readonly CatalogueNode[],
  catalogue: Catalogue,
  body: JsonSchema,
): readonly CatalogueNode[] {
  const ranks = new Map(nodes.map((node) => [node, rank[fitOf(catalogue, node, body)]]))
  return [...nodes].sort((a, b) => (ranks.get(a) ?? 1) - (ranks.get(b) ?? 1))
}
