import { packZip } from '#nodes/archives/zip.ts'
import { contentWriter } from '#nodes/files/content-out.ts'
import { cellsOf, columnsFor, type OutColumn, rowsOf } from '#nodes/tabular/write-table.ts'
import { permanent } from '#shared/errors/flow-error.ts'
import { defineRun } from '#shared/node/run.ts'
import { LIMITS } from '#shared/sheet/sheet-fault.ts'
import { type OutCell, workbookParts } from '#shared/sheet/workbook-parts.ts'
import { parseDate } from '#shared/vietnam/dates/parse.ts'
import { definition } from './definition.ts'

/** Writes the rows as a workbook; the same rows always give the same bytes. */
export const run = defineRun(definition, (tools) => {
  const { settings, value } = tools
  const rows = value(settings.rows, 'rows')
  const write = contentWriter(tools)

  return async (message, context) => {
    const given = rowsOf(await rows(message, context))
    const shown = columnsFor(settings.columns, given)
    // Numbers and days are stored as such, so they are checked here and shown by the spreadsheet.
    const columns = shown.map((column): OutColumn => ({ ...column, decimal: 'dot' }))
    const above = settings.header ? 1 : 0
    const texts = given.map((row, index) => cellsOf(row, columns, index + 1 + above))
    const cells = texts.map((line, index) => line.map((text, at) => cellOf(text, columns[at], index + 1 + above)))
    const titles = columns.map(({ title }) => title)
    const parts = workbookParts({
      name: settings.sheet,
      ...(settings.header ? { header: titles } : {}),
      rows: cells,
      widths: titles.map((title, at) => widthOf(title, texts, at)),
    })
    return write(message, context, packZip(parts.map(([name, text]) => ({ name, content: Buffer.from(text) }))))
  }
})

function cellOf(text: string, column: OutColumn | undefined, row: number): OutCell {
  if (text.length > LIMITS.cell) {
    const reason = { vi: `có ô dài quá ${LIMITS.cell} ký tự`, en: `a cell is longer than ${LIMITS.cell} characters` }
    throw permanent('table.unwritable', { row, reason })
  }
  if (text === '' || column === undefined) return text
  // Spreadsheets keep 15 digits; a longer number stays whole as text.
  if (column.type === 'number') return text.replace(/^-?0*|\./g, '').length > 15 ? text : { number: text }
  return column.type === 'date' && column.pattern === undefined ? dayOf(text) : text
}

/** A date of which only year or month is known stays text, and so does one before spreadsheets count right. */
function dayOf(text: string): OutCell {
  const { year, month, day, time } = parseDate(text)
  if (month === undefined || day === undefined || year < 1901) return text
  const serial = (Date.UTC(year, month - 1, day) - Date.UTC(1899, 11, 30)) / 86_400_000
  if (time === undefined) return { day: serial, clock: false }
  return { day: serial + (time.hour * 3600 + time.minute * 60 + time.second) / 86_400, clock: true }
}

/** Wide enough for the title and the first rows, in characters. */
function widthOf(title: string, lines: readonly (readonly string[])[], at: number): number {
  const longest = lines.slice(0, 200).reduce((most, line) => Math.max(most, line[at]?.length ?? 0), title.length)
  return Math.min(60, Math.max(8, longest + 2))
}
