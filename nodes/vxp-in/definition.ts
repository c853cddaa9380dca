import { z } from 'zod'
import { defineNode } from '#shared/node/define.ts'
import { field } from '#shared/node/fields.ts'

/** Nhận từ trục liên thông văn bản: packets that wait at the axis become messages, each once. */
export const definition = defineNode({
  type: 'vxp-in',
  version: 1,
  kind: 'trigger',
  family: 'national',
  title: { vi: 'Nhận từ trục liên thông văn bản', en: 'From the document axis' },
  summary: {
    vi: 'Định kỳ lấy gói edXML đang chờ trên trục; gói chỉ được báo đã nhận sau khi lưu an toàn, và chỉ vào luồng một lần.',
    en: 'Gets edXML packets that wait at the axis; a packet is reported done once it is safe, and enters the flow once.',
  },
  keywords: ['vxp', 'trục liên thông', 'văn bản đến', 'edxml', 'công văn', 'poll', 'nhận văn bản'],
  settings: z.strictObject({
    connection: field.connection(['vxp'], {
      title: { vi: 'Kết nối', en: 'Connection' },
      help: {
        vi: 'Kết nối tới trục liên thông văn bản, ví dụ truc-van-ban.',
        en: 'A connection to the document exchange, such as truc-van-ban.',
      },
    }),
    messageType: field
      .choice(
        [
          { value: 'edoc', title: { vi: 'Văn bản', en: 'Documents' } },
          { value: 'status', title: { vi: 'Trạng thái', en: 'Status packets' } },
        ],
        {
          title: { vi: 'Loại gói', en: 'Kind of packet' },
          help: {
            vi: 'Gói văn bản mang văn bản; gói trạng thái trả lời một gói đã nhận.',
            en: 'A document packet carries a document; a status packet answers one that was received.',
          },
        },
      )
      .default('edoc'),
    every: field
      .duration({
        title: { vi: 'Hỏi mỗi', en: 'Look every' },
        help: {
          vi: 'Bao lâu hỏi trục một lần, ví dụ 1 phút (PT1M).',
          en: 'How often the exchange is asked, such as every minute (PT1M).',
        },
      })
      .default('PT1M'),
    batch: field
      .integer({
        title: { vi: 'Số gói mỗi lần', en: 'Packets at a time' },
        help: {
          vi: 'Mỗi lần lấy nhiều nhất chừng ấy gói, ví dụ 20.',
          en: 'So many packets are taken at most, such as 20.',
        },
        min: 1,
        max: 200,
        advanced: true,
      })
      .default(20),
  }),
  input: false,
  out: [{ name: 'out', title: { vi: 'Gói mới', en: 'New packet' } }],
  output: 'described',
  infers: 'text',
  effects: 'none',
  needs: ['http', 'secrets'],
})
