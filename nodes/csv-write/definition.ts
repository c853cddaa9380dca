import { z } from 'zod'
import { delimiterOut } from '#nodes/csv/dialect-fields.ts'
import { textResultFields, withPlace } from '#nodes/files/content-fields.ts'
import { charsetOut } from '#nodes/tabular/charset-field.ts'
import { columnsOut, RESULT_PORTS, rowsField } from '#nodes/tabular/column-fields.ts'
import { defineNode } from '#shared/node/define.ts'
import { field } from '#shared/node/fields.ts'

/** Ghi CSV: rows as text with separators that spreadsheets open as it is. */
export const definition = defineNode({
  type: 'csv-write',
  version: 1,
  kind: 'transform',
  family: 'formats',
  title: { vi: 'Ghi CSV', en: 'Write CSV' },
  summary: {
    vi: 'Ghi các dòng thành CSV mà Excel mở đúng tiếng Việt; ô giống công thức được chặn.',
    en: 'Writes rows as CSV that Excel opens with right Vietnamese letters; cells that look like formulas are guarded.',
  },
  keywords: ['csv', 'tsv', 'bảng', 'xuất', 'báo cáo', 'excel', 'export', 'table'],
  settings: withPlace(
    z.strictObject({
      rows: rowsField(),
      columns: columnsOut(),
      header: field
        .boolean({
          title: { vi: 'Có dòng tiêu đề', en: 'With a header' },
          help: { vi: 'Dòng đầu là tên các cột.', en: 'The first row holds the titles.' },
        })
        .default(true),
      delimiter: delimiterOut(),
      quotes: field
        .choice(
          [
            { value: 'needed', title: { vi: 'Khi cần', en: 'Where needed' } },
            { value: 'all', title: { vi: 'Mọi giá trị', en: 'Every value' } },
          ],
          {
            title: { vi: 'Ngoặc kép', en: 'Quotes' },
            help: {
              vi: 'Vài phần mềm cũ đòi mọi giá trị nằm trong ngoặc kép.',
              en: 'Some old programs want every value in quotes.',
            },
            advanced: true,
          },
        )
        .default('needed'),
      lineEnd: field
        .choice(
          [
            { value: 'crlf', title: { vi: 'Windows (CRLF)', en: 'Windows (CRLF)' } },
            { value: 'lf', title: { vi: 'Linux (LF)', en: 'Linux (LF)' } },
          ],
          {
            title: { vi: 'Xuống dòng', en: 'Line ends' },
            help: { vi: 'Excel và chuẩn RFC 4180 dùng CRLF.', en: 'Excel and RFC 4180 use CRLF.' },
            advanced: true,
          },
        )
        .default('crlf'),
      charset: charsetOut(),
      mark: field
        .boolean({
          title: { vi: 'Dấu nhận biết Unicode (BOM)', en: 'Unicode mark (BOM)' },
          help: {
            vi: 'Cần để Excel nhận ra tiếng Việt; tắt khi bên nhận là phần mềm không quen dấu này.',
            en: 'Excel needs it to see Vietnamese letters; switch off when the reader does not know it.',
          },
        })
        .default(true),
      formulas: field
        .choice(
          [
            { value: 'guard', title: { vi: "Thêm ' phía trước", en: "Put ' in front" } },
            { value: 'refuse', title: { vi: 'Báo lỗi', en: 'Error' } },
            { value: 'keep', title: { vi: 'Giữ nguyên', en: 'Leave' } },
          ],
          {
            title: { vi: 'Ô giống công thức', en: 'Cells like formulas' },
            help: {
              vi: 'Ô bắt đầu bằng = + - @ có thể chạy lệnh khi mở bằng Excel. Số âm không bị đụng tới.',
              en: 'A cell that begins with = + - @ may run commands when Excel opens it. Negative numbers are left.',
            },
          },
        )
        .default('guard'),
      ...textResultFields(),
    }),
  ),
  input: true,
  out: [...RESULT_PORTS],
  output: 'described',
  sample: 'Số hồ sơ;Chủ hồ sơ\r\n00123;Nguyễn Văn An\r\n',
  effects: { by: 'as', when: { text: 'none', base64: 'none' }, otherwise: 'idempotent' },
  needs: ['files'],
})
