import type { FlowHit, FlowLink, SystemMap } from '#shared/api/overview.ts'
import type { Flow } from '#shared/flow/flow.ts'
import { searchFlow } from '#shared/flow/search.ts'
import { settingsSchema, walkFields } from '#shared/node/walk-fields.ts'
import type { Text } from '#shared/text/text.ts'
import type { Caller } from '../accounts/caller.ts'
import type { Drafts } from './drafts.ts'
import type { FlowStore } from './flow-store.ts'
import type { Registry } from './registry.ts'
import { definitionOf } from './surroundings.ts'

/** Hits of one search, in all and of one flow. */
const MOST_HITS = 50
const MOST_OF_ONE = 10
/** A shorter query would hit everything. */
const SHORTEST = 2

/** The nodes whose topic joins them across flows. */
const CALLBACKS: ReadonlyMap<string, FlowLink['is']> = new Map([
  ['wait-for-callback', 'awaits'],
  ['deliver-callback', 'delivers'],
])

/** What looks over all flows of a unit as a caller sees them: the caller's own drafts, else what is published. */
export interface Overview {
  search(caller: Caller, query: string): { readonly hits: FlowHit[]; readonly more: boolean }
  map(caller: Caller): SystemMap
}

/** Looks over flows by the stores. */
export function createOverview(parts: {
  readonly store: FlowStore
  readonly drafts: Pick<Drafts, 'current'>
  readonly registry: Pick<Registry, 'definitions'>
}): Overview {
  const { store, drafts, registry } = parts
  const typeOf = (use: string) => {
    const definition = definitionOf(use, registry)
    return definition && { title: definition.title, settings: settingsSchema(definition) }
  }

  function nodeTitle(flow: Flow, id: string): Text {
    const node = Object.hasOwn(flow.nodes, id) ? flow.nodes[id] : undefined
    const type = node && definitionOf(node.use, registry)?.title
    return node?.title ? { vi: node.title, en: node.title } : (type ?? { vi: id, en: id })
  }
  // A flow whose only draft was discarded has nothing to look at.
  const visible = (caller: Caller) =>
    store
      .flows(caller.unit)
      .filter(({ id }) => store.deployment(id) !== undefined || store.drafts(id).length > 0)
      .map(({ id }) => drafts.current(caller, id))

  /** Found once a flow's content: it never changes, so neither does what it names. */
  const known = new WeakMap<Flow, readonly FlowLink[]>()
  function linksOf(flow: Flow): readonly FlowLink[] {
    const found = known.get(flow)
    if (found) return found
    const links = Object.entries(flow.nodes).flatMap(([node, { use, settings }]): FlowLink[] => {
      const definition = definitionOf(use, registry)
      if (!definition) return []
      const way = CALLBACKS.get(definition.type)
      const topic = settings?.topic
      if (way && typeof topic === 'string' && topic !== '')
        return [{ node, nodeTitle: nodeTitle(flow, node), is: way, to: topic }]
      return walkFields(settingsSchema(definition), settings ?? {}).flatMap(({ look: { kind }, value }): FlowLink[] => {
        const is = kind === 'flow' || kind === 'connection' || kind === 'code-table' ? kind : undefined
        return is && typeof value === 'string' && value !== ''
          ? [{ node, nodeTitle: nodeTitle(flow, node), is, to: value }]
          : []
      })
    })
    known.set(flow, links)
    return links
  }

  return {
    search(caller, query) {
      if (query.trim().length < SHORTEST) return { hits: [], more: false }
      const hits = visible(caller).flatMap(({ flow, layout }) =>
        searchFlow(flow, query, MOST_OF_ONE, { layout, typeOf }).map(
          ({ node, ...hit }): FlowHit => ({
            flow: flow.id,
            flowTitle: flow.title,
            ...hit,
            ...(node === undefined ? {} : { node, nodeTitle: nodeTitle(flow, node) }),
          }),
        ),
      )
      return { hits: hits.slice(0, MOST_HITS), more: hits.length > MOST_HITS }
    },
    map: (caller) => ({
      flows: visible(caller).map(({ flow }) => ({ id: flow.id, title: flow.title, links: [...linksOf(flow)] })),
    }),
  }
}
