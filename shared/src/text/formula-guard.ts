/** Spreadsheets compute what begins like this; an apostrophe in front keeps it text. Reversible: `unguarded` takes it away again. */
export function guarded(value: string): string {
  return isFormulaLike(value) ? `'${value}` : value
}

/** Whether a spreadsheet may take a text for a formula (OWASP, CSV injection), or `guarded` has marked it. */
export function isFormulaLike(value: string): boolean {
  return /^'*[=+\-@\t\r]/.test(value)
}

/** A text without the apostrophe of `guarded`. */
export function unguarded(value: string): string {
  return /^'+[=+\-@\t\r]/.test(value) ? value.slice(1) : value
}
