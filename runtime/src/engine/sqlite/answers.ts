import type { Engine, Instant } from '../engine.ts'
import type { RunRecord } from '../rows/run-record.ts'
import { inline, type Payloads } from '../rows/stored.ts'
import { callbackRows, type TaskRecord, toTask } from '../rows/wait-record.ts'
import { parseUrgency, taskCursor } from '../task-cursor.ts'
import type { Delivery, WaitEntry, Waits } from '../waits.ts'
import type { Callbacks } from './callbacks.ts'
import type { Connection } from './connection.ts'
import type { GroupCommit } from './group-commit.ts'
import type { Journal } from './journal.ts'
import type { News } from './news.ts'
import type { WaitTable } from './waits.ts'

interface Parts {
  readonly db: Connection
  readonly group: GroupCommit
  readonly journal: Journal
  readonly payloads: Payloads
  readonly waits: WaitTable
  readonly callbacks: Callbacks
  readonly news: News
}

type Waiting = Pick<RunRecord, 'seq' | 'id' | 'status' | 'entries'>

/** What the outside says to runs that wait. */
export function createAnswers(parts: Parts): Engine['waits'] {
  const { db, group, journal, payloads, waits, callbacks, news } = parts
  const bySeq = db.prepare<[number], Waiting>('select seq, id, status, entries from runs where seq = ?')
  const byId = db.prepare<[string], Waiting>('select seq, id, status, entries from runs where id = ?')
  const held = db.prepare<[string, number], Waiting>(
    'select seq, id, status, entries from runs where id = ? and epoch = ? and member is not null',
  )
  const grew = db.prepare<[number, number]>('update runs set entries = ? where seq = ?')

  const deliver: Waits['deliver'] = async (callback) => {
    const stored = await payloads.store(callback.message)
    return group.write((): Delivery => {
      const known = callbacks.known(callback)
      if (known) {
        const run = known.run === null ? {} : { run: known.run }
        if (!known.sameStep) return { outcome: 'duplicate', ...run }
        return { outcome: known.run === null ? 'parked' : 'delivered', ...run }
      }
      const { unit, topic, key, at, parkMs } = callback
      const wait = waits.forCallback(unit, topic, key, at)
      const run = wait && bySeq.get(wait.run)
      if (wait && run) {
        news(run, callbackRows(wait.path, stored, at), at)
        waits.answered(wait.id, null)
        callbacks.keep(callback, stored, run.id)
        return { outcome: 'delivered', run: run.id }
      }
      if (parkMs <= 0) return { outcome: 'nobody' }
      callbacks.keep(callback, stored, null)
      return { outcome: 'parked' }
    })
  }

  const decide: Waits['decide'] = ({ run: id, ...decision }) =>
    group.write(() => {
      const run = byId.get(id)
      const wait = run && waits.of(run.seq, decision.path)
      if (!run || wait?.kind !== 'person' || wait.state !== 'open' || wait.until <= decision.at)
        return { decided: false, ...(wait?.answered_by ? { by: wait.answered_by } : {}) }
      const entry: WaitEntry = { kind: 'await-end', how: 'decision', ...decision }
      news(run, [{ kind: 'await-end', stored: inline(JSON.stringify(entry)) }], decision.at)
      waits.answered(wait.id, decision.by)
      return { decided: true }
    })

  const expire: Waits['expire'] = (lease, path, at) =>
    group.write(() => {
      const run = held.get(lease.run, lease.epoch)
      if (!run) return 'stale'
      const wait = waits.of(run.seq, path)
      if (wait?.state === 'answered') return 'answered'
      const entry: WaitEntry = { kind: 'await-end', path, at, how: 'timeout' }
      journal.append(run.seq, run.entries, 'await-end', inline(JSON.stringify(entry)))
      grew.run(run.entries + 1, run.seq)
      if (wait) waits.answered(wait.id, null)
      return 'expired'
    })

  return { deliver, decide, expire, tasks: createTaskList(db, group) }
}

function createTaskList(db: Connection, group: GroupCommit): Waits['tasks'] {
  const from = `from waits w join runs r on r.seq = w.run
    where w.kind = 'person' and w.state = 'open' and w.unit = ? and (? is null or r.flow = ?)`
  const list = db.prepare<[string, string | null, string | null, Instant, Instant, number, number], TaskRecord>(
    `select w.*, r.id as run_id, r.flow, r.keys ${from} and (w.until > ? or w.until = ? and w.id > ?)
      order by w.until, w.id limit ?`,
  )
  const count = db.prepare<[string, string | null, string | null], number>(`select count(*) ${from}`).pluck()

  return async ({ unit, flow = null, cursor, limit }) =>
    group.read(() => {
      const after = parseUrgency(cursor)
      const rows = list.all(unit, flow, flow, after.until, after.until, after.id, limit + 1)
      const page = rows.slice(0, limit)
      const last = page.at(-1)
      return {
        tasks: page.flatMap(toTask),
        total: count.get(unit, flow, flow) ?? 0,
        ...(rows.length > limit && last ? { cursor: taskCursor(last) } : {}),
      }
    })
}
