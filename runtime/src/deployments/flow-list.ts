import type { FlowSummary } from '#shared/api/flows.ts'
import type { Flow } from '#shared/flow/flow.ts'
import { addressOf } from '#shared/flow/validate-wiring.ts'
import type { Text } from '#shared/text/text.ts'
import type { History } from '../engine/history.ts'
import { type Clock, isoTime } from '../security/ports.ts'
import { type Drafts, isDirty } from './drafts.ts'
import type { FlowStore, StoredDraft, StoredFlow, StoredVersion } from './flow-store.ts'
import type { Registry } from './registry.ts'
import { readStoredFlow } from './stored-flows.ts'
import { triggersOf } from './surroundings.ts'

const HOUR_MS = 3_600_000
const HOURS = 24

/** What the list of flows is made from. */
export interface FlowListParts {
  readonly store: FlowStore
  readonly drafts: Drafts
  readonly registry: Registry
  readonly history: History
  readonly clock: Clock
  /** Address of the gateway as partners type it. */
  readonly gateway: () => string
}

type Counts = Awaited<ReturnType<History['counts']>> extends ReadonlyMap<string, infer C> ? C : never

/** The list of flows of a unit with what happened in them in the last 24 hours. */
export function createFlowList(parts: FlowListParts): (unit: string) => Promise<FlowSummary[]> {
  const { store, drafts, registry, history, clock } = parts

  async function lastError(flow: string, counts: Counts | undefined): Promise<Text | undefined> {
    if (!counts || counts.failed === 0) return undefined
    const { runs } = await history.list({ flow, statuses: ['failed', 'in-doubt'], limit: 1 })
    return runs[0]?.error?.message
  }

  async function summary(stored: StoredFlow, counts: Counts | undefined): Promise<FlowSummary | undefined> {
    const { id } = stored
    const deployment = store.deployment(id)
    const active = deployment && store.version(id, deployment.version)
    const draft = store.drafts(id).find((it) => isDirty(it, active))
    const flow = shownFlow(active, draft)
    if (!flow) return undefined
    const error = await lastError(id, counts)
    return {
      id,
      title: flow.title,
      ...(flow.summary === undefined ? {} : { summary: flow.summary }),
      state: drafts.state(id),
      ...(deployment && active ? { version: active.version, publishedAt: isoTime(deployment.at) } : {}),
      ...(draft ? { draftBy: draft.account, savedAt: isoTime(draft.savedAt) } : {}),
      triggers: triggers(flow),
      counts: {
        accepted: counts?.accepted ?? 0,
        done: counts?.done ?? 0,
        failed: counts?.failed ?? 0,
        open: counts?.open ?? 0,
      },
      traffic: [...(counts?.traffic ?? new Array<number>(HOURS).fill(0))],
      ...(counts?.lastAt === undefined ? {} : { lastRunAt: isoTime(counts.lastAt) }),
      ...(error ? { lastError: error } : {}),
    }
  }

  function triggers(flow: Flow): FlowSummary['triggers'] {
    return triggersOf(flow, registry).map((it) => {
      const address = addressOf(it)
      const { cron, every } = it.settings
      const times = typeof cron === 'string' ? cron : typeof every === 'string' ? every : undefined
      const shown = address ? `${address.method} ${parts.gateway()}${address.path}` : times
      return { node: it.id, type: it.definition.type, ...(shown === undefined ? {} : { address: shown }) }
    })
  }

  return async function listFlows(unit) {
    const counts = await history.counts(clock() - HOURS * HOUR_MS, HOURS, HOUR_MS)
    const rows = await Promise.all(store.flows(unit).map((it) => summary(it, counts.get(it.id))))
    return rows.flatMap((it) => it ?? [])
  }
}

function shownFlow(active: StoredVersion | undefined, draft: StoredDraft | undefined): Flow | undefined {
  if (active) return readStoredFlow(active.version, active.text)
  return draft && readStoredFlow(draft.hash, draft.text)
}
