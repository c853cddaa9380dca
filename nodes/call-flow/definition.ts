import { z } from 'zod'
import { defineNode } from '#shared/node/define.ts'
import { field } from '#shared/node/fields.ts'

/** Gọi luồng khác: hands the message to another published flow. */
export const definition = defineNode({
  type: 'call-flow',
  version: 1,
  kind: 'control',
  title: { vi: 'Gọi luồng khác', en: 'Call flow' },
  summary: {
    vi: 'Gửi thông điệp cho một luồng đã ban hành (bắt đầu bằng "Được luồng khác gọi"), có hoặc không chờ kết quả.',
    en: 'Hands the message to a published flow (one that begins with "Called by a flow"), with or without waiting for its result.',
  },
  keywords: ['luồng con', 'gọi', 'dùng lại', 'subflow', 'call', 'invoke', 'reuse'],
  settings: z.strictObject({
    flow: field.flow({
      title: { vi: 'Luồng được gọi', en: 'Flow to call' },
      help: {
        vi: 'Luồng phải được ban hành trước và bắt đầu bằng nút "Được luồng khác gọi".',
        en: 'It must be published first, and begin with "Called by a flow".',
      },
    }),
    wait: field
      .boolean({
        title: { vi: 'Chờ kết quả', en: 'Wait for the result' },
        help: {
          vi: 'Bật: kết quả của luồng được gọi thành nội dung thông điệp. Tắt: thông điệp đi tiếp ngay như cũ.',
          en: 'On: the result of the called flow becomes the body. Off: the message goes on at once as it is.',
        },
      })
      .default(true),
  }),
  input: true,
  out: [{ name: 'out', title: { vi: 'Đi tiếp', en: 'Afterwards' } }],
  output: 'described',
  infers: 'call',
  effects: 'none',
  needs: ['flows'],
})
