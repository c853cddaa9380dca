import type { WorkCalendar } from '../calendar/calendar.ts'

/** What an expression can see: the root is `body`, the rest are variables (`$headers`, `$keys`, `$steps`, `$run`, `$item` …). */
export interface ExpressionScope {
  readonly body: unknown
  readonly headers: Readonly<Record<string, unknown>>
  /** Business keys. In call position `$keys(…)` stays the JSONata function. */
  readonly keys: Readonly<Record<string, string>>
  /** Node id → output body of an earlier step; may be backed by getters. */
  readonly steps: Readonly<Record<string, unknown>>
  /** `at` is an ISO 8601 instant; `$now()`, `$millis()`, `$random()` and `$shuffle()` derive from this and nothing else. */
  readonly run: { readonly id: string; readonly at: string; readonly flow: string }
  /** Extra variables by name, such as item, index, parent, error; together they are `$vars`. */
  readonly vars?: Readonly<Record<string, unknown>>
  /** Code-table lookup for `$danhMuc`. */
  readonly tables?: CodeTables
}

/** Port to the reference data of the installation: code tables (danh mục) and the working calendar. */
export interface CodeTables {
  /** `asOf` is an ISO date, today of the run when left out. */
  lookup(
    table: string,
    code: string,
    asOf?: string,
  ): { code: string; name: string; extra?: Readonly<Record<string, unknown>> } | undefined
  /** The version of the working calendar that was in force at an instant (ms since the epoch); the usual hours where there is none. */
  calendarAt?(instant: number): WorkCalendar
}

/** An expression made ready once, then evaluated for each message. */
export interface CompiledExpression {
  readonly text: string
  /** True when compiled to closures: `evaluate` is then synchronous and never gives a Promise. */
  readonly fast: boolean
  /** The value, or a Promise of it on the slow path. Throws (or rejects with) an `ExpressionError`. */
  evaluate(scope: ExpressionScope): unknown
}
