import type { CatalogueNode } from '#shared/node/catalogue.ts'

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
