import { permanent } from '#shared/errors/flow-error.ts'
import type { Area, Sheet, SheetRow } from '#shared/sheet/sheet-fault.ts'

/** The rows and merged cells of a sheet inside a range; columns count from its left edge. */
export function within(
  { rows, merged }: Pick<Sheet, 'rows' | 'merged'>,
  range: Area | undefined,
): Pick<Sheet, 'rows' | 'merged'> {
  if (range === undefined) return { rows, merged }
  const { top, left, bottom, right } = range
  const cut = ({ number, cells, stored = [] }: SheetRow): SheetRow => ({
    number,
    cells: cells.slice(left, right + 1),
    stored: stored.filter((at) => at >= left && at <= right).map((at) => at - left),
  })
  return {
    rows: rows.filter(({ number }) => number >= top && number <= bottom).map(cut),
    merged: merged.map((area) => ({ ...area, left: area.left - left, right: area.right - left })),
  }
}

/**
 * The titles of the columns. In a header of several rows a merged cell counts for every column and row that it covers, and the levels
 * are joined by " / ". Throws `table.unreadable` when there is no header.
 */
export function headerOf(
  rows: readonly SheetRow[],
  merged: readonly Area[],
  first: number,
  count: number,
): readonly string[] {
  const levels = rows.filter(({ number }) => number >= first && number < first + count)
  if (levels.length === 0) {
    const reason = { vi: `không có dòng tiêu đề (dòng ${first})`, en: `there is no header (row ${first})` }
    throw permanent('table.unreadable', { reason })
  }
  if (count === 1) return levels[0]?.cells ?? []
  const cellAt = (row: number, column: number): string => {
    const area = merged.find((it) => row >= it.top && row <= it.bottom && column >= it.left && column <= it.right)
    const [top, left] = area ? [area.top, area.left] : [row, column]
    return levels.find(({ number }) => number === top)?.cells[left]?.trim() ?? ''
  }
  const numbers = Array.from({ length: count }, (_, i) => first + i)
  const ends = merged.filter((it) => it.top >= first && it.top < first + count).map((it) => it.right + 1)
  const width = Math.min(500, Math.max(0, ...levels.map(({ cells }) => cells.length), ...ends))
  return Array.from({ length: width }, (_, column) => {
    const titles = numbers.map((row) => cellAt(row, column)).filter((it) => it !== '')
    return [...new Set(titles)].join(' / ')
  })
}
