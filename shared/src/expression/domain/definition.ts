import type { WorkCalendar } from '../../calendar/calendar.ts'
import type { Text } from '../../text/text.ts'
import type { CodeTables } from '../scope.ts'

/** What a domain function may ask for besides its arguments. */
export interface DomainPort {
  readonly tables?: CodeTables | undefined
  /** The day of the run in Vietnam, `YYYY-MM-DD`. */
  readonly today: string
  /** The working calendar that counts for the run. */
  calendar(): WorkCalendar
}

/** One function for expressions, as data: the designer shows completion and help from it. */
export interface DomainFunction {
  /** Vietnamese name without `$`. */
  readonly name: string
  /** English name without `$`; the same function. */
  readonly alias: string
  /** Names of the parameters in order; the last ones may be left out as the signature says. */
  readonly parameters: readonly string[]
  /** JSONata signature; `-` takes the current value when the argument is missing, `?` makes it optional. */
  readonly signature: string
  readonly help: Text
  /** Run by a test: `result` is what `expression` gives on `input`. */
  readonly example: { readonly expression: string; readonly input?: unknown; readonly result: unknown }
  /** Throws for words written in the formula that can never work; undefined stands for an argument that is computed. */
  check?(written: readonly (string | undefined)[]): void
  /** Synchronous, pure and bounded; throws `ExpressionError`. An undefined first argument gives undefined. */
  run(args: readonly unknown[], port: DomainPort): unknown
}

/** Reads an argument whose type the signature has checked already. */
export function textAt(args: readonly unknown[], index: number): string | undefined {
  const value = args[index]
  return typeof value === 'string' ? value : undefined
}

/** As `textAt`, for a number. */
export function numberAt(args: readonly unknown[], index: number): number | undefined {
  const value = args[index]
  return typeof value === 'number' ? value : undefined
}
