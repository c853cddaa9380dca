import { z } from 'zod'
import { defineNode } from '#shared/node/define.ts'
import { field } from '#shared/node/fields.ts'

/** Dừng và báo lỗi: ends the run as failed, with the officer's own code and sentence. */
export const definition = defineNode({
  type: 'stop-with-error',
  version: 1,
  kind: 'control',
  title: { vi: 'Dừng và báo lỗi', en: 'Stop with error' },
  summary: {
    vi: 'Dừng thông điệp tại đây và báo lỗi bằng mã và câu của bạn; bên đang chờ nhận lỗi này.',
    en: 'Stops the message here with your own code and sentence; a waiting caller gets this error.',
  },
  keywords: ['lỗi', 'dừng', 'từ chối', 'error', 'throw', 'fail', 'stop', 'raise'],
  settings: z.strictObject({
    code: field
      .text({
        title: { vi: 'Mã lỗi', en: 'Error code' },
        help: {
          vi: 'Chữ, số, dấu chấm, gạch nối và gạch dưới.',
          en: 'Letters, digits, dots, hyphens and underscores.',
        },
        placeholder: 'HS-THIEU-GIAY-TO',
      })
      .regex(/^[A-Za-z0-9._-]{1,64}$/),
    message: field.value({
      title: { vi: 'Câu báo lỗi', en: 'Message' },
      help: {
        vi: 'Người xử lý và bên gọi sẽ đọc câu này. Tránh đưa dữ liệu cá nhân vào đây.',
        en: 'Read by whoever handles the error and by the caller. Keep personal data out of it.',
      },
      placeholder: 'Hồ sơ thiếu giấy tờ bắt buộc',
    }),
    status: field
      .integer({
        title: { vi: 'Mã trạng thái HTTP', en: 'HTTP status' },
        help: { vi: 'Dùng khi có bên gọi HTTP đang chờ.', en: 'Used when an HTTP caller waits.' },
        min: 400,
        max: 599,
        advanced: true,
      })
      .default(422),
  }),
  input: true,
  out: [],
  effects: 'none',
})
