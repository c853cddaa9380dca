import type { Engine } from '../engine.ts'
import type { Store } from './store.ts'

/** Fired slots are remembered this long before the newest of their schedule; no misfire policy looks further back. */
const SLOTS_KEPT_MS = 35 * 86_400_000

/** Schedules, sleeping runs and cursors of polling triggers. */
export function createTimers(
  store: Store,
  newMark: () => string,
): Pick<Engine, 'fire' | 'lastSlot' | 'nextWake' | 'hasten' | 'cursor' | 'saveCursor'> {
  return {
    fire(schedule, slot) {
      const mark = newMark()
      return store.write(async (tx) => {
        const won = await tx.run(
          'insert into slots (schedule, slot, mark) values ($1, $2, $3) on conflict do nothing',
          schedule,
          slot,
          mark,
        )
        if (won === 0)
          return (
            (await tx.get(
              'select 1 from slots where schedule = $1 and slot = $2 and mark = $3',
              schedule,
              slot,
              mark,
            )) !== undefined
          )
        await tx.run('delete from slots where schedule = $1 and slot < $2', schedule, slot - SLOTS_KEPT_MS)
        return true
      })
    },
    async lastSlot(schedule) {
      const row = await store.get<{ slot: number | null }>(
        'select max(slot) as slot from slots where schedule = $1',
        schedule,
      )
      return row?.slot ?? undefined
    },
    // A run behind an earlier one of its partition is not due, whatever its timer says.
    async nextWake() {
      const row = await store.get<{ wake_at: number }>(
        'select wake_at from runs where wake_at is not null and ready_at is not null order by wake_at limit 1',
      )
      return row?.wake_at
    },
    // A run behind an earlier one of its partition stays there: only its own timer is put forward.
    hasten: ({ code, connection }, at, max) =>
      store.write((tx) =>
        tx.run(
          `update runs set wake_at = $1, ready_at = case when ready_at is null then null else $1 end where seq in (
             select seq from runs where wake_at is not null and wake_at > $1 and status = 'retrying' and error::json ->> 'code' = $2
               and error::json -> 'details' ->> 'connection' = $3 limit $4 for update skip locked)`,
          at,
          code,
          connection,
          max,
        ),
      ),
    async cursor(trigger) {
      return (await store.get<{ value: string }>('select value from cursors where name = $1', trigger))?.value
    },
    async saveCursor(trigger, value) {
      await store.run(
        'insert into cursors (name, value) values ($1, $2) on conflict (name) do update set value = excluded.value',
        trigger,
        value,
      )
    },
  }
}
