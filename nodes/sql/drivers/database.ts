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

/** An open database, whatever its make. All faults are `FlowError`s (`sql.*`, `connect.*`). */
export interface Database {
  run(call: SqlCall): Promise<SqlResult>
  close(): Promise<void>
}
