import type { CodeTable } from '#shared/api/platform.ts'
import { foldText } from '#shared/text/fold-text.ts'

/** A row of a code table. */
export type CodeRow = CodeTable['rows'][number]

/** The columns of a code table that are not extra ones. */
type Column = 'code' | 'name' | 'from' | 'to'

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

/** Rows read from cells, and why some were left out. */
export interface ReadRows {
  readonly rows: readonly CodeRow[]
  /** Numbers of lines (from 1) without a code. */
  readonly withoutCode: readonly number[]
  /** Numbers of lines (from 1) with a date that cannot be read. */
  readonly badDate: readonly number[]
}

/**
 * Makes rows of cells. A first line with headings ("Mã", "Tên", "Từ ngày" …) names the columns, and those that are not
 * known become extra values; without headings the order is code, name, from, to.
 */
export function readRows(cells: readonly (readonly string[])[]): ReadRows {
  const first = cells[0] ?? []
  const named = first.some((cell) => columnOf(cell) === 'code')
  const plan = columnPlan(named ? first : ['ma', 'ten', 'tu ngay', 'den ngay'])
  const rows: CodeRow[] = []
  const withoutCode: number[] = []
  const badDate: number[] = []
  for (const [at, line] of cells.entries()) {
    if (named && at === 0) continue
    const row = readRow(line, plan)
    if (row === 'no code') withoutCode.push(at + 1)
    else if (row === 'bad date') badDate.push(at + 1)
    else rows.push(row)
  }
  return { rows, withoutCode, badDate }
}

type Plan = readonly { readonly column?: Column; readonly extra?: string }[]

function columnPlan(heads: readonly string[]): Plan {
  const used = new Set<Column>()
  return heads.map((heading) => {
    const column = columnOf(heading)
    if (column === undefined || used.has(column)) return heading === '' ? {} : { extra: heading }
    used.add(column)
    return { column }
  })
}

function readRow(line: readonly string[], plan: Plan): CodeRow | 'no code' | 'bad date' {
  const cells = new Map<Column, string>()
  const extra = new Map<string, string>()
  for (const [at, { column, extra: name }] of plan.entries()) {
    // What an export wrote as text, so that no spreadsheet computes it.
    const cell = (line[at] ?? '').replace(/^'(?='*[=+\-@\t\r])/, '')
    if (cell === '') continue
    if (column) cells.set(column, cell)
    else if (name !== undefined) extra.set(name, cell)
  }
  const code = cells.get('code')
  if (code === undefined) return 'no code'
  const from = dayOf(cells.get('from'))
  const to = dayOf(cells.get('to'))
  if (from === null || to === null) return 'bad date'
  return {
    code,
    name: cells.get('name') ?? '',
    ...(from ? { from } : {}),
    ...(to ? { to } : {}),
    ...(extra.size > 0 ? { extra: Object.fromEntries(extra) } : {}),
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
