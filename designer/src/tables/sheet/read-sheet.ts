import { LIMITS, type Sheet, SheetFault } from '#shared/sheet/sheet-fault.ts'
import { readWorkbook } from '#shared/sheet/workbook.ts'
import { readCells } from '#shared/text/cells.ts'
import { type LEGACY_NAMES, readLegacy } from './text-encoding.ts'

/** How a file is to be read; left out: as it looks. */
export interface ReadChoices {
  /** Which sheet of a workbook, from 0. */
  readonly sheet?: number
  readonly separator?: '\t' | ';' | ',' | '|'
  readonly encoding?: (typeof LEGACY_NAMES)[number]
}

/** Reads a workbook or a text with separators. Throws `SheetFault`. */
export async function readSheet(bytes: Uint8Array<ArrayBuffer>, choices: ReadChoices): Promise<Sheet> {
  if (bytes.length > LIMITS.file) throw new SheetFault('Tệp lớn hơn 20 MB', 'The file is larger than 20 MB')
  // A zip archive, or the compound file of older workbooks, which is refused with its reason.
  if ((bytes[0] === 0x50 && bytes[1] === 0x4b) || (bytes[0] === 0xd0 && bytes[1] === 0xcf))
    return readWorkbook(bytes, { sheet: choices.sheet ?? 0 })
  return readText(readLegacy(bytes, choices.encoding), choices.separator)
}

/** Reads text with separators, from a file or the clipboard. Throws `SheetFault`. */
export function readText(text: string, separator?: ReadChoices['separator']): Sheet {
  if (text.includes('\0')) throw new SheetFault('Tệp không phải văn bản CSV', 'The file is no CSV text')
  const { rows, unclosed } = readCells(text, separator)
  if (unclosed !== undefined)
    throw new SheetFault(
      `Dấu ngoặc kép mở ở dòng ${unclosed} không được đóng`,
      `The quote opened in row ${unclosed} is not closed`,
    )
  if (rows.length > LIMITS.rows) throw new SheetFault('Tệp có hơn 100.000 dòng', 'The file has more than 100,000 rows')
  const wide = rows.find(({ cells }) => cells.length > LIMITS.columns)
  if (wide)
    throw new SheetFault(
      `Dòng ${wide.number} có hơn ${LIMITS.columns} cột`,
      `Row ${wide.number} has more than ${LIMITS.columns} columns`,
    )
  return { kind: 'text', sheets: [], rows, bare: [], merged: [] }
}
