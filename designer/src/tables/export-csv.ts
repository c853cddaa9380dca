import { extraColumns } from './table-model.ts'
import { type CodeRow, dayShown } from './table-text.ts'

/** The rows as CSV that spreadsheets of Vietnam open as it is: byte order mark, semicolons, Vietnamese days. No cell begins a formula. */
export function csvOf(rows: readonly CodeRow[], headings: readonly string[]): string {
  const extra = extraColumns(rows)
  const lines = rows.map((row) => [
    row.code,
    row.name,
    dayShown(row.from),
    dayShown(row.to),
    ...extra.map((name) => String(row.extra?.[name] ?? '')),
  ])
  return `\uFEFF${[[...headings, ...extra], ...lines].map((cells) => cells.map(cellOf).join(';')).join('\r\n')}\r\n`
}

/** Spreadsheets compute what begins like this; an apostrophe in front keeps it text, and reading takes it away again. */
function cellOf(value: string): string {
  const safe = /^'*[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[";\n\r\t,]/.test(safe) || safe !== safe.trim() ? `"${safe.replaceAll('"', '""')}"` : safe
}
