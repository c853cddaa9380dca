/** Signs that begin a formula, also in full width: spreadsheets of East Asian settings take those for the same. */
const SIGNS = '[=+\\-@\\t\\r＝＋－＠]'
const FORMULA = new RegExp(`^'*${SIGNS}`)
const GUARDED = new RegExp(`^'+${SIGNS}`)

/** Spreadsheets compute what begins like this; an apostrophe in front keeps it text. Reversible: `unguarded` takes it away again. */
export function guarded(value: string): string {
  return isFormulaLike(value) ? `'${value}` : value
}

/** Whether a spreadsheet may take a text for a formula (OWASP, CSV injection), or `guarded` has marked it. */
export function isFormulaLike(value: string): boolean {
  return FORMULA.test(value)
}

/** A text without the apostrophe of `guarded`. */
export function unguarded(value: string): string {
  return GUARDED.test(value) ? value.slice(1) : value
}
