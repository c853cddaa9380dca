import { z } from 'zod'
import { targetPath } from '#nodes/writing/target-path.ts'
import { complaint } from '#shared/node/complaint.ts'
import { defineNode } from '#shared/node/define.ts'
import { field } from '#shared/node/fields.ts'

/** Sửa trường: a table of small changes to the body; everything that no row names stays as it is. */
export const definition = defineNode({
  type: 'edit-fields',
  version: 1,
  kind: 'transform',
  family: 'fields',
  title: { vi: 'Sửa trường', en: 'Edit fields' },
  summary: {
    vi: 'Đặt giá trị, đổi tên, chuyển chỗ, xoá vài trường, hoặc chỉ giữ các trường cần; phần còn lại giữ nguyên.',
    en: 'Sets, renames, moves or removes a few fields, or keeps only those needed; everything else stays.',
  },
  keywords: [
    'đặt giá trị',
    'gán',
    'đổi tên trường',
    'xoá trường',
    'bỏ trường',
    'chỉ giữ',
    'thêm trường',
    'set',
    'rename',
    'remove',
    'keep',
    'pick',
  ],
  settings: z
    .strictObject({
      edits: field
        .list(
          {
            do: field
              .choice(
                [
                  { value: 'set', title: { vi: 'Đặt giá trị', en: 'Set' } },
                  { value: 'rename', title: { vi: 'Đổi tên', en: 'Rename' } },
                  { value: 'move', title: { vi: 'Chuyển sang chỗ khác', en: 'Move' } },
                  { value: 'remove', title: { vi: 'Xoá', en: 'Remove' } },
                ],
                {
                  title: { vi: 'Việc', en: 'What to do' },
                  help: {
                    vi: 'Đặt giá trị: thêm trường hoặc ghi đè. Đổi tên: trường vẫn ở chỗ cũ. Chuyển: ghi vào đường dẫn khác.',
                    en: 'Set: adds or replaces the field. Rename: it stays in its place. Move: it goes to another path.',
                  },
                },
              )
              .default('set'),
            path: targetPath({
              title: { vi: 'Trường', en: 'Field' },
              help: {
                vi: 'Đường dẫn trong nội dung, ví dụ ChuHoSo.SoDinhDanh. Đi qua danh sách thì làm với từng mục (trừ Đặt giá trị và Chuyển).',
                en: 'A path in the body, such as ChuHoSo.SoDinhDanh. Through a list it means every item (except Set and Move).',
              },
              placeholder: 'ChuHoSo.SoDinhDanh',
            }),
            value: field
              .value({
                title: { vi: 'Giá trị', en: 'Value' },
                help: {
                  vi: 'Giá trị cố định, một trường hoặc công thức, ví dụ $chuanHoa(ChuHoSo.HoTen). Công thức luôn đọc nội dung lúc vào nút.',
                  en: 'A constant, a field or a formula, such as $chuanHoa(ChuHoSo.HoTen). Formulas read the body as it arrived.',
                },
                showIf: { setting: 'do', is: ['set'] },
              })
              .optional(),
            name: targetPath({
              title: { vi: 'Tên mới', en: 'New name' },
              help: {
                vi: 'Chỉ tên, không có dấu chấm, ví dụ CCCD.',
                en: 'Only the name, without a dot, such as CCCD.',
              },
              placeholder: 'CCCD',
              showIf: { setting: 'do', is: ['rename'] },
            })
              .refine((name) => !name.includes('.'), complaint('tên mới không có dấu chấm', 'a new name has no dot'))
              .optional(),
            to: targetPath({
              title: { vi: 'Chuyển tới', en: 'Move to' },
              help: {
                vi: 'Đường dẫn đầy đủ của chỗ mới, ví dụ HoSo.NguoiNop; phần chưa có được tạo ra.',
                en: 'The full path of the new place, such as HoSo.NguoiNop; what is not there is made.',
              },
              placeholder: 'HoSo.NguoiNop',
              showIf: { setting: 'do', is: ['move'] },
            }).optional(),
            when: field
              .condition({
                title: { vi: 'Chỉ khi', en: 'Only when' },
                help: {
                  vi: 'Để trống: luôn làm. Hoặc một điều kiện trên nội dung lúc vào, ví dụ TrangThai = "4".',
                  en: 'Blank: always. Or a condition on the body as it arrived, such as TrangThai = "4".',
                },
                placeholder: 'TrangThai = "4"',
                advanced: true,
              })
              .optional(),
          },
          {
            title: { vi: 'Các thay đổi', en: 'Changes' },
            help: {
              vi: 'Làm lần lượt từ trên xuống; trường không có trong bảng giữ nguyên, đúng thứ tự cũ.',
              en: 'Done from the top; fields that no row names stay as they are, in their order.',
            },
            add: { vi: 'Thêm thay đổi', en: 'Add a change' },
            max: 200,
          },
        )
        .superRefine((rows, context) => {
          for (const [i, row] of rows.entries()) {
            const wrong = missingIn(row)
            if (wrong) context.addIssue({ code: 'custom', path: [i, wrong.path], ...complaint(wrong.vi, wrong.en) })
          }
        })
        .default([]),
      keep: field
        .choice(
          [
            { value: 'all', title: { vi: 'Giữ mọi trường khác', en: 'Keep all other fields' } },
            { value: 'only', title: { vi: 'Chỉ giữ các trường này', en: 'Keep only these fields' } },
          ],
          {
            title: { vi: 'Các trường còn lại', en: 'All other fields' },
            help: {
              vi: 'Chỉ giữ các trường này: bỏ mọi trường không có trong danh sách dưới và không được ghi trong bảng trên.',
              en: 'Keep only these: every field goes that is neither listed below nor written by the table above.',
            },
          },
        )
        .default('all'),
      only: field
        .list(
          {
            path: targetPath({
              title: { vi: 'Trường được giữ', en: 'Field that stays' },
              help: {
                vi: 'Đường dẫn, ví dụ ChuHoSo.HoTen; ghi ChuHoSo để giữ cả nhóm. Đi qua danh sách thì giữ ở từng mục.',
                en: 'A path, such as ChuHoSo.HoTen; ChuHoSo keeps the whole group. Through a list it is kept in every item.',
              },
              placeholder: 'ChuHoSo.HoTen',
            }),
          },
          {
            title: { vi: 'Chỉ giữ các trường này', en: 'Keep only these fields' },
            help: {
              vi: 'Xét sau khi đã làm bảng trên, nên dùng tên mới của trường đã đổi tên.',
              en: 'Looked at after the table above, so renamed fields have their new names.',
            },
            add: { vi: 'Thêm trường', en: 'Add a field' },
            max: 500,
            showIf: { setting: 'keep', is: ['only'] },
          },
        )
        .default([]),
      missing: field
        .choice(
          [
            { value: 'error', title: { vi: 'Báo lỗi', en: 'Stop with an error' } },
            { value: 'skip', title: { vi: 'Bỏ qua dòng ấy', en: 'Skip that row' } },
          ],
          {
            title: { vi: 'Khi trường cần đọc không có', en: 'When a field to read is missing' },
            help: {
              vi: 'Áp dụng cho Đặt giá trị, Đổi tên, Chuyển. Xoá một trường không có thì không sao.',
              en: 'For Set, Rename and Move. To remove what is not there is no fault.',
            },
          },
        )
        .default('error'),
    })
    .refine(({ keep, only, edits }) => keep === 'all' || only.length > 0 || edits.some((row) => row.do !== 'remove'), {
      ...complaint('cần chọn ít nhất một trường được giữ', 'needs at least one field that stays'),
      path: ['only'],
    }),
  input: true,
  out: [{ name: 'out', title: { vi: 'Đã sửa', en: 'Edited' } }],
  output: 'described',
  infers: 'edits',
  effects: 'none',
})

/** What a row still lacks for what it is to do. */
function missingIn(row: {
  readonly do: string
  readonly value?: unknown
  readonly name?: string | undefined
  readonly to?: string | undefined
}): { readonly path: string; readonly vi: string; readonly en: string } | undefined {
  if (row.do === 'set' && row.value === undefined)
    return { path: 'value', vi: 'cần giá trị để đặt', en: 'needs a value to set' }
  if (row.do === 'rename' && row.name === undefined)
    return { path: 'name', vi: 'cần tên mới', en: 'needs the new name' }
  if (row.do === 'move' && row.to === undefined) return { path: 'to', vi: 'cần chỗ mới', en: 'needs the new place' }
  return undefined
}
