import type { Charset } from '#nodes/tabular/charset.ts'
import { charsetOfHead, decodeTable } from '#nodes/tabular/charset.ts'
import type { FileRow } from '#nodes/tabular/read-table.ts'
import { permanent } from '#shared/errors/flow-error.ts'
import type { Text } from '#shared/text/text.ts'
import type { LayoutColumn } from './layout-fields.ts'

/** A line cut into its columns, or why it cannot be. */
export type CutLine = FileRow & { readonly fault?: Text }

/** Cuts the lines of a text by characters (composed Unicode, code points). `short`: lines whose end was trimmed are filled up. */
export function cutText(text: string, columns: readonly LayoutColumn[], short: boolean): readonly CutLine[] {
  const cut = (line: readonly string[], row: number): CutLine => {
    const parts = columns.map(({ start, length }) => line.slice(start - 1, start - 1 + length).join(''))
    return checked(row, parts, columns, { has: line.length, rest: line.slice(endOf(columns)).join(''), short })
  }
  return linesOf(text.split('\n').map((it) => it.replace(/\r$/, ''))).map(({ line, row }) => cut([...line], row))
}

/** Cuts the lines of a file by bytes and decodes each column alone. */
export function cutBytes(
  bytes: Buffer,
  columns: readonly LayoutColumn[],
  form: { readonly charset: Charset | 'auto'; readonly short: boolean },
): readonly CutLine[] {
  const charset = form.charset === 'auto' ? charsetOfHead(bytes) : form.charset
  if (charset === 'utf-16le') {
    const reason = { vi: 'tệp UTF-16 phải tính vị trí theo ký tự', en: 'in UTF-16 places must count characters' }
    throw permanent('table.unreadable', { reason })
  }
  const bare = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes
  // One character a byte, so that places are bytes.
  const lines = linesOf(
    bare
      .toString('latin1')
      .split('\n')
      .map((it) => it.replace(/\r$/, '')),
  )
  return lines.map(({ line, row }) => {
    const decoded = (part: string): string => decodeTable(Buffer.from(part, 'latin1'), charset)
    try {
      const parts = columns.map(({ start, length }) => decoded(line.slice(start - 1, start - 1 + length)))
      return checked(row, parts, columns, { has: line.length, rest: line.slice(endOf(columns)), short: form.short })
    } catch {
      const fault = { vi: `có cột không theo bảng mã ${charset}`, en: `a column is not in ${charset}` }
      return { row, cells: [line], fault }
    }
  })
}

function linesOf(lines: readonly string[]): readonly { readonly line: string; readonly row: number }[] {
  return lines.map((line, index) => ({ line, row: index + 1 })).filter(({ line }) => line.trim() !== '')
}

/** The length of a whole line. */
export function endOf(columns: readonly LayoutColumn[]): number {
  return Math.max(...columns.map(({ start, length }) => start + length - 1))
}

function checked(
  row: number,
  parts: readonly string[],
  columns: readonly LayoutColumn[],
  line: { readonly has: number; readonly rest: string; readonly short: boolean },
): CutLine {
  const needs = endOf(columns)
  const cells = parts.map((part, index) => unpadded(part, columns[index]))
  const fits = line.rest.trim() === '' && (line.has >= needs || line.short)
  if (fits) return { row, cells }
  return { row, cells, fault: { vi: `dài ${line.has}, cần ${needs}`, en: `has ${line.has} places, needs ${needs}` } }
}

/** Zeros are never taken for padding. */
function unpadded(part: string, column: LayoutColumn | undefined): string {
  const pad = column?.pad ?? ' '
  if (pad === '0') return part.trim()
  let [from, until] = [0, part.length]
  if (column?.align === 'right') while (from < until && part[from] === pad) from++
  else while (until > from && part[until - 1] === pad) until--
  return part.slice(from, until)
}
