import { z } from 'zod'
import { bytesSourceFields, resultTarget, withPlace } from '#nodes/files/content-fields.ts'
import { badRowsField, columnsIn, maxRowsField, othersField, TABLE_PORTS } from '#nodes/tabular/column-fields.ts'
import { complaint } from '#shared/node/complaint.ts'
import { defineNode } from '#shared/node/define.ts'
import { field } from '#shared/node/fields.ts'

/** Đọc Excel: the rows of one sheet of an .xlsx workbook, as a person sees them. */
export const definition = defineNode({
  type: 'excel-read',
  version: 1,
  kind: 'transform',
  family: 'formats',
  title: { vi: 'Đọc Excel', en: 'Read Excel' },
  summary: {
    vi: 'Đọc một trang tính .xlsx: ngày là ngày thật, mã giữ nguyên số 0 đầu như đang hiện, công thức lấy giá trị đã tính.',
    en: 'Reads a sheet of an .xlsx workbook: real days, codes with the zeros that are shown, formulas by their stored value.',
  },
  keywords: ['excel', 'xlsx', 'xls', 'bảng tính', 'trang tính', 'nhập dữ liệu', 'spreadsheet', 'import'],
  settings: withPlace(
    z
      .strictObject({
        ...bytesSourceFields(),
        sheet: field
          .text({
            title: { vi: 'Trang tính', en: 'Sheet' },
            help: {
              vi: 'Tên trang tính, hoặc số thứ tự tính từ 1. Để trống: trang đầu.',
              en: 'The name of the sheet, or its place from 1. Blank: the first one.',
            },
            placeholder: 'Danh sách',
          })
          .optional(),
        range: field
          .text({
            title: { vi: 'Vùng', en: 'Range' },
            help: {
              vi: 'Chỉ đọc vùng này, ví dụ B5:H200. Để trống: cả trang.',
              en: 'Only this range is read, such as B5:H200. Blank: the whole sheet.',
            },
            placeholder: 'B5:H200',
          })
          .regex(/^[A-Za-z]{1,3}[1-9]\d{0,6}:[A-Za-z]{1,3}[1-9]\d{0,6}$/)
          .optional(),
        headerRow: field
          .integer({
            title: { vi: 'Dòng tiêu đề', en: 'Header row' },
            help: {
              vi: 'Số dòng Excel đang hiện của dòng tên cột; các dòng phía trên bị bỏ qua. 0: không có tiêu đề.',
              en: 'The number that Excel shows of the row with titles; rows above are left out. 0: no header.',
            },
            min: 0,
            max: 1000,
          })
          .default(1),
        headerRows: field
          .integer({
            title: { vi: 'Tiêu đề mấy dòng', en: 'Rows of the header' },
            help: {
              vi: 'Tiêu đề nhiều tầng có ô gộp: tên các tầng nối lại, ví dụ "Địa chỉ / Xã".',
              en: 'For a header of several levels with merged cells: titles are joined, such as "Address / Commune".',
            },
            min: 1,
            max: 5,
            advanced: true,
          })
          .default(1),
        columns: columnsIn(),
        others: othersField(),
        onBad: badRowsField(),
        trim: field
          .boolean({
            title: { vi: 'Bỏ khoảng trắng hai đầu', en: 'Trim' },
            help: { vi: 'Khoảng trắng ở đầu và cuối ô bị bỏ.', en: 'Spaces at the ends of a cell are left out.' },
            advanced: true,
          })
          .default(true),
        maxRows: maxRowsField(),
        to: resultTarget().optional(),
      })
      .refine((it) => it.headerRow > 0 || it.columns.length > 0, {
        ...complaint('không có dòng tiêu đề thì cần nhập các cột', 'without a header the columns are needed'),
        path: ['columns'],
      }),
  ),
  input: true,
  out: [...TABLE_PORTS],
  output: 'described',
  sample: { rows: [{ 'Số hồ sơ': '00123', 'Ngày nộp': '2026-01-05' }], count: 1, sheets: ['Danh sách'] },
  effects: { by: 'source', when: { base64: 'none' }, otherwise: 'idempotent' },
  needs: ['files'],
})
