import type { FlowVersion } from '#shared/api/flows.ts'
import type { Flow, Layout } from '#shared/flow/flow.ts'
import { serialiseFlow } from '#shared/flow/serialise.ts'
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
      note: it.note,
      by: it.by,
      at: isoTime(it.at),
      active: it.version === active,
      open: open.get(it.version) ?? 0,
    }))
  }

  return {
    publishFlow: async ({ caller, params, body }) => {
      const published = await publishing.publish(caller, params.id, body.note)
      hub.tell(caller.unit, { type: 'flow', flow: params.id, change: 'published', by: caller.displayName })
      return published
    },
    activateVersion: async ({ caller, params }) => {
      const { version } = drafts.version(caller, params.id, params.version).stored
      const published = await publishing.activate(caller, params.id, version)
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
      const [described] = await describeVersions(params.id, [stored])
      if (!described) throw new Error('a version lost its description')
      const layout = readStoredLayout(stored.layout)
      return { ...described, ...shown({ flow, ...(layout ? { layout } : {}) }) }
    },
    diffFlow: ({ caller, params, query }) => {
      const from = drafts.content(caller, params.id, query.from)
      const to = drafts.content(caller, params.id, query.to)
      const changes = [...diffFlows(from.flow, to.flow, registry)]
      const impact = impactOf(caller, from.flow, to.flow, changes)
      return { from: from.hash, to: to.hash, before: shown(from), after: shown(to), changes, impact }
    },
  } satisfies Partial<Handlers>
}

function shown({ flow, layout }: { readonly flow: Flow; readonly layout?: Layout }) {
  return { flow: JSON.parse(serialiseFlow(flow)), ...(layout ? { layout: { ...layout } } : {}) }
}
