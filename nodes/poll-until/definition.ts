import { z } from 'zod'
import { requestFields, requestLimits } from '#nodes/http-request/request-fields.ts'
import { isWait, notAWait } from '#nodes/waiting/deadline.ts'
import { defineNode } from '#shared/node/define.ts'
import { field } from '#shared/node/fields.ts'

/** Hỏi đến khi xong: repeats a question until its answer is what the flow waits for. */
export const definition = defineNode({
  type: 'poll-until',
  version: 1,
  kind: 'connector',
  family: 'web',
  title: { vi: 'Hỏi đến khi xong', en: 'Poll until' },
  summary: {
    vi: 'Hỏi đi hỏi lại một hệ thống qua HTTP, cách nhau một khoảng thời gian, cho tới khi câu trả lời thoả điều kiện hoặc tới hạn.',
    en: 'Asks a system over HTTP again and again at an interval, until the answer meets a condition or the time is up.',
  },
  keywords: ['hỏi', 'kiểm tra', 'trạng thái', 'kết quả', 'định kỳ', 'poll', 'polling', 'status', 'async', 'http'],
  settings: z.strictObject({
    ...requestFields,
    done: field.condition({
      over: 'answer',
      title: { vi: 'Xong khi', en: 'Done when' },
      help: {
        vi: 'Điều kiện trên câu trả lời, ví dụ trangThai = "3" hoặc $headers.status = "200".',
        en: 'A condition on the answer, such as trangThai = "3" or $headers.status = "200".',
      },
      placeholder: 'trangThai in ["3", "4"]',
    }),
    every: field
      .duration({
        title: { vi: 'Hỏi lại sau mỗi', en: 'Ask again every' },
        help: {
          vi: 'Khoảng cách giữa hai lần hỏi, ví dụ 15 phút (PT15M).',
          en: 'The time between two questions, such as 15 minutes (PT15M).',
        },
        placeholder: 'PT15M',
      })
      .refine(isWait, notAWait)
      .default('PT5M'),
    deadline: field
      .duration({
        title: { vi: 'Hỏi trong tối đa', en: 'Ask for at most' },
        help: {
          vi: 'Tính từ lần hỏi đầu. Hết hạn mà chưa xong thì thông điệp đi ra cổng "Quá hạn" như lúc vào.',
          en: 'From the first question on. When it is not done by then, the message leaves through "Time is up" as it came in.',
        },
        placeholder: 'P7D',
      })
      .refine(isWait, notAWait),
    tries: field
      .integer({
        title: { vi: 'Số lần hỏi tối đa', en: 'Most questions' },
        help: {
          vi: 'Hỏi đủ số lần này mà chưa xong thì ra cổng "Quá hạn". Ví dụ 100.',
          en: 'After so many questions without an end it leaves through "Time is up". Such as 100.',
        },
        min: 1,
        max: 100_000,
        advanced: true,
      })
      .default(10_000),
    ...requestLimits,
  }),
  input: true,
  out: [
    { name: 'out', title: { vi: 'Xong', en: 'Done' } },
    { name: 'timeout', title: { vi: 'Quá hạn', en: 'Time is up' }, mustWire: true },
  ],
  output: 'described',
  sample: { trangThai: '3' },
  effects: 'idempotent',
  needs: ['http'],
  stores: true,
})
