import type { Engine, Instant } from '../engine.ts'
import type { Connection } from './connection.ts'
import type { GroupCommit } from './group-commit.ts'

/** Fired slots are remembered this long before the newest of their schedule; no misfire policy looks further back. */
const SLOTS_KEPT_MS = 35 * 86_400_000

interface Parts {
  readonly db: Connection
  readonly group: GroupCommit
}

/** Schedules, sleeping runs and cursors of polling triggers. */
export function createTimers({
  db,
  group,
}: Parts): Pick<Engine, 'fire' | 'lastSlot' | 'nextWake' | 'hasten' | 'cursor' | 'saveCursor'> {
  const claimSlot = db.prepare<[string, Instant]>('insert or ignore into slots (schedule, slot) values (?, ?)')
  const forget = db.prepare<[string, Instant]>('delete from slots where schedule = ? and slot < ?')
  const newest = db.prepare<[string], Instant | null>('select max(slot) from slots where schedule = ?').pluck()
  // A run behind an earlier one of its partition is not due, whatever its timer says.
  const wake = db
    .prepare<[], Instant>(
      'select wake_at from runs where wake_at is not null and ready_at is not null order by wake_at limit 1',
    )
    .pluck()
  // A run behind an earlier one of its partition stays there: only its own timer is put forward.
  const hasten = db.prepare<{ at: Instant; code: string; connection: string; max: number }>(
    `update runs set wake_at = @at, ready_at = case when ready_at is null then null else @at end where seq in (
       select seq from runs indexed by runs_asleep where wake_at > @at and status = 'retrying'
         and json_extract(error, '$.code') = @code and json_extract(error, '$.details.connection') = @connection limit @max)`,
  )
  const read = db.prepare<[string], string>('select value from cursors where name = ?').pluck()
  const save = db.prepare<[string, string]>(
    'insert into cursors (name, value) values (?, ?) on conflict do update set value = excluded.value',
  )

  return {
    fire: (schedule, slot) =>
      group.write(() => {
        const won = claimSlot.run(schedule, slot).changes === 1
        if (won) forget.run(schedule, slot - SLOTS_KEPT_MS)
        return won
      }),
    lastSlot: async (schedule) => group.read(() => newest.get(schedule)) ?? undefined,
    nextWake: async () => group.read(() => wake.get()),
    hasten: (error, at, max) => group.write(() => hasten.run({ ...error, at, max }).changes),
    cursor: async (trigger) => group.read(() => read.get(trigger)),
    saveCursor: (trigger, value) =>
      group.write(() => {
        save.run(trigger, value)
      }),
  }
}
