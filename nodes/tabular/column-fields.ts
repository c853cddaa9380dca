import type { z } from 'zod'
import { complaint } from '#shared/node/complaint.ts'
import { field } from '#shared/node/fields.ts'

const TYPES = [
  { value: 'text', title: { vi: 'Chữ (giữ nguyên)', en: 'Text (as it is)' } },
  { value: 'digits', title: { vi: 'Mã số, đệm 0 tới đủ chữ số', en: 'Code, zeros to full length' } },
  { value: 'number', title: { vi: 'Số', en: 'Number' } },
  { value: 'date', title: { vi: 'Ngày', en: 'Date' } },
] as const

/** The form of the values of a column: its type and what belongs to it. */
export const typeFields = () => ({
  type: field
    .choice(TYPES, {
      title: { vi: 'Kiểu', en: 'Type' },
      help: {
        vi: 'Mã số, số điện thoại, CCCD để kiểu chữ hoặc mã số: số 0 đầu còn nguyên.',
        en: 'Codes, telephone and identity numbers are text or codes: leading zeros stay.',
      },
    })
    .default('text'),
  width: field
    .integer({
      title: { vi: 'Đủ mấy chữ số', en: 'Digits in full' },
      help: {
        vi: 'Mã ngắn hơn được thêm 0 phía trước, ví dụ 5 thì 4 thành 00004. Mã dài hơn là lỗi.',
        en: 'A shorter code gets zeros in front: with 5, 4 becomes 00004. A longer one is an error.',
      },
      min: 1,
      max: 50,
      showIf: { setting: 'type', is: ['digits'] },
    })
    .optional(),
  decimal: field
    .choice(
      [
        { value: 'comma', title: { vi: 'Phẩy: 1.234.567,89', en: 'Comma: 1.234.567,89' } },
        { value: 'dot', title: { vi: 'Chấm: 1,234,567.89', en: 'Dot: 1,234,567.89' } },
      ],
      {
        title: { vi: 'Dấu thập phân', en: 'Decimal mark' },
        help: { vi: 'Ở Việt Nam thường là dấu phẩy.', en: 'A comma is usual in Vietnam.' },
        showIf: { setting: 'type', is: ['number'] },
      },
    )
    .default('comma'),
  pattern: field
    .text({
      title: { vi: 'Dạng ngày', en: 'Form of dates' },
      help: {
        vi: 'Ví dụ dd/MM/yyyy hay yyyyMMddHHmmss. Để trống: đọc mọi dạng thường gặp; khi ghi là dd/MM/yyyy.',
        en: 'Such as dd/MM/yyyy or yyyyMMddHHmmss. Blank: every usual form is read; written is dd/MM/yyyy.',
      },
      placeholder: 'dd/MM/yyyy',
      showIf: { setting: 'type', is: ['date'] },
    })
    .optional(),
})

const FORBIDDEN = ['__proto__', 'constructor', 'prototype']

/** The name of a field in a row. */
export const fieldName = (look: Parameters<typeof field.text>[0]) =>
  field
    .text(look)
    .refine((name) => !FORBIDDEN.includes(name), complaint('tên trường này bị cấm', 'this field name is forbidden'))

/** The table of columns that are read by their title. */
export const columnsIn = () =>
  field
    .list(
      {
        column: field.text({
          title: { vi: 'Cột trong tệp', en: 'Column in the file' },
          help: {
            vi: 'Tên ở dòng tiêu đề, không phân biệt hoa thường. Tệp không có tiêu đề thì các cột theo thứ tự của bảng này.',
            en: 'Its title in the header, in either case. Without a header, columns are in the order of this table.',
          },
          placeholder: 'Số CCCD',
        }),
        name: fieldName({
          title: { vi: 'Tên trường', en: 'Field' },
          help: {
            vi: 'Tên của giá trị trong thông điệp. Để trống: như tên cột.',
            en: 'The name of the value in the message. Blank: that of the column.',
          },
          placeholder: 'soCCCD',
        }).optional(),
        ...typeFields(),
        required: field
          .boolean({
            title: { vi: 'Bắt buộc', en: 'Required' },
            help: { vi: 'Bật: ô trống làm cho dòng không hợp lệ.', en: 'On: an empty cell makes the row invalid.' },
          })
          .default(false),
      },
      {
        title: { vi: 'Các cột', en: 'Columns' },
        help: {
          vi: 'Để trống: lấy mọi cột, mọi giá trị là chữ, tên trường như dòng tiêu đề.',
          en: 'Blank: every column is taken, every value is text, fields are named by the header.',
        },
        add: { vi: 'Thêm cột', en: 'Add a column' },
        max: 500,
      },
    )
    .default([])

