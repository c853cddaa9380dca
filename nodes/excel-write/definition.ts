import { z } from 'zod'
import { bytesResultFields, withPlace } from '#nodes/files/content-fields.ts'
import { columnsOut, RESULT_PORTS, rowsField } from '#nodes/tabular/column-fields.ts'
import { defineNode } from '#shared/node/define.ts'
import { field } from '#shared/node/fields.ts'

/** Ghi Excel: rows as an .xlsx workbook of one sheet. */
export const definition = defineNode({
  type: 'excel-write',
  version: 1,
  kind: 'transform',
  family: 'formats',
  title: { vi: 'Ghi Excel', en: 'Write Excel' },
  summary: {
    vi: 'Ghi các dòng thành tệp .xlsx: tiêu đề đậm và cố định, cột mã dạng chữ giữ số 0 đầu, ngày là ngày thật.',
    en: 'Writes rows as an .xlsx workbook: a bold header that stays in sight, codes as text with their zeros, real days.',
  },
  keywords: ['excel', 'xlsx', 'bảng tính', 'xuất', 'báo cáo', 'spreadsheet', 'export'],
  settings: withPlace(
    z.strictObject({
      rows: rowsField(),
      columns: columnsOut(),
      sheet: field
        .text({
          title: { vi: 'Tên trang tính', en: 'Name of the sheet' },
          help: { vi: 'Tối đa 31 ký tự.', en: 'Up to 31 characters.' },
          placeholder: 'Danh sách',
        })
        .max(31)
        .default('Danh sách'),
      header: field
        .boolean({
          title: { vi: 'Có dòng tiêu đề', en: 'With a header' },
          help: { vi: 'Dòng đầu là tên các cột.', en: 'The first row holds the titles.' },
        })
        .default(true),
      ...bytesResultFields(),
    }),
  ),
  input: true,
  out: [...RESULT_PORTS],
  output: 'described',
  sample: { connection: 'sftp-so', path: 'ra/bao-cao.xlsx', name: 'bao-cao.xlsx', size: 4096 },
  effects: { by: 'as', when: { base64: 'none' }, otherwise: 'idempotent' },
  needs: ['files'],
})
