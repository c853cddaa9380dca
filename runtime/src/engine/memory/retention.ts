import type { Instant } from '../engine.ts'
import type { Retention, RetentionRule } from '../retention.ts'
import type { MemoryStore, StoredRun } from './store.ts'

const NO_MESSAGE = JSON.stringify({ body: null, headers: {}, keys: {} })

/** Keeping no longer than needed, by walking all runs. Nothing is on a disk here, so sizes are 0. */
export function createMemoryRetention(store: MemoryStore, clock: () => Instant): Retention {
  return {
    async prune(rule, most, from = { at: 0, seq: -1 }) {
      const before = Math.max(rule.payloadsBefore ?? 0, rule.runsBefore ?? 0)
      const found = [...store.runs.values()]
        .filter(({ inbound }) => inbound.flow === rule.flow && inbound.at < before)
        .filter(({ inbound, seq }) => inbound.at > from.at || (inbound.at === from.at && seq > from.seq))
        .sort((a, b) => a.inbound.at - b.inbound.at || a.seq - b.seq)
        .slice(0, most)
      const guards = new Set([...store.dedupe.values()].filter((it) => it.expiresAt > clock()).map((it) => it.run))
      const gone = found.map((run) => pruneRun(store, run, rule, guards.has(run.inbound.run)))
      const last = found.at(-1)
      return {
        payloads: gone.filter((it) => it === 'payload').length,
        runs: gone.filter((it) => it === 'run').length,
        more: found.length === most,
        ...(last ? { place: { at: last.inbound.at, seq: last.seq } } : {}),
      }
    },
    async nthNewest(flow, n) {
      const at = [...store.runs.values()].filter((it) => it.inbound.flow === flow).map((it) => it.inbound.at)
      return at.sort((a, b) => b - a)[n - 1]
    },
    async contents(flow, most, from) {
      const all = [...store.runs.values()].filter((it) => it.inbound.flow === flow)
      const found = all
        .sort((a, b) => b.inbound.at - a.inbound.at || b.seq - a.seq)
        .filter(({ inbound: { at }, seq }) => !from || at < from.at || (at === from.at && seq < from.seq))
        .slice(0, most)
      const last = found.at(-1)
      return {
        runs: found.map((run) => ({ at: run.inbound.at, bytes: bytesOf(run) })),
        ...(last && found.length === most ? { place: { at: last.inbound.at, seq: last.seq } } : {}),
      }
    },
    async sweep() {
      const expired = [...store.dedupe].filter(([, { expiresAt }]) => expiresAt <= clock())
      for (const [key] of expired) store.dedupe.delete(key)
      return { keys: expired.length, blobs: 0 }
    },
    flows: async () => [...new Set([...store.runs.values()].map((it) => it.inbound.flow))].sort(),
    size: async () => ({ database: 0, log: 0, free: 0 }),
  }
}

function bytesOf(run: StoredRun): number {
  if (run.emptied) return 0
  return [run.message, ...run.journal, run.reply ?? ''].reduce((sum, text) => sum + Buffer.byteLength(text), 0)
}

function pruneRun(
  store: MemoryStore,
  run: StoredRun,
  rule: RetentionRule,
  guards: boolean,
): 'run' | 'payload' | undefined {
  if (run.status !== 'done' && run.status !== 'cancelled') return undefined
  const expired = run.inbound.at < (rule.runsBefore ?? 0)
  if (expired && !guards) {
    store.runs.delete(run.inbound.run)
    return 'run'
  }
  if (run.emptied || (!expired && run.inbound.at >= (rule.payloadsBefore ?? 0))) return undefined
  run.emptied = true
  run.message = NO_MESSAGE
  run.journal.length = 0
  delete run.reply
  return 'payload'
}
