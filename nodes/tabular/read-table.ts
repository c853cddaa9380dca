import { withField } from '#nodes/writing/with-field.ts'
import { permanent } from '#shared/errors/flow-error.ts'
import type { Message } from '#shared/message/message.ts'
import { type Emission, emit } from '#shared/node/run.ts'
import type { Text } from '#shared/text/text.ts'
import { readCell } from './cell.ts'
import type { ColumnIn } from './column-fields.ts'

/** A row of a file with the number that spreadsheets and editors show, from 1. */
export interface FileRow {
  readonly row: number
  readonly cells: readonly string[]
  /** Columns, from 0, that a spreadsheet stores as numbers (with a decimal dot) or days (in ISO), however they look. */
  readonly stored?: readonly number[]
}

/** A row that does not fit, as messages carry it. */
export interface BadRow {
  readonly row: number
  readonly reason: string
  readonly reasonEn: string
  readonly cells: readonly string[]
}

/** What a table gives. */
export interface Table {
  readonly rows: readonly object[]
  readonly invalid: readonly BadRow[]
}

/** What of the settings decides how rows are read. `exact`: a row must have as many cells as the header. */
export interface TableForm {
  readonly columns: readonly ColumnIn[]
  readonly others: 'drop' | 'keep'
  readonly trim: boolean
  readonly exact: boolean
}

interface Target {
  readonly at: number
  readonly title: string
  readonly name: string
  readonly column?: ColumnIn | undefined
}

/** What a spreadsheet stores is written in its own way, not in that of the column. */
function storedForm(column: ColumnIn | undefined): ColumnIn | undefined {
  return column && { ...column, decimal: 'dot', pattern: undefined }
}

/** Rows by the header (undefined: columns are in the order of the settings). Throws `table.no-column`, `table.unreadable`. */
export function readTable(rows: Iterable<FileRow>, header: readonly string[] | undefined, form: TableForm): Table {
  const targets = header
    ? targetsOf(header, form)
    : form.columns.map((column, at) => targetOf(at, column.column, column))
  const width = header ? withoutBlankEnd(header).length : form.columns.length
  const read: object[] = []
  const invalid: BadRow[] = []
  for (const { row, cells, stored } of rows) {
    if (cells.every((it) => it.trim() === '')) continue
    const made: [string, unknown][] = []
    const faults: Text[] = []
    const count = Math.max(width, withoutBlankEnd(cells).length)
    if (form.exact && (cells.length < width || count > width)) {
      const has = cells.length < width ? cells.length : count
      faults.push({ vi: `có ${has} ô, cần ${width} ô`, en: `has ${has} cells, needs ${width}` })
    } else
      for (const target of targets) {
        const column = stored?.includes(target.at) === true ? storedForm(target.column) : target.column
        made.push([target.name, cellValue(cells[target.at] ?? '', { ...target, column }, form.trim, faults)])
      }
    if (faults.length === 0) read.push(Object.fromEntries(made))
    else {
      const reason = sentence(row, faults)
      invalid.push({ row, reason: reason.vi, reasonEn: reason.en, cells })
    }
  }
  return { rows: read, invalid }
}

function cellValue(cell: string, { column, title }: Target, trim: boolean, faults: Text[]): unknown {
  const text = trim ? cell.trim() : cell
  const fault = ({ vi, en }: Text): null => {
    faults.push({ vi: `cột "${title}": ${vi}`, en: `column "${title}": ${en}` })
    return null
  }
  if (text.trim() === '' && column?.required === true) return fault({ vi: 'còn trống', en: 'is empty' })
  if (column === undefined || column.type === 'text') return text
  if (text.trim() === '') return null
  const result = readCell(text, column)
  return result.ok ? result.value : fault(result.reason)
}

function sentence(row: number, faults: readonly Text[]): Text {
  const all = (language: keyof Text): string => faults.map((it) => it[language]).join('; ')
  return { vi: `Dòng ${row}: ${all('vi')}`, en: `Row ${row}: ${all('en')}` }
}

function targetOf(at: number, title: string, column: ColumnIn | undefined): Target {
  return { at, title, name: column?.name ?? title, ...(column ? { column } : {}) }
}

function targetsOf(header: readonly string[], { columns, others }: TableForm): readonly Target[] {
  const titles = withoutBlankEnd(header).map((it, at) => tidy(it) || `Cột ${at + 1}`)
  const wanted = new Map(columns.map((column) => [keyOf(column.column), column]))
  const all = titles.map((title, at) => targetOf(at, title, wanted.get(keyOf(title))))
  const found = new Set(all.flatMap(({ column }) => (column ? [column] : [])))
  const missing = columns.filter((column) => !found.has(column)).map(({ column }) => `"${column}"`)
  if (missing.length > 0) throw permanent('table.no-column', { columns: missing.join(', ') })
  const taken = columns.length === 0 || others === 'keep' ? all : all.filter(({ column }) => column !== undefined)
  const names = new Set<string>()
  for (const { name } of taken) {
    if (names.has(name)) throw unreadable(`có hai cột tên "${name}"`, `two columns are called "${name}"`)
    if (name === '__proto__') throw unreadable('tên cột bị cấm', 'a column has a forbidden name')
    names.add(name)
  }
  return taken
}

function unreadable(vi: string, en: string): Error {
  return permanent('table.unreadable', { reason: { vi, en } })
}

function withoutBlankEnd(cells: readonly string[]): readonly string[] {
  const last = cells.findLastIndex((it) => it.trim() !== '')
  return cells.slice(0, last + 1)
}

const tidy = (title: string): string => title.normalize('NFC').replace(/\s+/g, ' ').trim()
const keyOf = (title: string): string => tidy(title).toLocaleLowerCase('vi')

/** The most rows whose reasons an error names. */
const NAMED = 5

/** Lets a table leave as the settings say; `more` stands beside its rows. Throws `table.bad-rows`. */
export function leaveWith(
  message: Message,
  { rows, invalid }: Table,
  { onBad, to }: { readonly onBad: 'error' | 'port' | 'list'; readonly to?: string | undefined },
  more: object = {},
): Emission {
  const path = to?.split('.') ?? []
  const leaving = (result: object): Message => ({
    ...message,
    body: withField(message.body, path, { ...more, ...result }),
  })
  const read = { rows, count: rows.length }
  if (onBad === 'list') return emit('out', leaving({ ...read, invalid }))
  if (invalid.length === 0) return emit('out', leaving(read))
  if (onBad === 'error') {
    const shown = invalid.slice(0, NAMED)
    const reasons = { vi: shown.map((it) => it.reason).join('. '), en: shown.map((it) => it.reasonEn).join('. ') }
    throw permanent('table.bad-rows', { count: invalid.length, reasons })
  }
  const wrong = { port: 'invalid', message: leaving({ invalid, count: invalid.length }) }
  if (rows.length === 0) return emit(wrong.port, wrong.message)
  return { kind: 'fan', outputs: [{ port: 'out', message: leaving(read) }, wrong] }
}
