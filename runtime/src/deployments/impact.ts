import type { Impact } from '#shared/api/flows.ts'
import type { Change } from '#shared/flow/diff/change.ts'
import type { Flow, Problem } from '#shared/flow/flow.ts'
import { reachable } from '#shared/flow/graph.ts'
import type { Caller } from '../accounts/caller.ts'
import type { FlowStore } from './flow-store.ts'
import type { Registry } from './registry.ts'
import { readStoredFlow } from './stored-flows.ts'
import type { CheckFlow, SurroundingStores } from './surroundings.ts'
import type { TestCases } from './test-cases.ts'
import type { Named, Uses } from './uses.ts'

/** Finds who else meets the change from one flow to the other. */
export type ImpactOf = (caller: Caller, before: Flow, after: Flow, changes: readonly Change[]) => Impact

/** What the search looks through. */
export interface ImpactParts extends SurroundingStores {
  readonly cases: TestCases
  readonly uses: Uses
  readonly check: CheckFlow
  readonly registry: Pick<Registry, 'connectionKinds'>
}

/** A search over flows, connections, code tables and test cases of the caller's unit. */
export function createImpact(parts: ImpactParts): ImpactOf {
  const { flows, connections, tables, cases, uses, check, registry } = parts
  return (caller, before, after, changes) => {
    const touched = touchedNodes(changes)
    const met = new Set([...touched, ...reachable(after, [...touched])])
    const names = [...uses.namesIn(before).filter((it) => touched.has(it.node)), ...uses.namesIn(after)]
    const of = (kind: Named['kind']): readonly string[] => idsOf(names, kind, met)
    const isReal = changes.some(({ effect }) => effect !== 'look')
    const named = (id: string): { id: string; title: string } => ({ id, title: titleOf(flows, id) })
    return {
      callers: isReal
        ? uses
            .published('flow', after.id)
            .filter((id) => id !== after.id && flows.flow(id)?.unit === caller.unit)
            .map(named)
        : [],
      called: of('flow').map(named),
      connections: of('connection').map((id) => {
        const found = connections.find(id)
        const mine = found?.unit === caller.unit ? found : undefined
        const kind = mine && registry.connectionKinds.get(mine.kind)?.title
        const changed = names.some((it) => it.kind === 'connection' && it.value === id && touched.has(it.node))
        return { id, title: mine?.title ?? id, ...(kind ? { kind } : {}), changed }
      }),
      tables: of('code-table').map((id) => ({ id, title: tables.summary(id)?.title ?? id })),
      cases: isReal
        ? cases.list(caller, after.id).map(({ name, case: it }) => ({
            name,
            title: it.title,
            touched: [...Object.keys(it.stubs), ...Object.keys(it.expect.steps)].some((path) => isOf(path, touched)),
          }))
        : [],
      problems: newProblems(check(before, caller.unit), check(after, caller.unit)),
    }
  }
}

/** Nodes that do something else now; a new name or note is nothing that others meet. */
function touchedNodes(changes: readonly Change[]): ReadonlySet<string> {
  return new Set(changes.flatMap(({ node, effect }) => (node === undefined || effect === 'look' ? [] : [node])))
}

function idsOf(names: readonly Named[], kind: Named['kind'], met: ReadonlySet<string>): readonly string[] {
  const ids = names.filter((it) => it.kind === kind && met.has(it.node)).map((it) => it.value)
  return [...new Set(ids)].sort()
}

/** A step is named by its node or by its path, such as `tach.3.gui`. */
function isOf(path: string, nodes: ReadonlySet<string>): boolean {
  return path.split(/[./]/).some((part) => nodes.has(part))
}

function titleOf(flows: FlowStore, id: string): string {
  const deployed = flows.deployment(id)
  const version = deployed && flows.version(id, deployed.version)
  return version ? readStoredFlow(version.version, version.text).title : id
}

function newProblems(before: readonly Problem[], after: readonly Problem[]): Problem[] {
  const key = ({ code, node, from, port, path, message }: Problem): string =>
    JSON.stringify([code, node, from, port, path, message.en])
  const known = new Set(before.map(key))
  return after.filter((it) => it.severity !== 'info' && !known.has(key(it)))
}
