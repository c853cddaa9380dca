import type { StatementKind } from '../verbs.ts'

/** A row as a message carries it: whole numbers that JSON cannot hold exactly, exact decimals and dates are text; bytes are base64. */
export type Row = Readonly<Record<string, unknown>>

/** How much one statement may return and how long it may take. */
export interface Limits {
  readonly rows: number
  readonly bytes: number
  readonly timeoutMs: number
}

/** The result of a statement. */
export interface SqlResult {
  readonly rows: readonly Row[]
  /** Rows that were inserted, updated or deleted; 0 for a query. */
  readonly changed: number
}

/** What to run: the source with `:name` parameters and the value of each. */
export interface SqlCall {
  readonly kind: StatementKind
  readonly source: string
  readonly values: Readonly<Record<string, unknown>>
  readonly limits: Limits
  readonly signal: AbortSignal
}

/** What becomes of a row whose key is in the table already: the whole list is refused, the row is left out, or the row there is changed. */
export type ExistingRow = 'fail' | 'skip' | 'update'

/** A list of rows for one table: all are written, or none. */
export interface RowsCall {
  /** As it is called in the database, with its schema in front where it has one (`dbo.HoSo`). */
  readonly table: string
  readonly columns: readonly string[]
  /** Values in the order of the columns. */
  readonly rows: readonly (readonly unknown[])[]
  readonly existing: ExistingRow
  /** The columns that tell rows apart; needed for `update`. */
  readonly keys: readonly string[]
  readonly limits: Pick<Limits, 'timeoutMs'>
  readonly signal: AbortSignal
}

/** A parameter of a stored procedure: `out` has no value to give. */
export interface ProcedureParameter {
  readonly name: string
  readonly direction: 'in' | 'out' | 'inout'
  readonly value: unknown
}

/** A call of a stored procedure with its parameters in the order in which it declares them. */
export interface ProcedureCall {
  readonly name: string
  readonly parameters: readonly ProcedureParameter[]
  readonly limits: Limits
  readonly signal: AbortSignal
}

/** What a stored procedure gave back; the limits count over all its result sets. */
export interface ProcedureResult {
  readonly out: Row
  readonly sets: readonly (readonly Row[])[]
}

/** An open database, whatever its make. All faults are `FlowError`s (`sql.*`, `connect.*`). */
export interface Database {
  run(call: SqlCall): Promise<SqlResult>
  /** Writes all rows in one transaction; throws `sql.bad-row` with the number of the row (from 1) and its column. */
  writeRows(call: RowsCall): Promise<void>
  /** Throws `sql.unsupported` where there are no procedures. */
  callProcedure(call: ProcedureCall): Promise<ProcedureResult>
  close(): Promise<void>
}
