import type { z } from 'zod'
import type { Template, usedTemplateSchema } from '#shared/api/templates.ts'
import { permanent } from '#shared/errors/flow-error.ts'
import type { Flow, FlowNode } from '#shared/flow/flow.ts'
import { hashFlow } from '#shared/flow/hash.ts'
import { serialiseFlow, serialiseLayout } from '#shared/flow/serialise.ts'
import { DEFAULT_LIMITS } from '#shared/node/connection-limits.ts'
import type { Caller } from '../../accounts/caller.ts'
import type { Clock, Random } from '../../security/ports.ts'
import type { ConnectionConfig } from '../../worker/protocol.ts'
import { named, notFound, requireId } from '../names.ts'
import type { Registry } from '../registry.ts'
import { definitionOf, type SurroundingStores } from '../surroundings.ts'
import { refuseUnclearRows } from '../tables.ts'
import type { TestCases } from '../test-cases.ts'
import type { Uses } from '../uses.ts'
import type { WorkerPool } from '../worker-pool.ts'
import { findTables } from './flow-folder.ts'
import { pictureOf } from './picture.ts'
import { readTemplates, type TemplateFolder } from './read-templates.ts'
import { simulatorConnections } from './simulator-connections.ts'

/** The template gallery: flows in the box that can be taken as one's own. */
export interface Templates {
  list(caller: Caller): Template[]
  /**
   * Makes the flow as the caller's draft, with its test cases, the connections (to our simulators) and code tables that are missing: all of it or
   * nothing. Throws `api.exists` for an id that is taken; whatever exists stays as it is.
   */
  use(caller: Caller, template: string, as: { id: string; title: string }): Promise<z.infer<typeof usedTemplateSchema>>
}

/** What templates are made into flows with. */
export interface TemplateParts extends SurroundingStores {
  /** Folder of the flows in the box. */
  readonly folder: string
  readonly data: string
  readonly simulators: readonly number[]
  readonly cases: TestCases
  readonly uses: Uses
  readonly registry: Registry
  readonly pool: WorkerPool
  readonly configs: () => readonly ConnectionConfig[]
  readonly clock: Clock
  readonly random: Random
}

/** The templates of the installation; the files are read at every call, which is rare. */
export function createTemplates(parts: TemplateParts): Templates {
  const { flows, connections, tables, cases, uses, registry, pool, clock } = parts

  // The key is made anew and told to nobody: an administrator gives the partner one of their own.
  const offered = () => simulatorConnections(parts.data, parts.random(24).toString('base64url'), parts.simulators)

  function needsOf(caller: Caller, flow: Flow): Pick<Template, 'connections' | 'tables'> {
    const names = uses.namesIn(flow)
    const idsOf = (kind: string) => [...new Set(names.filter((it) => it.kind === kind).map(({ value }) => value))]
    const made = offered()
    const inBox = new Map(findTables([parts.folder]).map((it) => [it.id, it]))
    return {
      connections: idsOf('connection').map((id) => {
        const here = connections.find(id)
        const title = here?.unit === caller.unit ? here.title : (made[id]?.title ?? id)
        return { id, title, state: stateOf(here?.unit, caller, made[id] !== undefined) }
      }),
      tables: idsOf('code-table').map((id) => {
        const here = tables.summary(id)
        const title = here?.unit === caller.unit ? here.title : (inBox.get(id)?.title ?? id)
        return { id, title, state: stateOf(here?.unit, caller, inBox.has(id)) }
      }),
    }
  }

  function freeId(id: string): string {
    for (let number = 1; ; number++) {
      const tried = number === 1 ? id : `${id.slice(0, 58)}-${number}`
      if (!flows.flow(tried)) return tried
    }
  }

  function found(id: string): TemplateFolder {
    const template = readTemplates(parts.folder).find(({ flow }) => flow.id === id)
    if (!template) throw notFound('template', id)
    return template
  }

  async function use(
    caller: Caller,
    templateId: string,
    as: { id: string; title: string },
  ): Promise<z.infer<typeof usedTemplateSchema>> {
    requireId(as.id)
    const template = found(templateId)
    const flow = ownFlow(template.flow, as, registry)
    const hash = await hashFlow(flow)
    const needs = needsOf(caller, flow)
    const made = offered()
    const newTables = findTables([parts.folder]).filter(({ id }) => isToCreate(needs.tables, id))
    const newConnections = Object.entries(made).filter(([id]) => isToCreate(needs.connections, id))
    for (const table of newTables) refuseUnclearRows(table)
    const at = clock()
    flows.transaction(() => {
      // A deleted flow keeps its runs under its id, so its id is not given to another one.
      if (flows.flow(as.id)) throw permanent('api.exists', { what: named('flow', as.id) })
      for (const table of newTables) tables.put(table, caller.unit, caller.name, at)
      for (const [id, { kind, title, values, secrets }] of newConnections) {
        const row = { id, unit: caller.unit, kind, title, values, limits: DEFAULT_LIMITS }
        connections.put({ ...row, updatedAt: at, updatedBy: caller.name }, secrets ?? {})
      }
      flows.putFlow(flow.id, caller.unit, at)
      flows.putDraft({
        flow: flow.id,
        account: caller.name,
        unit: caller.unit,
        revision: 1,
        text: serialiseFlow(flow),
        ...(template.layout ? { layout: serialiseLayout(template.layout) } : {}),
        hash,
        savedAt: at,
      })
      for (const { name, case: it } of template.cases) cases.save(caller, flow.id, name, it)
    })
    if (newConnections.length > 0) await pool.all((worker) => worker.connections(parts.configs()))
    if (newTables.length > 0) await pool.all((worker) => worker.tables(tables.all()))
    return {
      flow: flow.id,
      cases: template.cases.length,
      connections: newConnections.map(([id]) => id),
      tables: newTables.map(({ id }) => id),
    }
  }

  return {
    list: (caller) =>
      readTemplates(parts.folder).map(({ front, flow, layout, cases: tests }) => ({
        id: flow.id,
        title: { vi: flow.title, en: front.title },
        use: front.use,
        summary: flow.summary ?? '',
        systems: front.systems,
        cases: tests.length,
        ...needsOf(caller, flow),
        picture: pictureOf(flow, layout, registry),
        freeId: freeId(flow.id),
      })),
    use,
  }
}

type Need = Template['connections'][number]

function stateOf(owner: string | undefined, caller: Caller, isInBox: boolean): Need['state'] {
  if (owner === caller.unit) return 'present'
  return owner === undefined && isInBox ? 'create' : 'missing'
}

const isToCreate = (needs: readonly Need[], id: string): boolean =>
  needs.some((it) => it.id === id && it.state === 'create')

/** The template under a name of one's own. Under another id its addresses at the gateway begin with the id, since the first copy has the plain ones. */
function ownFlow(flow: Flow, as: { id: string; title: string }, registry: Registry): Flow {
  const named: Flow = { ...flow, id: as.id, title: as.title }
  if (as.id === flow.id) return named
  const nodes = Object.entries(flow.nodes).map(([id, node]): [string, FlowNode] => {
    const path = node.settings?.path
    if (definitionOf(node.use, registry)?.kind !== 'trigger' || typeof path !== 'string') return [id, node]
    return [id, { ...node, settings: { ...node.settings, path: `/${as.id}${path}` } }]
  })
  return { ...named, nodes: Object.fromEntries(nodes) }
}
