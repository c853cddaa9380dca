import type { CodeTable } from '#shared/api/platform.ts'
import type { Sheet, SheetRow } from '#shared/sheet/sheet-fault.ts'
import { foldText } from '#shared/text/fold-text.ts'
import { unguarded } from '#shared/text/formula-guard.ts'

/** A row of a code table. */
export type CodeRow = CodeTable['rows'][number]

/** The columns of a code table that are not extra ones. */
export type Column = 'code' | 'name' | 'from' | 'to'

const headings: Readonly<Record<string, Column>> = {
  ma: 'code',
  code: 'code',
  'ma so': 'code',
  ten: 'name',
  name: 'name',
  'ten goi': 'name',
  'tu ngay': 'from',
  from: 'from',
  'hieu luc tu': 'from',
  'den ngay': 'to',
  'den het ngay': 'to',
  to: 'to',
  'het hieu luc': 'to',
}

function columnOf(heading: string): Column | undefined {
  const word = foldText(heading)
  if (Object.hasOwn(headings, word)) return headings[word]
  // "Mã xã", "Tên xã" …
  if (/^ma /.test(word)) return 'code'
  return /^ten /.test(word) ? 'name' : undefined
}

/** Which column of a sheet is what, from 0. */
export interface ColumnPlan extends Readonly<Partial<Record<Column, number>>> {
  /** The first row holds headings. */
  readonly header: boolean
  /** Columns that are nothing else become extra values, named by their headings. */
  readonly extras: boolean
}

/** A row that was left out, by the number that the spreadsheet shows, and why. */
export interface BadRow {
  readonly number: number
  readonly reason: 'code' | 'date' | 'long' | 'error'
}

/** Rows read from a sheet, and those left out. */
export interface ReadRows {
  readonly rows: readonly CodeRow[]
  readonly bad: readonly BadRow[]
}

/**
 * What the columns seem to be: a first row with headings ("Mã", "Tên", "Từ ngày" …) names them, and those that are not known
 * become extra values; without headings the order is code, name, from, to.
 */
export function guessPlan(rows: readonly SheetRow[]): ColumnPlan {
  const first = rows[0]?.cells ?? []
  const header = first.some((cell) => columnOf(cell) === 'code')
  const plan: { -readonly [name in keyof ColumnPlan]: ColumnPlan[name] } = { header, extras: header }
  const columns = header ? first.map(columnOf) : (['code', 'name', 'from', 'to'] as const).slice(0, widthOf(rows))
  for (const [at, column] of columns.entries()) if (column !== undefined) plan[column] ??= at
  return plan
}

/** The number of columns of the widest of the first rows. */
export function widthOf(rows: readonly SheetRow[]): number {
  return rows.slice(0, 1000).reduce((most, { cells }) => Math.max(most, cells.length), 0)
}

/** Makes rows of a sheet. In text files the mark that keeps a cell from being computed is taken away. */
export function readRows({ kind, rows: lines }: Pick<Sheet, 'kind' | 'rows'>, plan: ColumnPlan): ReadRows {
  const extras = extraNames(lines, plan)
  const rows: CodeRow[] = []
  const bad: BadRow[] = []
  for (const { number, cells } of plan.header ? lines.slice(1) : lines) {
    const clean = kind === 'text' ? cells.map(unguarded) : cells
    const row = readRow(clean, plan, extras)
    if (typeof row === 'string') bad.push({ number, reason: row })
    else rows.push(row)
  }
  return { rows, bad }
}

function extraNames(lines: readonly SheetRow[], plan: ColumnPlan): ReadonlyMap<number, string> {
  const names = new Map<number, string>()
  if (!plan.extras || !plan.header) return names
  const used = new Set<number | undefined>([plan.code, plan.name, plan.from, plan.to])
  for (const [at, heading] of (lines[0]?.cells ?? []).entries()) {
    const name = heading.slice(0, 100)
    const taken = [...names.values()].includes(name) || /^(?:__proto__|constructor|prototype)$/.test(name)
    if (name !== '' && !used.has(at) && !taken) names.set(at, name)
  }
  return names
}

/** What a spreadsheet writes where a formula failed. */
const FAILED = /^#(?:N\/A|REF!|VALUE!|NAME\?|DIV\/0!|NULL!|NUM!|GETTING_DATA|SPILL!|CALC!)$/

function readRow(
  cells: readonly string[],
  plan: ColumnPlan,
  extras: ReadonlyMap<number, string>,
): CodeRow | BadRow['reason'] {
  const at = (column: number | undefined): string => (column === undefined ? '' : (cells[column] ?? ''))
  const [code, name] = [at(plan.code), at(plan.name)]
  const [from, to] = [dayOf(at(plan.from)), dayOf(at(plan.to))]
  if (code === '') return 'code'
  if (FAILED.test(code) || FAILED.test(name)) return 'error'
  if (code.length > 100 || name.length > 1000) return 'long'
  if (from === null || to === null) return 'date'
  const extra = Object.fromEntries(
    [...extras].flatMap(([column, key]) => (at(column) === '' ? [] : [[key, at(column)]])),
  )
  return {
    code,
    name,
    ...(from ? { from } : {}),
    ...(to ? { to } : {}),
    ...(Object.keys(extra).length > 0 ? { extra } : {}),
  }
}

/** `yyyy-MM-dd` of `dd/MM/yyyy` or of itself; undefined for nothing, null for what is no day. */
export function dayOf(text: string | undefined): string | undefined | null {
  const typed = text?.trim() ?? ''
  if (typed === '') return undefined
  const vietnamese = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(typed)
  const [y, m, d] = vietnamese ? [vietnamese[3], vietnamese[2], vietnamese[1]] : typed.split('-')
  const iso = `${y}-${m?.padStart(2, '0')}-${d?.padStart(2, '0')}`
  const ms = Date.parse(`${iso}T00:00:00Z`)
  return Number.isFinite(ms) && new Date(ms).toISOString().startsWith(iso) ? iso : null
}

/** `dd/MM/yyyy` of a stored day; anything else as it is. */
export function dayShown(iso: string | undefined): string {
  const found = /^(\d{4})-(\d{2})-(\d{2})/.exec(iso ?? '')
  return found ? `${found[3]}/${found[2]}/${found[1]}` : (iso ?? '')
}
