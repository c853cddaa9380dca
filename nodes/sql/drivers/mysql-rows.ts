import type { FlowError } from '#shared/errors/flow-error.ts'
import { badRow, columnIn, findBadRow, isDataFault } from './bad-row.ts'
import type { RowsCall } from './database.ts'
import { mysqlFault } from './mysql-faults.ts'
import { execute, type Session } from './mysql-session.ts'
import { quoteName, quotePath } from './names.ts'

/** A prepared statement takes 65,535 values. */
const MOST_VALUES = 60_000
const MOST_ROWS = 500
/** The server refuses a packet beyond max_allowed_packet, 16 MB unless it is set lower. */
const MOST_BYTES = 1_000_000

/** Writes the rows by statements of many rows each; the caller keeps them in one transaction. */
export async function writeMysqlRows(session: Session, call: RowsCall, host: string): Promise<void> {
  const insert = insertText(call)
  const attempt = async (from: number, to: number): Promise<void> => {
    const rows = call.rows.slice(from - 1, to)
    await execute(session, insert(rows.length), rows.flat()).catch((error: unknown) => {
      throw mysqlFault(error, host)
    })
  }
  for (let from = 1; from <= call.rows.length; ) {
    const to = from + chunkLength(call, from - 1) - 1
    try {
      await attempt(from, to)
    } catch (error) {
      if (!isDataFault(error)) throw error
      throw told(error, from, call.columns) ?? (await findBadRow(from, to, attempt, call.columns)) ?? error
    }
    from = to + 1
  }
}

/** The row that the server names itself; it counts from 1 in each statement. */
function told(fault: FlowError, from: number, columns: readonly string[]): FlowError | undefined {
  const reason = fault.data.message.en
  const row = / at row (\d+)/.exec(reason)?.[1]
  return row === undefined ? undefined : badRow(from + Number(row) - 1, columnIn(reason, columns), fault)
}

function chunkLength({ rows, columns }: RowsCall, start: number): number {
  const most = Math.max(1, Math.min(MOST_ROWS, Math.floor(MOST_VALUES / columns.length)))
  let bytes = 0
  let at = start
  while (at < rows.length && at - start < most && bytes < MOST_BYTES) {
    for (const value of rows[at] ?? []) bytes += typeof value === 'string' ? value.length : 16
    at++
  }
  return at - start
}

/** Leaving a row out is written as a change to what is there, because INSERT IGNORE would also swallow wrong data. */
function insertText({ table, columns, existing, keys }: RowsCall): (rows: number) => string {
  const names = columns.map((column) => quoteName(column, 'mysql'))
  const into = `INSERT INTO ${quotePath(table, 'mysql')} (${names.join(', ')}) VALUES `
  const row = `(${names.map(() => '?').join(', ')})`
  const [first = ''] = names
  const changed = columns.filter((column) => !keys.includes(column)).map((column) => quoteName(column, 'mysql'))
  const changes =
    changed.length === 0 ? `${first} = ${first}` : changed.map((name) => `${name} = VALUES(${name})`).join(', ')
  const behind = {
    fail: '',
    skip: ` ON DUPLICATE KEY UPDATE ${first} = ${first}`,
    update: ` ON DUPLICATE KEY UPDATE ${changes}`,
  }
  return (rows) => into + Array.from({ length: rows }, () => row).join(', ') + behind[existing]
}
