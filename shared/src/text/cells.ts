/** Splits text copied from a spreadsheet or a CSV file into cells. All cells stay text, so leading zeros survive. */
export function parseCells(text: string): readonly (readonly string[])[] {
  return readCells(text).rows.map(({ cells }) => cells)
}

/** The rows of a text that have something in them, with their numbers from 1 (empty ones count). */
export interface ReadCells {
  readonly rows: readonly { readonly number: number; readonly cells: readonly string[] }[]
  /** The row in which a quote was opened that is never closed. */
  readonly unclosed?: number
}

/** Splits text into numbered rows of cells, by a separator or by the one that it seems to have. */
export function readCells(text: string, given?: string): ReadCells {
  const clean = text.replace(/^\uFEFF/, '')
  const separator = given ?? separatorOf(clean)
  const rows: { number: number; cells: readonly string[] }[] = []
  let row: string[] = []
  let number = 1
  let cell = ''
  let quoted = false
  const endCell = () => {
    row.push(cell.trim())
    cell = ''
  }
  const endRow = () => {
    endCell()
    if (row.some((it) => it !== '')) rows.push({ number, cells: row })
    number++
    row = []
  }
  for (let at = 0; at < clean.length; at++) {
    const sign = clean[at]
    if (quoted) {
      if (sign !== '"') cell += sign
      else if (clean[at + 1] === '"') {
        cell += '"'
        at++
      } else quoted = false
    } else if (sign === '"' && cell.trim() === '') {
      cell = ''
      quoted = true
    } else if (sign === separator) endCell()
    else if (sign === '\n' || (sign === '\r' && clean[at + 1] !== '\n')) endRow()
    else if (sign !== '\r') cell += sign
  }
  const unclosed = quoted ? { unclosed: number } : {}
  if (cell !== '' || row.length > 0) endRow()
  return { rows, ...unclosed }
}

/** The sign that stands most often in the first line: tab (spreadsheets), semicolon or comma. */
function separatorOf(text: string): string {
  const line = text.slice(0, text.indexOf('\n') < 0 ? undefined : text.indexOf('\n')).replace(/"[^"]*"/g, '')
  const count = (sign: string) => line.split(sign).length - 1
  if (line.includes('\t')) return '\t'
  return count(';') > count(',') ? ';' : ','
}
