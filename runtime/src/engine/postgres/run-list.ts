import type { RunFilter, RunRow } from '../history.ts'
import { beginningOf, noCursor } from '../rows/list-place.ts'
import { isOpen, type RunRecord, toRunRow } from '../rows/run-record.ts'
import { WAITS_SHOWN } from '../waits.ts'
import type { Statements } from './store.ts'
import { openWaits } from './waits.ts'

type Value = string | number | readonly string[]
type Page = { readonly runs: readonly RunRow[]; readonly cursor?: string }

/** Shorter beginnings of ids are not looked for: six characters are 17 minutes of time, fewer are shared by everything. */
const SHORTEST_ID = 6

/** A beginning that more keys share is looked for by walking the newest runs, where it is soon found; a rarer one by its keys. */
const BROAD = 2000

/** The run list, newest first. Throws `api.invalid` for a cursor that this list did not give. */
export async function listRuns(it: Statements, filter: RunFilter): Promise<Page> {
  if (filter.statuses?.length === 0) return { runs: [] }
  const where = conditionsOf(filter)
  if (filter.q !== undefined && filter.q !== '') await addBeginning(it, where, filter.q)
  const condition = where.sql.length > 0 ? `where ${where.sql.join(' and ')}` : ''
  const records = await it.all<RunRecord>(
    `select runs.* from runs ${condition} order by runs.accepted_at desc, runs.id desc limit ${where.add(filter.limit + 1)}`,
    ...where.values,
  )
  const page = records.slice(0, filter.limit)
  const last = page.at(-1)
  const runs: RunRow[] = []
  for (const record of page) {
    const waits = isOpen(record.status) ? await openWaits(it, record.seq, WAITS_SHOWN.list) : []
    runs.push(toRunRow(record, waits))
  }
  return { runs, ...(records.length > page.length && last ? { cursor: `${last.accepted_at}.${last.id}` } : {}) }
}

/** Conditions put together from fixed pieces, with their values apart. */
interface Where {
  readonly sql: string[]
  readonly values: Value[]
  /** Adds a value; answers how the statement names it. */
  add(value: Value): string
}

function conditionsOf({ key, origin, flow, unit, from, to, cursor, statuses }: RunFilter): Where {
  const values: Value[] = []
  const sql: string[] = []
  const where: Where = { sql, values, add: (value) => `$${values.push(value)}` }
  if (key !== undefined) sql.push(`runs.seq in (select run from business_keys where value = ${where.add(key)})`)
  if (origin !== undefined) sql.push(`runs.origin_run = ${where.add(origin)}`)
  if (statuses) {
    sql.push(`runs.status = any (${where.add([...statuses])}::text[])`)
    // Said for the planner: the index of runs that are not done.
    if (!statuses.includes('done')) sql.push(`runs.status <> 'done'`)
  }
  if (flow !== undefined) sql.push(`runs.flow = ${where.add(flow)}`)
  if (unit !== undefined) sql.push(`runs.unit = ${where.add(unit)}`)
  if (from !== undefined) sql.push(`runs.accepted_at >= ${where.add(from)}`)
  if (to !== undefined) sql.push(`runs.accepted_at <= ${where.add(to)}`)
  if (cursor !== undefined) {
    const after = placeOf(cursor)
    sql.push(`(runs.accepted_at, runs.id) < (${where.add(after.at)}::bigint, ${where.add(after.id)})`)
  }
  return where
}

/** The condition that an id or one of the business keys begins with the text. */
async function addBeginning(it: Statements, where: Where, q: string): Promise<void> {
  const [first, last] = beginningOf(q)
  const hits = await it.get<{ n: number }>(
    `select count(*) as n from (select 1 from business_keys where value >= $1 and value < $2 limit ${BROAD + 1}) hits`,
    first,
    last,
  )
  const [from, to] = [where.add(first), where.add(last)]
  // Of a broad one each run is looked up in turn: joined to nothing, the value keeps the planner from walking all the keys that begin so.
  const byKey =
    (hits?.n ?? 0) > BROAD
      ? `(select 1 from business_keys where run = runs.seq and value || '' >= ${from} and value || '' < ${to} limit 1) is not null`
      : `runs.seq = any (array(select run from business_keys where value >= ${from} and value < ${to}))`
  if (q.length < SHORTEST_ID) where.sql.push(byKey)
  else {
    const [a, b] = beginningOf(q.toUpperCase())
    where.sql.push(
      `(${byKey} or runs.seq = any (array(select seq from runs where id >= ${where.add(a)} and id < ${where.add(b)})))`,
    )
  }
}

/** Where a page ended: runs come by acceptance and id, the newest first. */
function placeOf(cursor: string): { readonly at: number; readonly id: string } {
  const found = /^(\d{1,16})\.([0-9A-Z]{1,64})$/.exec(cursor)
  if (!found?.[2]) throw noCursor()
  return { at: Number(found[1]), id: found[2] }
}
