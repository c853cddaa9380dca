import { z } from 'zod'
import { defineNode } from '#shared/node/define.ts'
import { field } from '#shared/node/fields.ts'

/** Lọc thông điệp (Message Filter): lets through what meets a condition. */
export const definition = defineNode({
  type: 'filter',
  version: 1,
  kind: 'router',
  title: { vi: 'Lọc thông điệp', en: 'Filter' },
  summary: {
    vi: 'Chỉ cho đi tiếp những thông điệp thoả điều kiện; số còn lại dừng ở đây hoặc ra cổng "Bị loại".',
    en: 'Lets through the messages that meet a condition; the rest end here or leave through "Rejected".',
  },
  keywords: ['lọc', 'bỏ qua', 'điều kiện', 'filter', 'where', 'skip'],
  settings: z.strictObject({
    when: field.condition({
      title: { vi: 'Cho đi tiếp khi', en: 'Let through when' },
      help: {
        vi: 'Điều kiện trên nội dung thông điệp, ví dụ TrangThai = "10".',
        en: 'A condition on the body of the message, such as TrangThai = "10".',
      },
      placeholder: 'TrangThai = "10"',
    }),
    rejected: field
      .choice(
        [
          { value: 'drop', title: { vi: 'Dừng tại đây', en: 'End here' } },
          { value: 'port', title: { vi: 'Ra cổng "Bị loại"', en: 'Leave through "Rejected"' } },
        ],
        {
          title: { vi: 'Thông điệp không thoả điều kiện', en: 'Messages that do not meet it' },
          help: {
            vi: 'Dừng tại đây vẫn được ghi trong lần chạy, không bị coi là lỗi.',
            en: 'Ending here is recorded in the run and is no fault.',
          },
        },
      )
      .default('drop'),
  }),
  input: true,
  out: [
    { name: 'out', title: { vi: 'Đi tiếp', en: 'Passed' } },
    { name: 'rejected', title: { vi: 'Bị loại', en: 'Rejected' } },
  ],
  output: 'same',
  effects: 'none',
})
