import { foldText } from '#shared/text/fold-text.ts'
import type { CodeRow } from './table-text.ts'

/** A row with a number of its own, so that it stays itself while others come and go. */
export interface GridRow extends CodeRow {
  readonly key: number
}

/** What is wrong with a row. */
export type RowFault = 'empty' | 'twice' | 'order'

/** Gives rows their numbers, beginning at `next`. */
export function numbered(rows: readonly CodeRow[], next: number): readonly GridRow[] {
  return rows.map((row, at) => ({ ...row, key: next + at }))
}

/** Rows that cannot be saved, by key: no code, the same code twice in one period, or an end before the beginning. */
export function faultsOf(rows: readonly GridRow[]): ReadonlyMap<number, RowFault> {
  const faults = new Map<number, RowFault>()
  const seen = new Map<string, GridRow[]>()
  for (const row of rows) {
    if (row.code.trim() === '') {
      faults.set(row.key, 'empty')
      continue
    }
    if (row.from && row.to && row.from > row.to) faults.set(row.key, 'order')
    const same = seen.get(row.code) ?? []
    if (same.some((it) => (it.from ?? '') <= (row.to ?? '9999') && (row.from ?? '') <= (it.to ?? '9999')))
      faults.set(row.key, 'twice')
    same.push(row)
    seen.set(row.code, same)
  }
  return faults
}

/** Rows whose code or name holds the words; marks do not matter. */
export function foundRows(rows: readonly GridRow[], words: string): readonly GridRow[] {
  const folded = foldText(words)
  if (folded === '') return rows
  return rows.filter((row) => foldText(`${row.code} ${row.name}`).includes(folded))
}

/** Rows that hold on a day; all of them without one. */
export function rowsOnDay(rows: readonly GridRow[], day: string): readonly GridRow[] {
  if (day === '') return rows
  return rows.filter(({ from, to }) => (!from || from <= day) && (!to || day <= to))
}

/** The names of the extra values that any row has, in order of appearance. */
export function extraColumns(rows: readonly CodeRow[]): readonly string[] {
  const names = new Set<string>()
  for (const { extra } of rows) for (const name of Object.keys(extra ?? {})) names.add(name)
  return [...names]
}

/** A row as it is sent: without its number and without empty parts. */
export function sentRow({ key: _key, ...row }: GridRow): CodeRow {
  return {
    code: row.code.trim(),
    name: row.name,
    ...(row.from ? { from: row.from } : {}),
    ...(row.to ? { to: row.to } : {}),
    ...(row.extra && Object.keys(row.extra).length > 0 ? { extra: row.extra } : {}),
  }
}

/**
 * Brings rows from outside in: a row of the same code and beginning takes the new values; a row without dates also takes
 * the place of the only row of its code, which keeps its dates; all others are added, numbered from `next`.
 */
export function mergedRows(rows: readonly GridRow[], added: readonly CodeRow[], next: number): readonly GridRow[] {
  const byCode = Map.groupBy(rows, ({ code }) => code)
  const changed = new Map<number, GridRow>()
  const fresh: CodeRow[] = []
  for (const row of added) {
    const same = byCode.get(row.code) ?? []
    const only = same.length === 1 && !row.from && !row.to ? same[0] : undefined
    const target = same.find((it) => (it.from ?? '') === (row.from ?? '')) ?? only
    if (target) changed.set(target.key, { ...target, ...row, key: target.key })
    else fresh.push(row)
  }
  return [...rows.map((row) => changed.get(row.key) ?? row), ...numbered(fresh, next)]
}
