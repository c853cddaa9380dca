import type { Caller } from '../../accounts/caller.ts'
import type { Drafts } from '../drafts.ts'
import type { SurroundingStores } from '../surroundings.ts'
import type { TestCases } from '../test-cases.ts'
import type { Uses } from '../uses.ts'
import type { Bundle, BundledFlow } from './bundle.ts'

/** What a bundle is collected from. */
export interface CollectParts extends SurroundingStores {
  readonly drafts: Drafts
  readonly cases: TestCases
  readonly uses: Uses
}

/** Flows with the flows that they call, and the code tables and connections that any of them names. Throws `api.not-found` for a flow of another unit. */
export function collectBundle(
  parts: CollectParts,
  caller: Caller,
  ids: readonly string[],
  of: 'published' | 'draft',
): Bundle {
  const { flows, drafts, cases, uses, tables, connections } = parts
  const found = new Map<string, BundledFlow>()
  const tableIds = new Set<string>()
  const connectionIds = new Set<string>()
  const open = [...ids]
  while (open.length > 0) {
    const id = open.pop()
    if (id === undefined || found.has(id)) continue
    // A flow that is called but gone is a problem of the caller's flow, and is told when it is imported.
    if (!ids.includes(id) && flows.flow(id)?.unit !== caller.unit) continue
    drafts.requireFlow(caller, id)
    const { flow, layout } = drafts.content(
      caller,
      id,
      of === 'published' && flows.deployment(id) ? 'published' : 'draft',
    )
    const own = cases.list(caller, id).map((it) => ({ name: it.name, case: it.case }))
    found.set(id, { flow, cases: own, ...(layout ? { layout } : {}) })
    for (const { kind, value } of uses.namesIn(flow)) {
      if (kind === 'flow') open.push(value)
      else (kind === 'code-table' ? tableIds : connectionIds).add(value)
    }
  }
  return {
    flows: [...found.values()],
    tables: [...tableIds].flatMap((id) => (tables.summary(id)?.unit === caller.unit ? (tables.find(id) ?? []) : [])),
    connections: [...connectionIds].flatMap((id) => {
      const it = connections.find(id)
      return it?.unit === caller.unit ? [{ id, kind: it.kind, title: it.title }] : []
    }),
  }
}
