import { CsvError, type Options } from 'csv-parse'
import { parse } from 'csv-parse/sync'
import type { FileRow } from '#nodes/tabular/read-table.ts'
import { permanent } from '#shared/errors/flow-error.ts'
import type { Text } from '#shared/text/text.ts'
import { type Dialect, namesSeparator } from './dialect.ts'

/** Most characters of one row: a quote that is never closed must not swallow a file. */
export const LONGEST_ROW = 1_000_000

/** The options of the parser (RFC 4180, with bare quotes inside values allowed as spreadsheets allow them). */
export function parserOptions({ delimiter, quote }: Dialect): Options {
  return {
    bom: true,
    delimiter,
    quote: quote === '' ? false : quote,
    escape: quote === '' ? false : quote,
    relax_column_count: true,
    relax_quotes: true,
    max_record_size: LONGEST_ROW,
  }
}

/** How many rows are read. `most`: of data, empty ones count · `header`: rows up to the header · `before`: rows of the file that stand before the text. */
export interface Extent {
  readonly most: number
  readonly header?: number
  readonly before?: number
}

/** The rows of a text, with those of the header. Throws `table.unreadable`, `table.too-large`. */
export function parseCsv(text: string, dialect: Dialect, { most, header = 0, before = 0 }: Extent): readonly FileRow[] {
  try {
    const records: readonly string[][] = parse(text, { ...parserOptions(dialect), to: most + header + 1 })
    if (records.length > most + header) throw permanent('table.too-large', { reason: tooMany(most) })
    // As in Excel, the line that names the separator is not counted.
    const shown = before === 0 && namesSeparator(records[0] ?? []) ? records.slice(1) : records
    return shown.map((cells, index) => ({ row: before + index + 1, cells }))
  } catch (thrown) {
    throw csvFault(thrown, before)
  }
}

/** More rows than a message may hold, in words. */
function tooMany(most: number): Text {
  return { vi: `có hơn ${most} dòng`, en: `has more than ${most} rows` }
}

/** A fault of the parser as `table.unreadable` with the line of the file; anything else as it is. `before`: lines that were not given to the parser. */
export function csvFault(thrown: unknown, before = 0): unknown {
  if (!(thrown instanceof CsvError)) return thrown
  const at: unknown = Reflect.get(thrown, 'lines')
  const line = (typeof at === 'number' ? at : 1) + before
  return permanent('table.unreadable', { reason: reasonFor(thrown.code, line) })
}

function reasonFor(code: string, line: number): Text {
  if (code === 'CSV_QUOTE_NOT_CLOSED')
    return {
      vi: `có dấu bao giá trị mở mà không đóng, tính đến dòng ${line}`,
      en: `a quote is not closed, seen until line ${line}`,
    }
  if (code === 'CSV_MAX_RECORD_SIZE')
    return {
      vi: `dòng ${line} quá dài; có thể dấu bao giá trị không được đóng hoặc dấu phân cách sai`,
      en: `line ${line} is too long; perhaps a quote is not closed or the separator is wrong`,
    }
  return { vi: `dòng ${line} không theo khuôn dạng CSV`, en: `line ${line} is not in the form of CSV` }
}
