import { contentReader } from '#nodes/files/content-in.ts'
import { cutBytes, cutText } from '#nodes/fixed-width/lines.ts'
import { decodeTable } from '#nodes/tabular/charset.ts'
import { leaveWith, readTable } from '#nodes/tabular/read-table.ts'
import { permanent } from '#shared/errors/flow-error.ts'
import { defineRun } from '#shared/node/run.ts'
import { definition } from './definition.ts'

/** Cuts each line by the table of columns; a line that does not fit is told by its number. */
export const run = defineRun(definition, (tools) => {
  const { settings } = tools
  const { columns, unit, charset, short, skip, maxRows } = settings
  const content = contentReader(tools)
  const named = columns.map((column) => ({ ...column, column: column.name }))
  const form = { columns: named, others: 'drop', trim: false, exact: false } as const

  return async (message, context) => {
    const found = await content.read(message, context)
    const bytes = found.kind === 'bytes' ? found.bytes : Buffer.from(found.text)
    const lines =
      unit === 'bytes'
        ? cutBytes(bytes, columns, { charset: found.kind === 'text' ? 'utf-8' : charset, short })
        : cutText(found.kind === 'text' ? found.text.normalize('NFC') : decodeTable(bytes, charset), columns, short)
    const wanted = lines.filter(({ row }) => row > skip)
    if (wanted.length > maxRows) {
      const reason = { vi: `có hơn ${maxRows} dòng`, en: `has more than ${maxRows} rows` }
      throw permanent('table.too-large', { reason })
    }
    const table = readTable(
      wanted.filter(({ fault }) => fault === undefined),
      undefined,
      form,
    )
    const cut = wanted.flatMap(({ row, cells, fault }) =>
      fault ? [{ row, cells, reason: `Dòng ${row}: ${fault.vi}`, reasonEn: `Row ${row}: ${fault.en}` }] : [],
    )
    const invalid = [...table.invalid, ...cut].sort((a, b) => a.row - b.row)
    const file = found.kind === 'bytes' && found.file ? { file: found.file } : {}
    return leaveWith(message, { rows: table.rows, invalid }, settings, file)
  }
})
