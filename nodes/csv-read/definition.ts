import { z } from 'zod'
import { delimiterIn, quoteIn } from '#nodes/csv/dialect-fields.ts'
import { resultTarget, textSourceFields, withPlace } from '#nodes/files/content-fields.ts'
import { charsetIn } from '#nodes/tabular/charset-field.ts'
import { badRowsField, columnsIn, maxRowsField, othersField, TABLE_PORTS } from '#nodes/tabular/column-fields.ts'
import { complaint } from '#shared/node/complaint.ts'
import { defineNode } from '#shared/node/define.ts'
import { field } from '#shared/node/fields.ts'

/** Đọc CSV: the rows of a text with separators; a long file is cut into references to batches of rows. */
export const definition = defineNode({
  type: 'csv-read',
  version: 1,
  kind: 'transform',
  family: 'formats',
  title: { vi: 'Đọc CSV', en: 'Read CSV' },
  summary: {
    vi: 'Đọc bảng từ văn bản có dấu phân cách (CSV, TSV); số 0 đầu còn nguyên, dòng sai được nêu số dòng và lý do.',
    en: 'Reads a table from text with separators (CSV, TSV); leading zeros stay, bad rows are told by number and reason.',
  },
  keywords: ['csv', 'tsv', 'bảng', 'bảng tính', 'dấu phân cách', 'nhập dữ liệu', 'excel', 'import', 'table'],
  settings: withPlace(
    z
      .strictObject({
        ...textSourceFields(),
        charset: charsetIn(),
        delimiter: delimiterIn(),
        quote: quoteIn(),
        headerRow: field
          .integer({
            title: { vi: 'Dòng tiêu đề', en: 'Header row' },
            help: {
              vi: 'Số dòng chứa tên cột; các dòng phía trên bị bỏ qua. 0: không có, tên lấy theo thứ tự ở bảng các cột.',
              en: 'The row with the titles; rows above are left out. 0: none, names come in order from the table of columns.',
            },
            min: 0,
            max: 1000,
          })
          .default(1),
        columns: columnsIn(),
        others: othersField(),
        onBad: badRowsField(),
        deliver: field
          .choice(
            [
              { value: 'rows', title: { vi: 'Các dòng', en: 'The rows' } },
              { value: 'batches', title: { vi: 'Từng lô, dạng tham chiếu', en: 'Batches, as references' } },
            ],
            {
              title: { vi: 'Đưa ra', en: 'Give' },
              help: {
                vi: 'Tệp hàng trăm nghìn dòng: chọn từng lô, rồi nối tới một nút Đọc CSV nữa (lấy từ tệp) để đọc mỗi lô.',
                en: 'For hundreds of thousands of rows choose batches and wire another Read CSV (from a file) that reads each of them.',
              },
              showIf: { setting: 'source', is: ['file'] },
            },
          )
          .default('rows'),
        batchRows: field
          .integer({
            title: { vi: 'Số dòng mỗi lô', en: 'Rows in a batch' },
            help: { vi: 'Mỗi lô thành một thông điệp.', en: 'Each batch becomes a message.' },
            min: 1,
            max: 50_000,
            showIf: { setting: 'deliver', is: ['batches'] },
          })
          .default(1000),
        inOrder: field
          .boolean({
            title: { vi: 'Lần lượt từng lô', en: 'One batch after the other' },
            help: {
              vi: 'Bật: lô sau chỉ bắt đầu khi lô trước đã xong, ít tốn bộ nhớ nhất.',
              en: 'On: a batch begins when the one before has ended, which takes least memory.',
            },
            showIf: { setting: 'deliver', is: ['batches'] },
            advanced: true,
          })
          .default(true),
        trim: field
          .boolean({
            title: { vi: 'Bỏ khoảng trắng hai đầu', en: 'Trim' },
            help: { vi: 'Khoảng trắng ở đầu và cuối ô bị bỏ.', en: 'Spaces at the ends of a cell are left out.' },
            advanced: true,
          })
          .default(true),
        unguard: field
          .boolean({
            title: { vi: "Bỏ dấu ' chống công thức", en: "Take the ' against formulas away" },
            help: {
              vi: "Ô dạng '=… mà nút Ghi CSV đã chặn được trả về như cũ.",
              en: "A cell '=… that Write CSV has guarded becomes what it was.",
            },
            advanced: true,
          })
          .default(true),
        maxRows: maxRowsField(),
        to: resultTarget().optional(),
      })
      .refine((it) => it.headerRow > 0 || it.columns.length > 0 || it.deliver === 'batches', {
        ...complaint('không có dòng tiêu đề thì cần nhập các cột', 'without a header the columns are needed'),
        path: ['columns'],
      }),
  ),
  input: true,
  out: [...TABLE_PORTS],
  output: 'described',
  sample: { rows: [{ 'Số hồ sơ': '00123', 'Chủ hồ sơ': 'Nguyễn Văn An' }], count: 1 },
  effects: { by: 'source', when: { text: 'none', base64: 'none' }, otherwise: 'idempotent' },
  needs: ['files'],
  splits: true,
})
