import { z } from 'zod'
import { defineNode } from '#shared/node/define.ts'
import { field } from '#shared/node/fields.ts'

/** Nhận từ trục liên thông văn bản: packets that wait at the axis become messages, each once. */
export const definition = defineNode({
  type: 'vxp-in',
  version: 1,
  kind: 'trigger',
  title: { vi: 'Nhận từ trục liên thông văn bản', en: 'From the document axis' },
  summary: {
    vi: 'Định kỳ lấy gói edXML đang chờ trên trục; gói chỉ được báo đã nhận sau khi lưu an toàn, và chỉ vào luồng một lần.',
    en: 'Gets edXML packets that wait at the axis; a packet is reported done once it is safe, and enters the flow once.',
  },
  keywords: ['vxp', 'trục liên thông', 'văn bản đến', 'edxml', 'công văn', 'poll', 'nhận văn bản'],
  settings: z.strictObject({
    connection: field.connection(['vxp'], { title: { vi: 'Kết nối', en: 'Connection' } }),
    messageType: field
      .choice(
        [
          { value: 'edoc', title: { vi: 'Văn bản', en: 'Documents' } },
          { value: 'status', title: { vi: 'Trạng thái', en: 'Status packets' } },
        ],
        { title: { vi: 'Loại gói', en: 'Kind of packet' } },
      )
      .default('edoc'),
    every: field.duration({ title: { vi: 'Hỏi mỗi', en: 'Look every' } }).default('PT1M'),
    batch: field
      .integer({ title: { vi: 'Số gói mỗi lần', en: 'Packets at a time' }, min: 1, max: 200, advanced: true })
      .default(20),
  }),
  input: false,
  out: [{ name: 'out', title: { vi: 'Gói mới', en: 'New packet' } }],
  output: 'described',
  infers: 'text',
  effects: 'none',
  needs: ['http', 'secrets'],
})
