import type { Flow } from '#shared/flow/flow.ts'
import { type NamedKind, namedThings } from '#shared/flow/named-things.ts'
import { settingsSchema } from '#shared/node/walk-fields.ts'
import type { FlowStore } from './flow-store.ts'
import type { Registry } from './registry.ts'
import { readStoredFlow } from './stored-flows.ts'
import { definitionOf } from './surroundings.ts'

/** A thing that a node names in a field of its settings or in a formula. */
export interface Named {
  readonly node: string
  readonly kind: NamedKind
  readonly value: string
}

/** Who uses what. */
export interface Uses {
  /** What the nodes of a flow name. */
  namesIn(flow: Flow): readonly Named[]
  /** Nodes of published flows and of drafts that name a thing in a field of this kind. */
  of(kind: Named['kind'], id: string): { flow: string; node: string }[]
  /** Published flows that name a thing in a field of this kind. */
  published(kind: Named['kind'], id: string): readonly string[]
}

/** Looks through the settings of published flows and drafts. */
export function createUses(store: FlowStore, registry: Pick<Registry, 'definitions'>): Uses {
  /** Found once a flow's content: content never changes, so neither does what it names. */
  const known = new WeakMap<Flow, readonly Named[]>()

  function namesIn(flow: Flow): readonly Named[] {
    const found = known.get(flow)
    if (found) return found
    const names = Object.entries(flow.nodes).flatMap(([node, { use, settings }]) => {
      const definition = definitionOf(use, registry)
      if (!definition) return []
      return namedThings(settingsSchema(definition), settings).map(({ kind, id }) => ({ node, kind, value: id }))
    })
    known.set(flow, names)
    return names
  }

  function publishedFlows(): readonly Flow[] {
    return store.deployments().flatMap((it) => {
      const version = store.version(it.flow, it.version)
      return version ? [readStoredFlow(version.version, version.text)] : []
    })
  }

  return {
    namesIn,
    of(kind, id) {
      const published = publishedFlows()
      const drafts = store.allDrafts().map((it) => readStoredFlow(it.hash, it.text))
      const uses = [...published, ...drafts].flatMap((flow) =>
        namesIn(flow)
          .filter((it) => it.kind === kind && it.value === id)
          .map((it) => ({ flow: flow.id, node: it.node })),
      )
      return [...new Map(uses.map((it) => [`${it.flow} ${it.node}`, it])).values()]
    },
    published: (kind, id) =>
      publishedFlows()
        .filter((flow) => namesIn(flow).some((it) => it.kind === kind && it.value === id))
        .map((flow) => flow.id),
  }
}
