/** Splits text copied from a spreadsheet or a CSV file into cells. All cells stay text, so leading zeros survive. */
export function parseCells(text: string): readonly (readonly string[])[] {
  const clean = text.replace(/^\uFEFF/, '')
  const separator = separatorOf(clean)
  const rows: string[][] = []
  let row: string[] = []
  let cell = ''
  let quoted = false
  const endCell = () => {
    row.push(cell.trim())
    cell = ''
  }
  const endRow = () => {
    endCell()
    if (row.some((it) => it !== '')) rows.push(row)
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
    else if (sign === '\n') endRow()
    else if (sign !== '\r') cell += sign
  }
  if (cell !== '' || row.length > 0) endRow()
  return rows
}

/** The sign that stands most often in the first line: tab (spreadsheets), semicolon or comma. */
function separatorOf(text: string): string {
  const line = text.slice(0, text.indexOf('\n') < 0 ? undefined : text.indexOf('\n')).replace(/"[^"]*"/g, '')
  const count = (sign: string) => line.split(sign).length - 1
  if (line.includes('\t')) return '\t'
  return count(';') > count(',') ? ';' : ','
}
