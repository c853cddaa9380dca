import { z } from 'zod'
import { defineNode } from '#shared/node/define.ts'
import { field } from '#shared/node/fields.ts'

/** Đoạn mã JavaScript: for what mapping and expressions cannot say. Runs in the sandbox. */
export const definition = defineNode({
  type: 'script',
  version: 1,
  kind: 'transform',
  family: 'fields',
  title: { vi: 'Đoạn mã JavaScript', en: 'JavaScript' },
  summary: {
    vi: 'Tính nội dung mới bằng JavaScript trong hộp cát riêng: không mạng, không tệp, có giới hạn thời gian và bộ nhớ.',
    en: 'Computes a new body with JavaScript in a sandbox of its own: no network, no files, limited time and memory.',
  },
  keywords: ['mã', 'lập trình', 'hàm', 'javascript', 'code', 'function', 'script', 'js'],
  settings: z.strictObject({
    code: field
      .code('javascript', {
        title: { vi: 'Đoạn mã', en: 'Code' },
        help: {
          vi: 'Thân của hàm nhận message { body, headers, keys }. Trả về nội dung mới, hoặc { body, headers, keys }. Ví dụ: return { ...message.body, daXem: true }.',
          en: 'The body of a function of message { body, headers, keys }. Return the new body, or { body, headers, keys }. Such as: return { ...message.body, seen: true }.',
        },
      })
      .default('return message.body'),
    ms: field
      .integer({
        title: { vi: 'Thời gian tối đa (ms)', en: 'Time limit (ms)' },
        help: {
          vi: 'Quá thời gian này đoạn mã bị dừng và bước báo lỗi. Ví dụ 1000 là một giây.',
          en: 'After this the code is stopped and the step fails. 1000 is one second.',
        },
        min: 1,
        max: 30_000,
        advanced: true,
      })
      .default(200),
    mb: field
      .integer({
        title: { vi: 'Bộ nhớ tối đa (MB)', en: 'Memory limit (MB)' },
        help: {
          vi: 'Quá bộ nhớ này đoạn mã bị dừng. Ví dụ 64.',
          en: 'With more than this the code is stopped. Such as 64.',
        },
        min: 8,
        max: 512,
        advanced: true,
      })
      .default(64),
  }),
  input: true,
  out: [{ name: 'out', title: { vi: 'Kết quả', en: 'Result' } }],
  output: 'described',
  effects: 'none',
  needs: ['script'],
})
