import type { Handlers } from '../handler.ts'
import type { Services } from '../services.ts'

/** Flows and drafts. */
export function flowHandlers(services: Services) {
  const { listFlows, overview, drafts, publishing, hub, pool, flows, hideSecrets, listening } = services
  return {
    listFlows: async ({ caller }) => ({ flows: await listFlows(caller.unit) }),
    searchFlows: ({ caller, query }) => overview.search(caller, query.q),
    systemMap: ({ caller }) => overview.map(caller),
    getFlow: ({ caller, params }) => drafts.detail(caller, params.id),
    listListeners: ({ caller, params }) => {
      drafts.detail(caller, params.id)
      return { listeners: [...hideSecrets(listening.of(params.id))] }
    },
    saveFlow: async ({ caller, params, body }) => {
      const saved = await drafts.save(caller, params.id, body)
      hub.tell(caller.unit, { type: 'flow', flow: params.id, change: 'saved', by: caller.displayName })
      return saved
    },
    discardDraft: ({ caller, params }) => {
      drafts.discard(caller, params.id)
      const change = flows.flow(params.id)?.deleted ? 'deleted' : 'saved'
      hub.tell(caller.unit, { type: 'flow', flow: params.id, change, by: caller.displayName })
      return undefined
    },
    deleteFlow: async ({ caller, params, query }) => {
      await publishing.remove(caller, params.id, query.force === 'true')
      hub.tell(caller.unit, { type: 'flow', flow: params.id, change: 'deleted', by: caller.displayName })
      return undefined
    },
    testFlow: async ({ caller, params, body }) => {
      const wanted = body.version
      const flow =
        wanted === undefined ? drafts.current(caller, params.id).flow : drafts.version(caller, params.id, wanted).flow
      return hideSecrets(await pool.one((worker) => worker.test({ flow, request: body })))
    },
  } satisfies Partial<Handlers>
}
