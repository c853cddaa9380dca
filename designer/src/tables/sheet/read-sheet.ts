import { readCells } from '#shared/text/cells.ts'
import { LIMITS, type Sheet, SheetFault } from './sheet-fault.ts'
import { type LEGACY_NAMES, readLegacy } from './text-encoding.ts'
import { readWorkbook } from './workbook.ts'

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
  if (bytes[0] === 0xd0 && bytes[1] === 0xcf)
    throw new SheetFault(
      'Tệp Excel đời cũ (.xls) hoặc có mật khẩu: mở bằng Excel rồi lưu lại thành .xlsx không mật khẩu',
      'An old workbook (.xls) or one with a password: open it in Excel and save it as .xlsx without password',
    )
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) return readWorkbook(bytes, choices.sheet ?? 0)
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
  return { kind: 'text', sheets: [], rows, bare: [] }
}
