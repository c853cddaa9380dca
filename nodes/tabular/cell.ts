import { ExpressionError, shapeOf } from '#shared/expression/errors.ts'
import type { Text } from '#shared/text/text.ts'
import { formatDate } from '#shared/vietnam/dates/format.ts'
import { canonicalDate, type PartialDate, parseDate, parseDateAs } from '#shared/vietnam/dates/parse.ts'

/** How the values of a column look in a file. */
export interface CellType {
  readonly type: 'text' | 'digits' | 'number' | 'date'
  readonly width?: number | undefined
  readonly decimal: 'comma' | 'dot'
  readonly pattern?: string | undefined
}

/** What a cell gives, or why it gives nothing; reasons show the shape of a value and never the value. */
export type CellResult<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly reason: Text }

const good = <T>(value: T): CellResult<T> => ({ ok: true, value })
const bad = (vi: string, en: string): { readonly ok: false; readonly reason: Text } => ({
  ok: false,
  reason: { vi, en },
})

/** The value of a cell that is not empty. Text stays; codes get zeros; dates become ISO, as exact as they are written. */
export function readCell(cell: string, column: CellType): CellResult<unknown> {
  if (column.type === 'text') return good(cell)
  if (column.type === 'digits') return padded(cell, column.width)
  return column.type === 'number' ? readNumber(cell, column.decimal) : readDate(cell, column.pattern)
}

/** A code of digits with zeros in front; spreadsheets have made `4.0` of some. */
function padded(cell: string, width = 1): CellResult<string> {
  const digits = /^(\d+)(?:[.,]0+)?$/.exec(cell.trim())?.[1]
  if (digits === undefined) {
    const { vi, en } = shapeOf(cell)
    return bad(`cần mã chỉ gồm chữ số nhưng là ${vi}`, `needs a code of digits but is ${en}`)
  }
  if (digits.length > width && width > 1)
    return bad(
      `mã có ${digits.length} chữ số, quá ${width}`,
      `the code has ${digits.length} digits, more than ${width}`,
    )
  return good(digits.padStart(width, '0'))
}

const GROUPED = {
  comma: /^[-−]?\d{1,3}(?:([. \u00a0])\d{3})(?:\1\d{3})*(?:,\d+)?$/,
  dot: /^[-−]?\d{1,3}(?:([, \u00a0])\d{3})(?:\1\d{3})*(?:\.\d+)?$/,
}
const PLAIN = { comma: /^[-−]?\d+(?:,\d+)?$/, dot: /^[-−]?\d+(?:\.\d+)?$/ }

function readNumber(cell: string, decimal: 'comma' | 'dot'): CellResult<number> {
  const text = cell.trim()
  if (!PLAIN[decimal].test(text) && !GROUPED[decimal].test(text)) {
    const { vi, en } = shapeOf(cell)
    return bad(`không phải số theo dấu thập phân đã chọn: ${vi}`, `no number with the chosen decimal mark: ${en}`)
  }
  const mark = decimal === 'comma' ? ',' : '.'
  const [whole = '', part] = text.replace('−', '-').split(mark)
  const digits = whole.replace(/[^\d-]/g, '')
  const plain = part === undefined ? digits : `${digits}.${part}`
  if (plain.replace(/^-?0*|\.|(?<=\..*)0+$/g, '').length > 15)
    return bad('số dài hơn 15 chữ số, hãy để kiểu chữ', 'more than 15 digits, make it text')
  return good(Number(plain))
}

function readDate(cell: string, pattern: string | undefined): CellResult<string> {
  return dated(() => canonicalDate(pattern === undefined ? parseDate(cell) : parseDateAs(cell, pattern)))
}

function dated(work: () => string): CellResult<string> {
  try {
    return good(work())
  } catch (thrown) {
    if (thrown instanceof ExpressionError) return { ok: false, reason: thrown.text }
    throw thrown
  }
}

/** The text of a value in a file; nothing gives an empty cell. */
export function writeCell(value: unknown, column: CellType): CellResult<string> {
  if (value === undefined || value === null || value === '') return good('')
  if (typeof value === 'object') {
    const { vi, en } = shapeOf(value)
    return bad(`một ô không chứa được ${vi}`, `a cell cannot hold ${en}`)
  }
  const text = String(value)
  if (column.type === 'digits') return padded(text, column.width)
  if (column.type === 'date') return dated(() => dateText(parseDate(text), column.pattern))
  return column.type === 'number' ? numberText(text, column.decimal) : good(text)
}

function numberText(text: string, decimal: 'comma' | 'dot'): CellResult<string> {
  if (/^-?\d+(?:\.\d+)?$/.test(text)) return good(decimal === 'comma' ? text.replace('.', ',') : text)
  const { vi, en } = shapeOf(text)
  return bad(`không phải số: ${vi}`, `no number: ${en}`)
}

/** Without a form, a date of which only year or month is known is written so. */
function dateText(date: PartialDate, pattern: string | undefined): string {
  if (pattern !== undefined) return formatDate(date, pattern)
  if (date.month === undefined) return formatDate(date, 'yyyy')
  if (date.day === undefined) return formatDate(date, 'MM/yyyy')
  return formatDate(date, date.time === undefined ? 'dd/MM/yyyy' : 'dd/MM/yyyy HH:mm:ss')
}
