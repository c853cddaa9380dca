import type { Database } from 'better-sqlite3'
import { withinOf } from '#shared/calendar/timetable.ts'
import { DURATION, durationMs } from '#shared/node/fields.ts'
import type { FlowStore } from '../deployments/flow-store.ts'
import type { Registry } from '../deployments/registry.ts'
import { readStoredFlow } from '../deployments/stored-flows.ts'
import { triggersOf } from '../deployments/surroundings.ts'
import type { ScheduledTrigger, SlotMarks } from './scheduler.ts'
import type { Plan } from './slots.ts'

const SHORTEST_POLL_MS = 250

/** The scheduled and polling triggers of all flows that run and are not paused. */
export function scheduledTriggers(
  store: FlowStore,
  registry: Pick<Registry, 'definitions'>,
): readonly ScheduledTrigger[] {
  return store.deployments().flatMap((deployment) => {
    const version = deployment.paused ? undefined : store.version(deployment.flow, deployment.version)
    if (!version) return []
    return triggersOf(readStoredFlow(version.version, version.text), registry).flatMap((trigger) => {
      const plan = planOf(trigger.settings)
      return plan ? [{ flow: deployment.flow, node: trigger.id, plan, since: deployment.since }] : []
    })
  })
}

/** What a trigger's settings ask of the clock: `{ cron, misfire?, most?, within?, otherwise?, jitter? }` or `{ every }`; undefined for other triggers. */
export function planOf(settings: Readonly<Record<string, unknown>>): Plan | undefined {
  const { cron, misfire, most, jitter, every } = settings
  if (typeof cron === 'string') {
    const rule = misfire === 'skip' || misfire === 'all' ? misfire : 'once'
    return {
      kind: 'cron',
      cron,
      within: withinOf(settings),
      missed: { misfire: rule, ...(typeof most === 'number' ? { most } : {}) },
      jitterMs: milliseconds(jitter) ?? 0,
    }
  }
  const everyMs = milliseconds(every)
  return everyMs === undefined ? undefined : { kind: 'every', everyMs: Math.max(SHORTEST_POLL_MS, everyMs) }
}

function milliseconds(duration: unknown): number | undefined {
  return typeof duration === 'string' && DURATION.test(duration) ? durationMs(duration) : undefined
}

/** Marks in the table `schedule_marks`. */
export function createSlotMarks(db: Database): SlotMarks {
  const get = db.prepare<[string], { slot: number }>('SELECT slot FROM schedule_marks WHERE schedule = ?')
  const set = db.prepare(
    'INSERT INTO schedule_marks (schedule, slot) VALUES (?, ?) ON CONFLICT (schedule) DO UPDATE SET slot = excluded.slot',
  )
  return { get: (schedule) => get.get(schedule)?.slot, set: (schedule, slot) => void set.run(schedule, slot) }
}
