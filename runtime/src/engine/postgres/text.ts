const MARK = '\u0001'

/** A text as PostgreSQL can hold it: one with a NUL or an unpaired surrogate, which it refuses or would change, is spelt out behind a mark. */
export function toColumn(text: string): string {
  return text.isWellFormed() && !text.includes('\0') && !text.startsWith(MARK) ? text : MARK + JSON.stringify(text)
}

/** The text that `toColumn` was given. */
export function fromColumn(text: string): string {
  return text.startsWith(MARK) ? (JSON.parse(text.slice(MARK.length)) as string) : text
}
