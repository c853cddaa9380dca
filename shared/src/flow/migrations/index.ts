/** A change of the flow file's format: pure, from one format to the next. */
export interface FormatMigration {
  /** What it changes, as a sentence. */
  readonly name: string
  /** The format it reads; it writes `from + 1`. */
  readonly from: number
  up(file: Readonly<Record<string, unknown>>): Record<string, unknown>
}

/** All format migrations in order; a test holds the numbers contiguous. There is only one format so far. */
export const formatMigrations: readonly FormatMigration[] = []
