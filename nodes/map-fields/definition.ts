import { z } from 'zod'
import { defineNode } from '#shared/node/define.ts'
import { field } from '#shared/node/fields.ts'

/** Ánh xạ trường: builds a new body from a tree of the target. */
export const definition = defineNode({
  type: 'map-fields',
  version: 1,
  kind: 'transform',
  family: 'fields',
  title: { vi: 'Ánh xạ trường', en: 'Map fields' },
  summary: {
    vi: 'Dựng nội dung mới theo từng trường đích: giá trị cố định, trường nguồn, công thức, điều kiện hoặc lặp.',
    en: 'Builds a new body field by field: constants, source fields, expressions, conditions and lists.',
  },
  keywords: ['ánh xạ', 'chuyển đổi', 'biến đổi', 'map', 'transform', 'mapper', 'convert'],
  settings: z.strictObject({
    mapping: field.mapping({
      title: { vi: 'Ánh xạ', en: 'Mapping' },
      help: {
        vi: 'Mỗi dòng là một trường đích. Trường bắt buộc mà thiếu nguồn sẽ báo lỗi, không âm thầm bỏ trống.',
        en: 'Each row is a field of the target. A required field without a source is an error, never a silent blank.',
      },
    }),
    keep: field
      .choice(
        [
          { value: 'none', title: { vi: 'Chỉ các trường đã ánh xạ', en: 'Only the mapped fields' } },
          {
            value: 'all',
            title: { vi: 'Giữ nội dung vào, ghi đè trường đã ánh xạ', en: 'Keep the input, replace mapped fields' },
          },
        ],
        {
          title: { vi: 'Nội dung ra', en: 'Body that leaves' },
          help: {
            vi: 'Chỉ các trường đã ánh xạ, hoặc giữ cả thông điệp rồi thêm các trường ấy.',
            en: 'Only the mapped fields, or the whole message with those fields added.',
          },
        },
      )
      .default('none'),
  }),
  input: true,
  out: [{ name: 'out', title: { vi: 'Đã ánh xạ', en: 'Mapped' } }],
  output: 'described',
  infers: 'mapping',
  effects: 'none',
})
