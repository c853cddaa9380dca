import { contentReader } from '#nodes/files/content-in.ts'
import { type FileRow, leaveWith, readTable } from '#nodes/tabular/read-table.ts'
import { permanent } from '#shared/errors/flow-error.ts'
import { defineRun } from '#shared/node/run.ts'
import { areasOf } from '#shared/sheet/area.ts'
import { type Sheet, SheetFault } from '#shared/sheet/sheet-fault.ts'
import { readWorkbook } from '#shared/sheet/workbook.ts'
import { definition } from './definition.ts'
import { headerOf, within } from './sheet-rows.ts'

/** Reads one sheet within the bounds of the settings and of `LIMITS`; what is no workbook of today is `table.unreadable` with its reason. */
export const run = defineRun(definition, (tools) => {
  const { settings } = tools
  const { headerRow, headerRows, maxRows } = settings
  const content = contentReader(tools)
  const [range] = areasOf(settings.range)
  const form = { ...settings, exact: false }

  return async (message, context) => {
    const found = await content.read(message, context)
    const bytes = found.kind === 'bytes' ? new Uint8Array(found.bytes) : new Uint8Array()
    const sheet = await sheetOf(bytes, settings.sheet)
    const { rows, merged } = within(sheet, range)
    const header = headerRow === 0 ? undefined : headerOf(rows, merged, headerRow, headerRows)
    const body: FileRow[] = []
    for (const { number, ...row } of rows) {
      if (headerRow > 0 && number < headerRow + headerRows) continue
      if (body.length === maxRows) {
        const reason = { vi: `có hơn ${maxRows} dòng`, en: `has more than ${maxRows} rows` }
        throw permanent('table.too-large', { reason })
      }
      body.push({ row: number, ...row })
    }
    const more = { sheets: sheet.sheets, ...(found.kind === 'bytes' && found.file ? { file: found.file } : {}) }
    return leaveWith(message, readTable(body, header, form), settings, more)
  }
})

async function sheetOf(bytes: Uint8Array<ArrayBuffer>, name: string | undefined): Promise<Sheet> {
  const place = /^[1-9]\d{0,3}$/.test(name ?? '1') ? Number(name ?? 1) - 1 : undefined
  try {
    return await readWorkbook(bytes, { sheet: place ?? name ?? 0, clock: true })
  } catch (thrown) {
    if (thrown instanceof SheetFault) throw permanent('table.unreadable', { reason: thrown.text })
    throw thrown
  }
}
