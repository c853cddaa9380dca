import type { FlowSummary } from '#shared/api/flows.ts'
import type { SystemMap } from '#shared/api/overview.ts'
import type { Connection } from '#shared/api/platform.ts'
import { matchesText } from '#shared/text/fold-text.ts'

/** What stands on the map. `missing`: something is named that does not exist (any more). */
export type MapKind = 'flow' | 'connection' | 'code-table' | 'missing'

/** What is the matter with it; the first that holds. */
export type MapState = 'failing' | 'paused' | 'circuit' | 'draft' | 'missing' | 'well'

/** A box of the map. */
export interface MapNode {
  readonly key: string
  readonly id: string
  readonly kind: MapKind
  readonly title: string
  readonly state: MapState
  /** Failures of the last 24 hours, of flows. */
  readonly failed: number
  /** Where pressing it leads to. */
  readonly path: string
}

/** A line of the map: one for each pair, however many nodes of the flow name it. */
export interface MapEdge {
  readonly key: string
  readonly from: string
  readonly to: string
  readonly nodes: readonly string[]
}

/** The map as it is drawn and listed. */
export interface MapModel {
  readonly nodes: readonly MapNode[]
  readonly edges: readonly MapEdge[]
}

const PATHS = { flow: '/luong', connection: '/ket-noi', 'code-table': '/danh-muc' } as const

/** Puts together what the server knows of flows, connections and code tables. */
export function mapModel(
  map: SystemMap,
  summaries: readonly FlowSummary[],
  connections: readonly Connection[],
  tables: readonly { readonly id: string; readonly title: string }[],
): MapModel {
  const known = new Map<string, MapNode>()
  const put = (kind: 'flow' | 'connection' | 'code-table', id: string, title: string, state: MapState, failed = 0) =>
    known.set(`${kind}/${id}`, { key: `${kind}/${id}`, id, kind, title, state, failed, path: `${PATHS[kind]}/${id}` })
  const summary = new Map(summaries.map((it) => [it.id, it]))
  for (const { id, title } of map.flows) {
    const it = summary.get(id)
    const failed = it?.counts.failed ?? 0
    const rest = it?.state === 'paused' ? 'paused' : it?.state === 'draft' ? 'draft' : 'well'
    put('flow', id, title, failed > 0 ? 'failing' : rest, failed)
  }
  for (const it of connections) put('connection', it.id, it.title, it.circuit.state === 'closed' ? 'well' : 'circuit')
  for (const it of tables) put('code-table', it.id, it.title, 'well')
  const edges = new Map<string, MapEdge>()
  for (const { id, links } of map.flows) {
    for (const { is, to, nodeTitle } of links) {
      // Callbacks have no box of their own; they are told at the nodes.
      if (is === 'awaits' || is === 'delivers') continue
      const target = `${is}/${to}`
      if (!known.has(target))
        known.set(target, {
          key: target,
          id: to,
          kind: 'missing',
          title: to,
          state: 'missing',
          failed: 0,
          path: `/luong/${id}`,
        })
      const key = `flow/${id} ${target}`
      const old = edges.get(key)
      edges.set(key, { key, from: `flow/${id}`, to: target, nodes: [...(old?.nodes ?? []), nodeTitle.vi] })
    }
  }
  return { nodes: [...known.values()], edges: [...edges.values()] }
}

/** What the map shows: boxes that hold the words (or are in trouble), with everything they are joined to. */
export function filteredMap(model: MapModel, query: string, troubled: boolean): MapModel {
  if (query.trim() === '' && !troubled) return model
  const hit = new Set(
    model.nodes
      .filter((it) => matchesText(query, [it.title, it.id]))
      .filter((it) => !troubled || !['well', 'draft'].includes(it.state))
      .map((it) => it.key),
  )
  const edges = model.edges.filter((edge) => hit.has(edge.from) || hit.has(edge.to))
  const shown = new Set([...hit, ...edges.flatMap((edge) => [edge.from, edge.to])])
  return { nodes: model.nodes.filter((it) => shown.has(it.key)), edges }
}
