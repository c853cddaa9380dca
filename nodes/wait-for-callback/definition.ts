import { z } from 'zod'
import { isWait, notAWait, TOPIC } from '#nodes/waiting/deadline.ts'
import { defineNode } from '#shared/node/define.ts'
import { field } from '#shared/node/fields.ts'

/** Chờ phản hồi: the run stops until a message with its business key is delivered. */
export const definition = defineNode({
  type: 'wait-for-callback',
  version: 1,
  kind: 'control',
  title: { vi: 'Chờ phản hồi', en: 'Wait for callback' },
  summary: {
    vi: 'Dừng lại cho tới khi nút "Giao phản hồi" đưa tới thông điệp có cùng mã, hoặc tới khi quá hạn; khởi động lại máy chủ không làm mất.',
    en: 'Stops until "Deliver callback" brings a message with the same key, or until the time is up; a restart of the server loses nothing.',
  },
  keywords: ['chờ', 'phản hồi', 'kết quả', 'bất đồng bộ', 'thanh toán', 'callback', 'async', 'correlation', 'webhook'],
  settings: z.strictObject({
    topic: field
      .text({
        title: { vi: 'Loại phản hồi', en: 'Kind of callback' },
        help: {
          vi: 'Tên chung với nút "Giao phản hồi": chữ thường không dấu, số và dấu gạch nối.',
          en: 'The name it shares with "Deliver callback": lower-case letters, digits and hyphens.',
        },
        placeholder: 'ket-qua-thanh-toan',
      })
      .regex(TOPIC),
    key: field.expression({
      title: { vi: 'Mã đang chờ', en: 'Key to wait for' },
      help: {
        vi: 'Công thức cho ra mã nghiệp vụ mà phản hồi sẽ mang theo, ví dụ MaHoSo.',
        en: 'An expression for the business key that the callback will carry, such as MaHoSo.',
      },
      placeholder: 'MaHoSo',
    }),
    timeout: field
      .duration({
        title: { vi: 'Chờ tối đa', en: 'Wait at most' },
        help: {
          vi: 'Hết thời gian này thông điệp đi ra cổng "Quá hạn" như lúc vào.',
          en: 'After this the message leaves through "Time is up" as it came in.',
        },
        placeholder: 'P3D',
      })
      .refine(isWait, notAWait),
  }),
  input: true,
  out: [
    { name: 'out', title: { vi: 'Phản hồi', en: 'Callback' } },
    { name: 'timeout', title: { vi: 'Quá hạn', en: 'Time is up' }, mustWire: true },
  ],
  output: 'described',
  sample: { MaHoSo: '000.00.00.H22-260105-0001', TrangThai: 'THANH_CONG' },
  effects: 'none',
  stores: true,
  breaksCycle: true,
})
