import { guarded } from '#shared/text/formula-guard.ts'
import { extraColumns } from './table-model.ts'
import { type CodeRow, dayShown } from './table-text.ts'

/** Headings and rows as cells of a sheet, days as Vietnamese write them. */
export function linesOf(rows: readonly CodeRow[], headings: readonly string[]): readonly (readonly string[])[] {
  const extra = extraColumns(rows)
  const lines = rows.map((row) => [
    row.code,
    row.name,
    dayShown(row.from),
    dayShown(row.to),
    ...extra.map((name) => String(row.extra?.[name] ?? '')),
  ])
  return [[...headings, ...extra], ...lines]
}

/** The rows as CSV that spreadsheets of Vietnam open as it is: byte order mark, semicolons, Vietnamese days. No cell begins a formula. */
export function csvOf(rows: readonly CodeRow[], headings: readonly string[]): string {
  const lines = linesOf(rows, headings).map((cells) => cells.map(cellOf).join(';'))
  return `\uFEFF${lines.join('\r\n')}\r\n`
}

function cellOf(value: string): string {
  const safe = guarded(value)
  return /[";\n\r\t,]/.test(safe) || safe !== safe.trim() ? `"${safe.replaceAll('"', '""')}"` : safe
}
