import type { RunFilter, RunRow } from '../history.ts'
import { beginningOf, parsePlace, placeOf } from '../rows/list-place.ts'
import { isOpen, type RunRecord, toRunRow } from '../rows/run-record.ts'
import { WAITS_SHOWN } from '../waits.ts'
import type { Connection } from './connection.ts'
import type { WaitTable } from './waits.ts'

type Page = { readonly runs: readonly RunRow[]; readonly cursor?: string }
type Value = string | number

/** SQL that is put together from fixed pieces, with its values apart. */
interface Query {
  readonly from: string
  /** The columns of time and sequence, of the table whose index gives the order. */
  readonly order: Order
  readonly where: readonly string[]
  readonly values: readonly Value[]
}

type Order = readonly [at: string, seq: string]

const OF_RUNS: Order = ['runs.accepted_at', 'runs.seq']
const OF_KEYS: Order = ['k.accepted_at', 'k.run']

/** The run list, newest first. Throws `api.invalid` for a cursor that this list did not give. */
export function createRunList(db: Connection, waits: Pick<WaitTable, 'open'>): (filter: RunFilter) => Page {
  const prepare = (sql: string) => db.prepare<Value[], RunRecord>(sql)
  const statements = new Map<string, ReturnType<typeof prepare>>()

  function select({ from, order, where, values }: Query, limit: number): RunRecord[] {
    const condition = where.length > 0 ? `where ${where.join(' and ')}` : ''
    const sql = `select runs.* from ${from} ${condition} order by ${order[0]} desc, ${order[1]} desc limit ?`
    const statement = statements.get(sql) ?? prepare(sql)
    // Few shapes come up in practice, but nobody must be able to grow the cache for ever.
    if (statements.size > 200) statements.clear()
    statements.set(sql, statement)
    return statement.all(...values, limit)
  }

  const hits = db
    .prepare<[string, string], number>(
      `select count(*) from (select 1 from business_keys where value >= ? and value < ? limit ${BROAD + 1})`,
    )
    .pluck()
  const isBroad = (q: string): boolean => (hits.get(...beginningOf(q)) ?? 0) > BROAD

  return (filter) => {
    const records = queries(filter, isBroad).flatMap((query) => select(query, filter.limit + 1))
    records.sort((a, b) => b.accepted_at - a.accepted_at || b.seq - a.seq)
    const page = records.slice(0, filter.limit)
    const last = page.at(-1)
    const more = records.length > page.length && last
    return {
      runs: page.map((record) =>
        toRunRow(record, isOpen(record.status) ? waits.open(record.seq, WAITS_SHOWN.list) : []),
      ),
      ...(more ? { cursor: placeOf(last) } : {}),
    }
  }
}

/**
 * A beginning that more keys share is looked for by walking the newest runs, where it is soon found; a rarer one by its keys. Measured on
 * 500,000 runs, a tenth with keys: gathering and sorting all that begin with "H" took 60 ms, and grows; walking takes under 1 ms.
 */
const BROAD = 2000

/** Shorter beginnings of ids are not looked for: six characters are 17 minutes of time, fewer are shared by everything. */
const SHORTEST_ID = 6

/** One query, or one for each of several rare states: each walks its part of an index and stops at the limit. */
function queries(filter: RunFilter, isBroad: (q: string) => boolean): Query[] {
  const { key, flow } = filter
  const q = filter.q === '' ? undefined : filter.q
  const statuses = filter.statuses && [...new Set(filter.statuses)]
  if (statuses?.length === 0) return []
  const [states, stateValues] = oneOf(statuses)
  if (q !== undefined && key === undefined && filter.origin === undefined && !isBroad(q))
    return [byBeginning(q, filter, states, stateValues)]
  const [match, matchValues] = q === undefined ? [[], []] : beginsWith(q)
  if (filter.origin !== undefined) {
    const from = 'runs indexed by runs_by_origin'
    return [
      queryOf(
        from,
        OF_RUNS,
        filter,
        ['runs.origin_run = ?', ...states, ...match],
        [filter.origin, ...stateValues, ...matchValues],
      ),
    ]
  }
  if (key !== undefined) {
    const from = 'business_keys k cross join runs on runs.seq = k.run'
    const values = [key, ...stateValues, ...matchValues]
    return [queryOf(from, OF_KEYS, filter, ['k.value = ?', ...states, ...match], values)]
  }
  if (statuses && !statuses.includes('done')) {
    const where = [`runs.status <> 'done'`, 'runs.status = ?', ...match]
    const from = 'runs indexed by runs_by_status'
    return statuses.map((status) => queryOf(from, OF_RUNS, filter, where, [status, ...matchValues]))
  }
  const index = flow === undefined ? 'runs_by_time' : 'runs_by_flow'
  return [queryOf(`runs indexed by ${index}`, OF_RUNS, filter, [...states, ...match], [...stateValues, ...matchValues])]
}

function queryOf(
  from: string,
  order: Order,
  filter: RunFilter,
  given: readonly string[],
  givenValues: readonly Value[],
): Query {
  const where = [...given]
  const values = [...givenValues]
  const add = (sql: string, ...more: Value[]): void => {
    where.push(sql)
    values.push(...more)
  }
  const [at, seq] = order
  if (filter.flow !== undefined) add('runs.flow = ?', filter.flow)
  if (filter.unit !== undefined) add('runs.unit = ?', filter.unit)
  if (filter.from !== undefined) add(`${at} >= ?`, filter.from)
  if (filter.to !== undefined) add(`${at} <= ?`, filter.to)
  if (filter.cursor !== undefined) {
    const after = parsePlace(filter.cursor)
    add(`${at} <= ? and (${at} < ? or ${seq} < ?)`, after.at, after.at, after.seq)
  }
  return { from, order, where, values }
}

function oneOf(statuses: RunFilter['statuses']): [string[], Value[]] {
  return statuses ? [[`runs.status in (${statuses.map(() => '?').join(', ')})`], [...statuses]] : [[], []]
}

/** The condition that an id or one of the business keys begins with the text. */
function beginsWith(q: string): [string[], Value[]] {
  const byKey = `exists (select 1 from json_each(runs.keys) each where each.value >= ? and each.value < ?)`
  if (q.length < SHORTEST_ID) return [[`runs.keys is not null and ${byKey}`], beginningOf(q)]
  return [[`(runs.id >= ? and runs.id < ? or ${byKey})`], [...beginningOf(q.toUpperCase()), ...beginningOf(q)]]
}

/** The same, from the index of keys and the index of ids. */
function byBeginning(q: string, filter: RunFilter, states: readonly string[], stateValues: readonly Value[]): Query {
  const byKey = 'select run from business_keys where value >= ? and value < ?'
  const byId = 'select seq from runs where id >= ? and id < ?'
  const [hits, values] =
    q.length < SHORTEST_ID
      ? [`select distinct run from (${byKey})`, beginningOf(q)]
      : [`${byKey} union ${byId}`, [...beginningOf(q), ...beginningOf(q.toUpperCase())]]
  const query = queryOf(`(${hits}) hits cross join runs on runs.seq = hits.run`, OF_RUNS, filter, states, stateValues)
  return { ...query, values: [...values, ...query.values] }
}
