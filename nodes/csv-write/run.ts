import { stringify } from 'csv-stringify/sync'
import { DELIMITER_SIGNS } from '#nodes/csv/dialect-fields.ts'
import { contentWriter } from '#nodes/files/content-out.ts'
import { encodeTable } from '#nodes/tabular/charset.ts'
import { cellsOf, columnsFor, rowsOf } from '#nodes/tabular/write-table.ts'
import { permanent } from '#shared/errors/flow-error.ts'
import { defineRun } from '#shared/node/run.ts'
import { guarded, isFormulaLike } from '#shared/text/formula-guard.ts'
import { definition } from './definition.ts'

/** A number in any notation computes nothing. */
const NUMBER = /^[+-]?\d[\d.,\s]*$/

/** Writes the rows by RFC 4180; a value that cannot be written is an error with its row, nothing is left out. */
export const run = defineRun(definition, (tools) => {
  const { settings, value } = tools
  const { delimiter, quotes, lineEnd, charset, mark, formulas, as } = settings
  const rows = value(settings.rows, 'rows')
  const write = contentWriter(tools)

  const safe = (cell: string, row: number): string => {
    if (formulas === 'keep' || !isFormulaLike(cell) || NUMBER.test(cell)) return cell
    if (formulas === 'guard') return guarded(cell)
    const reason = { vi: 'có ô giống công thức', en: 'a cell looks like a formula' }
    throw permanent('table.unwritable', { row, reason })
  }

  return async (message, context) => {
    const given = rowsOf(await rows(message, context))
    const columns = columnsFor(settings.columns, given)
    const above = settings.header ? 1 : 0
    const titles = columns.map(({ title }) => safe(title, 1))
    const lines = given.map((row, index) => {
      const number = index + 1 + above
      return cellsOf(row, columns, number).map((cell) => safe(cell, number))
    })
    const text = stringify(settings.header ? [titles, ...lines] : lines, {
      delimiter: DELIMITER_SIGNS[delimiter],
      record_delimiter: lineEnd === 'crlf' ? '\r\n' : '\n',
      quoted: quotes === 'all',
      quoted_empty: quotes === 'all',
      quoted_match: /^\s|\s$/,
    })
    if (as === 'text') return write(message, context, mark ? `\ufeff${text}` : text)
    return write(message, context, encodeTable(text, charset, mark))
  }
})
