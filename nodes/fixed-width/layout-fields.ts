import type { z } from 'zod'
import { fieldName, typeFields } from '#nodes/tabular/column-fields.ts'
import { complaint } from '#shared/node/complaint.ts'
import { field } from '#shared/node/fields.ts'

/** The table of columns of fixed width. */
export const layoutField = () =>
  field
    .list(
      {
        name: fieldName({
          title: { vi: 'Tên trường', en: 'Field' },
          help: { vi: 'Tên của giá trị trong thông điệp, ví dụ soCCCD.', en: 'The name of the value in the message.' },
          placeholder: 'soCCCD',
        }),
        start: field.integer({
          title: { vi: 'Từ vị trí', en: 'From place' },
          help: { vi: 'Vị trí đầu của cột, tính từ 1.', en: 'The first place of the column, from 1.' },
          min: 1,
          max: 10_000,
        }),
        length: field.integer({
          title: { vi: 'Độ dài', en: 'Length' },
          help: { vi: 'Số ký tự hoặc byte của cột.', en: 'Characters or bytes of the column.' },
          min: 1,
          max: 10_000,
        }),
        align: field
          .choice(
            [
              { value: 'left', title: { vi: 'Trái', en: 'Left' } },
              { value: 'right', title: { vi: 'Phải', en: 'Right' } },
            ],
            {
              title: { vi: 'Căn', en: 'Align' },
              help: { vi: 'Giá trị ngắn hơn cột nằm bên nào.', en: 'The side on which a short value stands.' },
            },
          )
          .default('left'),
        pad: field
          .text({
            title: { vi: 'Ký tự đệm', en: 'Padding' },
            help: {
              vi: 'Để trống: dấu cách. Đệm bằng 0 thì khi đọc các số 0 đầu vẫn được giữ.',
              en: 'Blank: a space. Zeros in front stay when a column padded with 0 is read.',
            },
            placeholder: '0',
          })
          .regex(/^[\x20-\x7e]$/)
          .optional(),
        ...typeFields(),
        required: field
          .boolean({
            title: { vi: 'Bắt buộc', en: 'Required' },
            help: { vi: 'Bật: ô trống làm cho dòng không hợp lệ.', en: 'On: an empty value makes the row invalid.' },
          })
          .default(false),
      },
      {
        title: { vi: 'Các cột', en: 'Columns' },
        help: { vi: 'Theo tài liệu của bên giao nhận tệp.', en: 'As the specification of the file says.' },
        add: { vi: 'Thêm cột', en: 'Add a column' },
        min: 1,
        max: 500,
      },
    )
    .refine((columns) => !overlapping(columns), complaint('có hai cột chồng lên nhau', 'two columns overlap'))

/** A row of `layoutField`, checked. */
export type LayoutColumn = z.output<ReturnType<typeof layoutField>>[number]

function overlapping(columns: readonly { readonly start: number; readonly length: number }[]): boolean {
  const sorted = [...columns].sort((a, b) => a.start - b.start)
  return sorted.some((column, index) => {
    const before = sorted[index - 1]
    return before !== undefined && before.start + before.length > column.start
  })
}

/** What places and lengths count. */
export const unitField = () =>
  field
    .choice(
      [
        { value: 'characters', title: { vi: 'Ký tự', en: 'Characters' } },
        { value: 'bytes', title: { vi: 'Byte', en: 'Bytes' } },
      ],
      {
        title: { vi: 'Vị trí tính theo', en: 'Places count' },
        help: {
          vi: 'Chữ có dấu chiếm 2–3 byte trong UTF-8; hệ thống cũ thường tính theo byte.',
          en: 'A letter with marks takes 2 or 3 bytes in UTF-8; old systems mostly count bytes.',
        },
      },
    )
    .default('characters')
