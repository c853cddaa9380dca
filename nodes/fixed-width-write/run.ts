import { contentWriter } from '#nodes/files/content-out.ts'
import type { LayoutColumn } from '#nodes/fixed-width/layout-fields.ts'
import { endOf } from '#nodes/fixed-width/lines.ts'
import { encodeTable } from '#nodes/tabular/charset.ts'
import { cellsOf, rowsOf } from '#nodes/tabular/write-table.ts'
import { permanent } from '#shared/errors/flow-error.ts'
import { defineRun } from '#shared/node/run.ts'
import { definition } from './definition.ts'

/** Writes each row as one line of the full width. */
export const run = defineRun(definition, (tools) => {
  const { settings, value } = tools
  const { columns, unit, charset, lineEnd, as } = settings
  const rows = value(settings.rows, 'rows')
  const write = contentWriter(tools)
  const titled = columns.map((column) => ({ ...column, title: column.name }))
  const inOrder = columns.map((column, at) => ({ column, at })).sort((a, b) => a.column.start - b.column.start)
  const lengthOf = (text: string): number =>
    unit === 'bytes' ? encodeTable(text, charset, false).length : [...text.normalize('NFC')].length

  const placed = (text: string, column: LayoutColumn, row: number): string => {
    const length = lengthOf(text)
    const fault = (vi: string, en: string): Error =>
      permanent('table.unwritable', {
        row,
        reason: { vi: `cột "${column.name}": ${vi}`, en: `column "${column.name}": ${en}` },
      })
    if (text === '' && column.required) throw fault('còn trống', 'is empty')
    if (/[\r\n]/.test(text)) throw fault('có xuống dòng', 'has a line end')
    if (length > column.length)
      throw fault(`dài ${length}, quá ${column.length}`, `has ${length} places, more than ${column.length}`)
    const padding = (text === '' ? ' ' : (column.pad ?? ' ')).repeat(column.length - length)
    return column.align === 'right' ? padding + text : text + padding
  }

  const lineOf = (cells: readonly string[], row: number): string => {
    let line = ''
    let at = 1
    for (const { column, at: index } of inOrder) {
      line += ' '.repeat(column.start - at) + placed(cells[index] ?? '', column, row)
      at = column.start + column.length
    }
    return line + ' '.repeat(endOf(columns) + 1 - at)
  }

  return async (message, context) => {
    const given = rowsOf(await rows(message, context))
    const end = lineEnd === 'crlf' ? '\r\n' : '\n'
    const text = given.map((row, i) => lineOf(cellsOf(row, titled, i + 1), i + 1) + end).join('')
    return write(message, context, as === 'text' ? text : encodeTable(text, charset, false))
  }
})
