import { z } from 'zod'
import { complaint } from '#shared/node/complaint.ts'
import { defineNode } from '#shared/node/define.ts'
import { field } from '#shared/node/fields.ts'

const columnList = (look: Parameters<typeof field.list>[1]) =>
  field.list(
    {
      name: field.text({
        title: { vi: 'Tên cột', en: 'Column' },
        help: { vi: 'Đúng như trong bảng, ví dụ ma_ho_so.', en: 'As it is in the table, such as ma_ho_so.' },
      }),
    },
    { max: 500, add: { vi: 'Thêm cột', en: 'Add a column' }, ...look },
  )

/** Ghi nhiều dòng: a list of rows into one table, all of them or none. */
export const definition = defineNode({
  type: 'sql-bulk',
  version: 1,
  kind: 'connector',
  family: 'database',
  title: { vi: 'Ghi nhiều dòng (SQL)', en: 'Write many rows (SQL)' },
  summary: {
    vi: 'Ghi cả một danh sách vào một bảng trong một giao dịch: ghi hết hoặc không ghi dòng nào.',
    en: 'Writes a whole list into one table in one transaction: all rows or none.',
  },
  keywords: ['sql', 'bulk', 'insert', 'upsert', 'ghi', 'thêm', 'danh sách', 'hàng loạt', 'bảng', 'csdl', 'copy'],
  settings: z
    .strictObject({
      connection: field.connection(['sql'], {
        title: { vi: 'Kết nối', en: 'Connection' },
        help: { vi: 'Kết nối cơ sở dữ liệu, ví dụ kho-du-lieu.', en: 'A database connection, such as kho-du-lieu.' },
      }),
      table: field.text({
        title: { vi: 'Bảng', en: 'Table' },
        help: {
          vi: 'Đúng như trong cơ sở dữ liệu, kể cả chữ hoa; có thể kèm lược đồ. Ví dụ ho_so hoặc kho.ho_so.',
          en: 'As it is in the database, capitals included; its schema may stand in front. Such as ho_so or kho.ho_so.',
        },
      }),
      rows: field
        .expression({
          title: { vi: 'Danh sách cần ghi', en: 'List to write' },
          help: {
            vi: 'Công thức cho ra danh sách; tên trường của mỗi mục là tên cột. Để trống: cả nội dung là danh sách.',
            en: 'An expression that gives a list; the fields of each item are named like the columns. Blank: the body is the list.',
          },
          placeholder: 'rows',
        })
        .optional(),
      columns: columnList({
        title: { vi: 'Các cột', en: 'Columns' },
        help: {
          vi: 'Để trống: các trường của mục đầu tiên. Mục thiếu một cột là lỗi; muốn để trống thì ghi null.',
          en: 'Empty: the fields of the first item. An item without one of them is an error; null leaves it empty.',
        },
      }).default([]),
      existing: field
        .choice(
          [
            { value: 'fail', title: { vi: 'Báo lỗi, không ghi gì', en: 'Fail and write nothing' } },
            { value: 'skip', title: { vi: 'Bỏ qua dòng đó', en: 'Leave that row out' } },
            { value: 'update', title: { vi: 'Cập nhật dòng đã có', en: 'Change the row that is there' } },
          ],
          {
            title: { vi: 'Khi dòng đã có trong bảng', en: 'When a row is there already' },
            help: {
              vi: 'Bỏ qua và cập nhật chạy lại được nhiều lần, nên hệ thống tự thử lại; báo lỗi thì hỏi người phụ trách.',
              en: 'Leaving out and changing can be repeated, so they are tried again; with failing, a person is asked.',
            },
          },
        )
        .default('fail'),
      keys: columnList({
        title: { vi: 'Cột khoá', en: 'Key columns' },
        help: {
          vi: 'Các cột phân biệt các dòng, ví dụ ma_ho_so. Bảng phải có khoá chính hoặc ràng buộc duy nhất trên các cột này.',
          en: 'The columns that tell rows apart, such as ma_ho_so. The table needs a primary or unique key on them.',
        },
        showIf: { setting: 'existing', is: ['skip', 'update'] },
      }).default([]),
      timeout: field
        .duration({
          title: { vi: 'Thời hạn ghi', en: 'Time limit' },
          help: {
            vi: 'Ghi lâu hơn thì dừng và không dòng nào được ghi, ví dụ 60 giây (PT60S).',
            en: 'Writing that takes longer is stopped and no row is written, such as 60 seconds (PT60S).',
          },
          advanced: true,
        })
        .default('PT60S'),
    })
    .refine((settings) => settings.existing !== 'update' || settings.keys.length > 0, {
      ...complaint(
        'cần ít nhất một cột khoá để biết dòng nào được cập nhật',
        'needs at least one column that tells rows apart',
      ),
      path: ['keys'],
    }),
  input: true,
  out: [{ name: 'out', title: { vi: 'Đã ghi', en: 'Written' } }],
  output: 'described',
  takes: { from: 'rows', type: 'array' },
  sample: { count: 120 },
  effects: { by: 'existing', when: { skip: 'idempotent', update: 'idempotent' }, otherwise: 'once' },
  needs: ['sql'],
})
