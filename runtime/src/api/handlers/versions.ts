import type { FlowVersion } from '#shared/api/flows.ts'
import type { Flow, Layout } from '#shared/flow/flow.ts'
import { serialiseFlow } from '#shared/flow/serialise.ts'
import type { Caller } from '../../accounts/caller.ts'
import { diffFlows } from '../../deployments/diff.ts'
import type { StoredVersion } from '../../deployments/flow-store.ts'
import { readStoredLayout } from '../../deployments/stored-flows.ts'
import { isoTime } from '../../security/ports.ts'
import type { Handlers } from '../handler.ts'
import type { Services } from '../services.ts'

/** Publishing, versions and what differs between them. */
export function versionHandlers({ drafts, publishing, flows, engine, hub, registry, impactOf }: Services) {
  async function describeVersions(flow: string, stored: readonly StoredVersion[]): Promise<FlowVersion[]> {
    const open = await engine.history.openByVersion(flow)
    const active = flows.deployment(flow)?.version
    return stored.map((it) => ({
      version: it.version,
      number: it.number,
      name: it.name,
      note: it.note,
      by: it.by,
      at: isoTime(it.at),
      active: it.version === active,
      open: open.get(it.version) ?? 0,
      ...returnOf(it),
    }))
  }

  function returnOf({ flow, version }: StoredVersion): Pick<FlowVersion, 'returned'> {
    const last = flows.lastReturn(flow, version)
    return last ? { returned: { note: last.note, by: last.by, at: isoTime(last.at) } } : {}
  }

  async function describeOne(stored: StoredVersion): Promise<FlowVersion> {
    const [described] = await describeVersions(stored.flow, [stored])
    if (!described) throw new Error('a version lost its description')
    return described
  }

  function named(caller: Caller, flow: string, version: string): { readonly number?: number; readonly name?: string } {
    const stored = version === 'draft' ? undefined : flows.version(flow, version)
    if (!stored || stored.unit !== caller.unit) return {}
    return { number: stored.number, ...(stored.name === '' ? {} : { name: stored.name }) }
  }

  return {
    publishFlow: async ({ caller, params, body }) => {
      const published = await publishing.publish(caller, params.id, body)
      hub.tell(caller.unit, { type: 'flow', flow: params.id, change: 'published', by: caller.displayName })
      return published
    },
    nameVersion: async ({ caller, params, body }) => {
      const { stored } = drafts.version(caller, params.id, params.version)
      flows.nameVersion(stored.flow, stored.version, body.name)
      hub.tell(caller.unit, { type: 'flow', flow: params.id, change: 'named', by: caller.displayName })
      return describeOne({ ...stored, name: body.name })
    },
    activateVersion: async ({ caller, params, body }) => {
      const { version } = drafts.version(caller, params.id, params.version).stored
      const published = await publishing.activate(caller, params.id, version, body.note)
      hub.tell(caller.unit, { type: 'flow', flow: params.id, change: 'published', by: caller.displayName })
      return published
    },
    pauseFlow: async ({ caller, params }) => {
      await publishing.pause(caller, params.id)
      hub.tell(caller.unit, { type: 'flow', flow: params.id, change: 'paused', by: caller.displayName })
      return undefined
    },
    resumeFlow: async ({ caller, params }) => {
      await publishing.resume(caller, params.id)
      hub.tell(caller.unit, { type: 'flow', flow: params.id, change: 'resumed', by: caller.displayName })
      return undefined
    },
    listVersions: async ({ caller, params }) => {
      drafts.requireFlow(caller, params.id)
      return { versions: await describeVersions(params.id, flows.versions(params.id)) }
    },
    getVersion: async ({ caller, params }) => {
      const { stored, flow } = drafts.version(caller, params.id, params.version)
      const layout = readStoredLayout(stored.layout)
      return { ...(await describeOne(stored)), ...shown({ flow, ...(layout ? { layout } : {}) }) }
    },
    diffFlow: ({ caller, params, query }) => {
      const from = drafts.content(caller, params.id, query.from)
      const to = drafts.content(caller, params.id, query.to)
      const changes = [...diffFlows(from.flow, to.flow, registry)]
      const impact = impactOf(caller, from.flow, to.flow, changes)
      return {
        from: from.hash,
        to: to.hash,
        before: { ...shown(from), ...named(caller, params.id, query.from === 'draft' ? 'draft' : from.hash) },
        after: { ...shown(to), ...named(caller, params.id, query.to === 'draft' ? 'draft' : to.hash) },
        changes,
        impact,
      }
    },
  } satisfies Partial<Handlers>
}

function shown({ flow, layout }: { readonly flow: Flow; readonly layout?: Layout }) {
  return { flow: JSON.parse(serialiseFlow(flow)), ...(layout ? { layout: { ...layout } } : {}) }
}