/** What becomes of columns that the table does not name. */
export const othersField = () =>
  field
    .choice(
      [
        { value: 'drop', title: { vi: 'Bỏ qua', en: 'Leave out' } },
        { value: 'keep', title: { vi: 'Giữ, dạng chữ', en: 'Keep as text' } },
      ],
      {
        title: { vi: 'Cột không có trong bảng', en: 'Columns not in the table' },
        help: { vi: 'Chỉ dùng khi đã nhập các cột.', en: 'Only when columns were entered.' },
        advanced: true,
      },
    )
    .default('drop')

/** What becomes of rows that do not fit. */
export const badRowsField = () =>
  field
    .choice(
      [
        { value: 'error', title: { vi: 'Báo lỗi cả tệp', en: 'The whole file is an error' } },
        { value: 'port', title: { vi: 'Ra cổng "Dòng không hợp lệ"', en: 'Leave by "Invalid rows"' } },
        { value: 'list', title: { vi: 'Ghi vào danh sách invalid', en: 'Go into the list invalid' } },
      ],
      {
        title: { vi: 'Dòng không hợp lệ', en: 'Invalid rows' },
        help: {
          vi: 'Dòng thừa, thiếu ô hoặc giá trị sai kiểu, nêu rõ số dòng và lý do.',
          en: 'Rows with too few or too many cells or values of a wrong type, with their number and the reason.',
        },
      },
    )
    .default('error')

/** Most rows that one message may take. */
export const maxRowsField = () =>
  field
    .integer({
      title: { vi: 'Số dòng nhiều nhất', en: 'Most rows' },
      help: { vi: 'Nhiều hơn thì báo lỗi, không cắt bớt.', en: 'More are an error, none are cut off.' },
      min: 1,
      max: 100_000,
      advanced: true,
    })
    .default(50_000)

/** The table of columns that are written. */
export const columnsOut = () =>
  field
    .list(
      {
        name: field.text({
          title: { vi: 'Trường', en: 'Field' },
          help: { vi: 'Tên trường của mỗi dòng, ví dụ soCCCD.', en: 'The field of each row, such as soCCCD.' },
          placeholder: 'soCCCD',
        }),
        title: field
          .text({
            title: { vi: 'Tiêu đề', en: 'Title' },
            help: {
              vi: 'Ghi ở dòng tiêu đề. Để trống: như tên trường.',
              en: 'Written in the header. Blank: the field.',
            },
            placeholder: 'Số CCCD',
          })
          .optional(),
        ...typeFields(),
      },
      {
        title: { vi: 'Các cột', en: 'Columns' },
        help: {
          vi: 'Các cột theo thứ tự. Để trống: mọi trường của các dòng, theo thứ tự gặp.',
          en: 'Columns in their order. Blank: every field of the rows, in the order they are met.',
        },
        add: { vi: 'Thêm cột', en: 'Add a column' },
        max: 500,
      },
    )
    .default([])

/** The list of rows that is written. */
export const rowsField = () =>
  field
    .value({
      title: { vi: 'Các dòng', en: 'Rows' },
      help: {
        vi: 'Danh sách đối tượng, ví dụ trường rows mà các nút đọc bảng để lại.',
        en: 'A list of objects, such as the field rows that nodes which read tables leave.',
      },
    })
    .default({ field: 'rows' })

/** The ports of a node that reads a table. */
export const TABLE_PORTS = [
  { name: 'out', title: { vi: 'Đã đọc', en: 'Read' } },
  { name: 'invalid', title: { vi: 'Dòng không hợp lệ', en: 'Invalid rows' } },
] as const

/** The ports of a node that makes a file. */
export const RESULT_PORTS = [
  { name: 'out', title: { vi: 'Đã ghi', en: 'Written' } },
  { name: 'exists', title: { vi: 'Đã có tệp', en: 'File exists' } },
] as const

/** A row of `columnsIn`, checked. */
export type ColumnIn = z.output<ReturnType<typeof columnsIn>>[number]

/** A row of `columnsOut`, checked. */
export type ColumnOut = z.output<ReturnType<typeof columnsOut>>[number]
