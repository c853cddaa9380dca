import { type Dialect, dialectOf } from '#nodes/csv/dialect.ts'
import { parseCsv } from '#nodes/csv/parse.ts'
import { readSlice, sliceFile, sliceIn } from '#nodes/csv/slices.ts'
import { contentReader } from '#nodes/files/content-in.ts'
import { decodeTable } from '#nodes/tabular/charset.ts'
import { type FileRow, leaveWith, readTable } from '#nodes/tabular/read-table.ts'
import { permanent } from '#shared/errors/flow-error.ts'
import { defineRun, type Emission } from '#shared/node/run.ts'
import { unguarded } from '#shared/text/formula-guard.ts'
import { definition } from './definition.ts'

/** Reads the rows of a text, a file, or the batch of a file that the message names; or cuts a file into such batches. */
export const run = defineRun(definition, (tools) => {
  const { settings } = tools
  const { source, headerRow, maxRows, charset } = settings
  const content = contentReader(tools)
  const form = { ...settings, exact: true }

  const clean = (rows: readonly FileRow[]): readonly FileRow[] =>
    settings.unguard ? rows.map(({ row, cells }) => ({ row, cells: cells.map(unguarded) })) : rows

  const tableOf = (text: string, dialect: Dialect) => {
    const rows = parseCsv(text, dialect, { most: maxRows, header: headerRow })
    const header = rows.find(({ row }) => row === headerRow)?.cells
    if (headerRow > 0 && header === undefined) {
      const reason = { vi: `không có dòng tiêu đề (dòng ${headerRow})`, en: `there is no header (row ${headerRow})` }
      throw permanent('table.unreadable', { reason })
    }
    return readTable(clean(rows.filter(({ row }) => row > headerRow)), header, form)
  }

  return async (message, context): Promise<Emission> => {
    const slice = source === 'file' ? sliceIn(message.body) : undefined
    if (slice)
      return content.opened(message, context, async (open) => {
        const text = await readSlice(open, slice, settings.maxBytes)
        const { row, rows, header, delimiter, quote } = slice.slice
        const read = parseCsv(text, { delimiter, quote }, { most: Math.min(rows, maxRows), before: row - 1 })
        return leaveWith(message, readTable(clean(read), header, form), settings, { file: open.file, firstRow: row })
      })
    if (source === 'file' && settings.deliver === 'batches')
      return content.opened(message, context, async (open) => {
        const slices = await sliceFile(open, settings)
        if (slices.length === 0) return leaveWith(message, { rows: [], invalid: [] }, settings, { file: open.file })
        const count = String(slices.length)
        const messages = slices.map((body, index) => ({
          ...message,
          body,
          headers: { ...message.headers, 'split-index': String(index), 'split-count': count },
        }))
        return { kind: 'each', port: 'out', messages, inOrder: settings.inOrder }
      })
    const found = await content.read(message, context)
    const text = found.kind === 'text' ? found.text.normalize('NFC') : decodeTable(found.bytes, charset)
    const file = found.kind === 'bytes' && found.file ? { file: found.file } : {}
    return leaveWith(message, tableOf(text, dialectOf(text, settings)), settings, file)
  }
})
