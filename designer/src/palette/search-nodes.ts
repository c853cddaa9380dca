import type { CatalogueNode } from '#shared/node/catalogue.ts'
import { NODE_FAMILIES, type NodeFamily, type NodeKind } from '#shared/node/define.ts'
import { foldText, matchesText } from '#shared/text/fold-text.ts'

/** One kind with its node types. */
export interface NodeGroup {
  readonly kind: NodeKind
  readonly nodes: readonly CatalogueNode[]
}

const order: readonly NodeKind[] = ['trigger', 'connector', 'transform', 'router', 'control']

/** Everything that the search looks into, both languages: an officer may know a thing by its English name. */
function textsOf(node: CatalogueNode): readonly string[] {
  return [node.title.vi, node.title.en, node.summary.vi, node.summary.en, node.type, ...(node.keywords ?? [])]
}

/** The node types that fit a query, best first: title begins with it, title holds it, anything else holds it. Accents and case do not count. */
export function searchNodes(nodes: readonly CatalogueNode[], query: string): readonly CatalogueNode[] {
  const folded = foldText(query)
  if (folded === '') return nodes
  const rank = (node: CatalogueNode): number => {
    const titles = [foldText(node.title.vi), foldText(node.title.en), node.type]
    if (titles.some((title) => title.startsWith(folded))) return 0
    return titles.some((title) => title.includes(folded)) ? 1 : 2
  }
  return nodes
    .filter((node) => matchesText(query, textsOf(node)))
    .map((node, index) => ({ node, index, rank: rank(node) }))
    .sort((a, b) => a.rank - b.rank || a.index - b.index)
    .map(({ node }) => node)
}

/** The types by kind, in the palette's order; kinds without types are left out. */
export function groupNodes(nodes: readonly CatalogueNode[]): readonly NodeGroup[] {
  return order
    .map((kind) => ({ kind, nodes: nodes.filter((node) => node.kind === kind) }))
    .filter((group) => group.nodes.length > 0)
}

/** One family of a group; `undefined` are those that belong to none. */
export interface NodeFamilyGroup {
  readonly family: NodeFamily | undefined
  readonly nodes: readonly CatalogueNode[]
}

/** The types of a group by what they work with, each family by title; families without types are left out, those without a family come last. */
export function groupFamilies(
  nodes: readonly CatalogueNode[],
  titleOf: (node: CatalogueNode) => string,
): readonly NodeFamilyGroup[] {
  const collator = new Intl.Collator('vi')
  return [...NODE_FAMILIES, undefined]
    .map((family) => ({
      family,
      nodes: nodes.filter((node) => node.family === family).sort((a, b) => collator.compare(titleOf(a), titleOf(b))),
    }))
    .filter((group) => group.nodes.length > 0)
}

/** The types used last, newest first; those that are no longer installed are left out. */
export function recentNodes(nodes: readonly CatalogueNode[], recent: readonly string[]): readonly CatalogueNode[] {
  return recent.flatMap((type) => nodes.find((node) => node.type === type) ?? [])
}
