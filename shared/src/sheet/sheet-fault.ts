import type { Text } from '../text/text.ts'

/** Why a file cannot be read as a sheet, in words for the officer. */
export class SheetFault extends Error {
  readonly text: Text

  constructor(vi: string, en: string) {
    super(en)
    this.text = { vi, en }
  }
}

/** Bounds of one file; beyond them it is refused, never slow. */
export const LIMITS = {
  /** Bytes of the file. */
  file: 20 * 1024 * 1024,
  /** Bytes of all parts of a workbook that are read, unpacked. */
  unpacked: 200 * 1024 * 1024,
  /** Parts of a workbook. */
  parts: 2_000,
  /** Rows with content. */
  rows: 100_001,
  columns: 100,
  /** Characters of a cell, as spreadsheets have it. */
  cell: 32_767,
  /** Different texts of a workbook. */
  texts: 1_000_000,
} as const

/** What a file gives: rows with something in them, each with the number that the spreadsheet shows. All cells are text. */
export interface Sheet {
  readonly kind: 'xlsx' | 'text'
  readonly sheets: readonly string[]
  readonly rows: readonly SheetRow[]
  /** How many cells of each column are numbers of no special format: a code among them has lost its leading zeros. */
  readonly bare: readonly number[]
  /** Cells that are shown as one. */
  readonly merged: readonly Area[]
}

/** One row of a sheet. */
export interface SheetRow {
  readonly number: number
  readonly cells: readonly string[]
  /** Columns, from 0, whose cells the spreadsheet stores as numbers or days and not as text. */
  readonly stored?: readonly number[]
}

/** An area of cells that a spreadsheet shows as one; rows from 1, columns from 0, ends included. */
export interface Area {
  readonly top: number
  readonly left: number
  readonly bottom: number
  readonly right: number
}
