import type { Engine } from '../engine.ts'
import type { RunRecord } from '../rows/run-record.ts'
import { inline } from '../rows/stored.ts'
import { callbackRows, type TaskRecord, toTask } from '../rows/wait-record.ts'
import { parseUrgency, taskCursor } from '../task-cursor.ts'
import type { WaitEntry, Waits } from '../waits.ts'
import { correlationLock, keepCallback, knownCallback } from './callbacks.ts'
import { append } from './journal.ts'
import { type Told, tellNews } from './news.ts'
import { payloads } from './payloads.ts'
import type { Statements, Store } from './store.ts'
import { answerWait, longestWait, waitOf } from './waits.ts'

type Waiting = Told & Pick<RunRecord, 'id'>

const COLUMNS = 'seq, id, status, entries'

/** What the outside says to runs that wait. */
export function createAnswers(store: Store): Engine['waits'] {
  const deliver: Waits['deliver'] = (callback) => {
    const stored = payloads.store(callback.message)
    return store.write(async (tx) => {
      const { topic, key, unit, at, parkMs } = callback
      await tx.lock(...correlationLock({ unit, topic, key }))
      const known = await knownCallback(tx, callback)
      if (known) {
        const run = known.run === null ? {} : { run: known.run }
        if (!known.sameStep) return { outcome: 'duplicate', ...run }
        return { outcome: known.run === null ? 'parked' : 'delivered', ...run }
      }
      const found = await answeredRun(tx, callback)
      if (found) {
        await tellNews(tx, found.run, callbackRows(found.path, stored, at), at)
        await answerWait(tx, found.wait, null)
        await keepCallback(tx, callback, stored, found.run.id)
        return { outcome: 'delivered', run: found.run.id }
      }
      if (parkMs <= 0) return { outcome: 'nobody' }
      await keepCallback(tx, callback, stored, null)
      return { outcome: 'parked' }
    })
  }

  const decide: Waits['decide'] = ({ run: id, ...decision }) =>
    store.write(async (tx) => {
      const run = await tx.get<Waiting>(`select ${COLUMNS} from runs where id = $1 for update`, id)
      const wait = run && (await waitOf(tx, run.seq, decision.path))
      if (!run || wait?.kind !== 'person' || wait.state !== 'open' || wait.until <= decision.at)
        return { decided: false, ...(wait?.answered_by ? { by: wait.answered_by } : {}) }
      const entry: WaitEntry = { kind: 'await-end', how: 'decision', ...decision }
      await tellNews(tx, run, [{ kind: 'await-end', stored: inline(JSON.stringify(entry)) }], decision.at)
      await answerWait(tx, wait.id, decision.by)
      return { decided: true }
    })

  const expire: Waits['expire'] = (lease, path, at) =>
    store.write(async (tx) => {
      const run = await tx.get<Waiting>(
        `select ${COLUMNS} from runs where id = $1 and epoch = $2 and member is not null for update`,
        lease.run,
        lease.epoch,
      )
      if (!run) return 'stale'
      const wait = await waitOf(tx, run.seq, path)
      if (wait?.state === 'answered') return 'answered'
      const entry: WaitEntry = { kind: 'await-end', path, at, how: 'timeout' }
      const n = await append(tx, run.seq, run.entries, [{ kind: 'await-end', stored: inline(JSON.stringify(entry)) }])
      await tx.run('update runs set entries = $1 where seq = $2', n, run.seq)
      if (wait) await answerWait(tx, wait.id, null)
      return 'expired'
    })

  return { deliver, decide, expire, tasks: (filter) => store.read((it) => listTasks(it, filter)) }
}

/** The run that waits for the callback. Its row is locked, and its wait looked at again: it may have ended in between. */
async function answeredRun(
  tx: Statements,
  callback: Parameters<Waits['deliver']>[0],
): Promise<{ readonly run: Waiting; readonly path: string; readonly wait: number } | undefined> {
  for (;;) {
    const wait = await longestWait(tx, callback, callback.at)
    if (!wait) return undefined
    const run = await tx.get<Waiting>(`select ${COLUMNS} from runs where seq = $1 for update`, wait.run)
    const still = await waitOf(tx, wait.run, wait.path)
    if (run && still?.id === wait.id && still.state === 'open') return { run, path: wait.path, wait: wait.id }
  }
}

async function listTasks(
  statements: Statements,
  { unit, flow, cursor, limit }: Parameters<Waits['tasks']>[0],
): ReturnType<Waits['tasks']> {
  const from = `from waits w join runs r on r.seq = w.run
    where w.kind = 'person' and w.state = 'open' and w.unit = $1 and ($2::text is null or r.flow = $2)`
  const after = parseUrgency(cursor)
  const rows = await statements.all<TaskRecord>(
    `select w.*, r.id as run_id, r.flow, r.keys ${from} and (w.until > $3 or w.until = $3 and w.id > $4) order by w.until, w.id limit $5`,
    unit,
    flow ?? null,
    after.until,
    after.id,
    limit + 1,
  )
  const total = await statements.get<{ n: number }>(`select count(*) as n ${from}`, unit, flow ?? null)
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return {
    tasks: page.flatMap(toTask),
    total: total?.n ?? 0,
    ...(rows.length > limit && last ? { cursor: taskCursor(last) } : {}),
  }
}
