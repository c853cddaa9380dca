import type { Instant } from '../engine.ts'
import { inline, type Stored } from '../rows/stored.ts'
import type { Correlation, KnownCallback } from '../rows/wait-record.ts'
import { type Callback, REMEMBER_MS } from '../waits.ts'
import type { Connection } from './connection.ts'

/** Callbacks that are parked or remembered; every call is part of a transaction. */
export interface Callbacks {
  /** The callback of this very step, or an equal one. */
  known(callback: Callback): { readonly run: string | null; readonly sameStep: boolean } | undefined
  /** Keeps it: for a run to come, or remembers which run has it. */
  keep(callback: Callback, stored: Stored, run: string | null): void
  /** Takes the oldest one that is parked for this correlation and gives it to the run. */
  take(correlation: Correlation, run: string, at: Instant): Stored | undefined
}

/** The callbacks of one connection. */
export function createCallbacks(db: Connection): Callbacks {
  const forget = db.prepare<[Instant]>(
    'delete from callbacks where id in (select id from callbacks where expires_at <= ? limit 100)',
  )
  const bySource = db.prepare<[string], KnownCallback>('select id, run from callbacks where source = ?')
  const byDigest = db.prepare<[string, string, string, string, Instant], KnownCallback>(
    'select id, run from callbacks where unit = ? and topic = ? and key = ? and digest = ? and expires_at > ?',
  )
  const insert = db.prepare(
    `insert or replace into callbacks (unit, topic, key, digest, source, run, expires_at, body, encoding, key_id)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const parked = db.prepare<[string, string, string, Instant], Stored & { readonly id: number }>(
    `select id, body, encoding, key_id from callbacks
      where unit = ? and topic = ? and key = ? and run is null and expires_at > ? order by id limit 1`,
  )
  const give = db.prepare<[string, Instant, number]>(
    `update callbacks set run = ?, expires_at = ?, body = '', encoding = 0, key_id = 0 where id = ?`,
  )

  return {
    known(callback) {
      const { unit, topic, key, digest, source, at } = callback
      forget.run(at)
      const own = bySource.get(source)
      if (own) return { run: own.run, sameStep: true }
      const equal = byDigest.get(unit, topic, key, digest, at)
      return equal && { run: equal.run, sameStep: false }
    },
    keep(callback, stored, run) {
      const { unit, topic, key, digest, source, at, parkMs } = callback
      const expires = at + (run === null ? parkMs : REMEMBER_MS)
      const { body, encoding, key_id } = run === null ? stored : inline('')
      insert.run(unit, topic, key, digest, source, run, expires, body, encoding, key_id)
    },
    take({ unit, topic, key }, run, at) {
      const found = parked.get(unit, topic, key, at)
      if (!found) return undefined
      give.run(run, at + REMEMBER_MS, found.id)
      return { body: found.body, encoding: found.encoding, key_id: found.key_id }
    },
  }
}
