import type pg from 'pg'
import type { FlowError } from '#shared/errors/flow-error.ts'
import { badRow, columnIn, findBadRow, isDataFault } from './bad-row.ts'
import type { RowsCall } from './database.ts'
import { quoteName, quotePath } from './names.ts'
import { copyRows } from './postgres-copy.ts'
import { faultOf } from './postgres-faults.ts'

/** Writes the rows by COPY, the fastest way in; where rows may be there already, through a table that ends with the transaction. */
export function writePostgresRows(client: pg.PoolClient, call: RowsCall, host: string): Promise<void> {
  return call.existing === 'fail' ? copyInto(client, call, host) : merge(client, call, host)
}

async function copyInto(client: pg.PoolClient, call: RowsCall, host: string): Promise<void> {
  const target = `${quotePath(call.table, 'postgres')} (${names(call.columns).join(', ')})`
  await copied(client, `COPY ${target} FROM STDIN`, call.rows, call, host)
}

async function copied(
  client: pg.PoolClient,
  copy: string,
  rows: Iterable<readonly unknown[]>,
  { columns, limits }: RowsCall,
  host: string,
): Promise<void> {
  await copyRows(client, copy, rows).catch((error: unknown) => {
    const fault = faultOf(error, host, limits.timeoutMs)
    throw placed(error, fault, columns) ?? fault
  })
}

/** COPY tells line and column in the context of its error: `COPY ho_so, line 3, column tien: …`. */
function placed(error: unknown, fault: FlowError, columns: readonly string[]): FlowError | undefined {
  if (!isDataFault(fault) || typeof error !== 'object' || error === null) return undefined
  const where = String(Reflect.get(error, 'where') ?? '')
  const line = /, line (\d+)/.exec(where)?.[1]
  if (line === undefined) return undefined
  const behind = where.slice(where.indexOf(`, line ${line}`))
  const column = columns.find((name) => behind.startsWith(`, line ${line}, column ${name}:`))
  const named = Reflect.get(error, 'column')
  return badRow(
    Number(line),
    column ?? (typeof named === 'string' ? named : columnIn(fault.data.message.en, columns)),
    fault,
  )
}

async function merge(client: pg.PoolClient, call: RowsCall, host: string): Promise<void> {
  const { table, columns, existing, keys, limits } = call
  const into = quotePath(table, 'postgres')
  const list = names(columns).join(', ')
  await client.query(
    `CREATE TEMP TABLE lienthong_rows ON COMMIT DROP AS SELECT 0::bigint AS lienthong_row, ${list} FROM ${into} WITH NO DATA`,
  )
  await copied(client, `COPY lienthong_rows (lienthong_row, ${list}) FROM STDIN`, numbered(call.rows), call, host)
  const changes = columns.filter((column) => !keys.includes(column)).map((column) => quoteName(column, 'postgres'))
  const conflict = keys.length === 0 ? '' : `(${names(keys).join(', ')}) `
  const set = changes.map((name) => `${name} = EXCLUDED.${name}`).join(', ')
  const then = existing === 'skip' || set === '' ? 'DO NOTHING' : `DO UPDATE SET ${set}`
  const text = `INSERT INTO ${into} (${list}) SELECT ${list} FROM lienthong_rows
    WHERE lienthong_row BETWEEN $1 AND $2 ORDER BY lienthong_row ON CONFLICT ${conflict}${then}`
  const attempt = async (from: number, to: number): Promise<void> => {
    await client.query('SAVEPOINT lienthong_part')
    try {
      await client.query({ text, values: [from, to] })
      await client.query('RELEASE lienthong_part')
    } catch (error) {
      await client.query('ROLLBACK TO lienthong_part')
      throw faultOf(error, host, limits.timeoutMs)
    }
  }
  try {
    await attempt(1, call.rows.length)
  } catch (error) {
    if (!isDataFault(error)) throw error
    throw (await findBadRow(1, call.rows.length, attempt, columns)) ?? error
  }
}

function* numbered(rows: RowsCall['rows']): Generator<readonly unknown[]> {
  for (const [at, row] of rows.entries()) yield [at + 1, ...row]
}

function names(columns: readonly string[]): readonly string[] {
  return columns.map((column) => quoteName(column, 'postgres'))
}
