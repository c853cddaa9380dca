import { z } from 'zod'
import { complaint } from '#shared/node/complaint.ts'
import { defineNode } from '#shared/node/define.ts'
import { field, isDurationWithin } from '#shared/node/fields.ts'

const PATH = /^[A-Za-z_][A-Za-z0-9_-]{0,63}(?:\.[A-Za-z_][A-Za-z0-9_-]{0,63}){0,9}$/
const waitsOnly = { showIf: { setting: 'reply', is: ['wait'] } } as const

/** Gửi qua WebSocket: sends one message, and may wait for the reply that carries the same id (EIP: Request-Reply, Correlation Identifier). */
export const definition = defineNode({
  type: 'ws-send',
  version: 1,
  kind: 'connector',
  family: 'messaging',
  title: { vi: 'Gửi qua WebSocket', en: 'Send over WebSocket' },
  summary: {
    vi: 'Gửi một thông điệp qua WebSocket; có thể chờ câu trả lời mang cùng mã.',
    en: 'Sends one message over a WebSocket; may wait for the reply with the same id.',
  },
  keywords: ['websocket', 'ws', 'wss', 'gửi', 'thời gian thực', 'hỏi đáp', 'realtime', 'request', 'reply'],
  settings: z
    .strictObject({
      connection: field.connection(['websocket'], {
        title: { vi: 'Kết nối', en: 'Connection' },
        help: { vi: 'Kết nối WebSocket, ví dụ su-kien-bo.', en: 'A WebSocket connection, such as su-kien-bo.' },
      }),
      body: field
        .value({
          title: { vi: 'Nội dung', en: 'Body' },
          help: {
            vi: 'Để trống: nội dung thông điệp. Ví dụ trường YeuCau.',
            en: 'Empty: the body of the message. Such as the field YeuCau.',
          },
        })
        .optional(),
      form: field
        .choice(
          [
            { value: 'json', title: { vi: 'JSON', en: 'JSON' } },
            { value: 'xml', title: { vi: 'XML', en: 'XML' } },
            { value: 'text', title: { vi: 'Văn bản', en: 'Text' } },
            { value: 'binary', title: { vi: 'Nhị phân (từ Base64)', en: 'Binary (from Base64)' } },
          ],
          {
            title: { vi: 'Dạng nội dung', en: 'Form of the body' },
            help: { vi: 'Kiểu mà đối tác đọc được, thường là JSON.', en: 'What the partner can read, usually JSON.' },
          },
        )
        .default('json'),
      reply: field
        .choice(
          [
            { value: 'none', title: { vi: 'Không chờ trả lời', en: 'No reply' } },
            { value: 'wait', title: { vi: 'Chờ trả lời cùng mã', en: 'Wait for the reply with the same id' } },
          ],
          {
            title: { vi: 'Trả lời', en: 'Reply' },
            help: {
              vi: 'Không chờ trả lời: chỉ biết thông điệp đã tới máy chủ WebSocket, không biết đã được xử lý.',
              en: 'Without a reply it is only known that the message reached the WebSocket server, not that it was dealt with.',
            },
          },
        )
        .default('none'),
      id: field
        .value({
          title: { vi: 'Mã của yêu cầu', en: 'Id of the request' },
          help: {
            vi: 'Giá trị đã có trong nội dung gửi đi, mỗi yêu cầu một mã. Ví dụ trường MaGiaoDich.',
            en: 'A value that the body holds, another one for each request. Such as the field MaGiaoDich.',
          },
          ...waitsOnly,
        })
        .optional(),
      replyField: field
        .text({
          title: { vi: 'Trường mã trong trả lời', en: 'Field with the id in the reply' },
          help: {
            vi: 'Nơi trả lời (JSON) nhắc lại mã ấy. Ví dụ requestId hoặc meta.requestId.',
            en: 'Where the reply (JSON) repeats that id. Such as requestId or meta.requestId.',
          },
          ...waitsOnly,
        })
        .regex(PATH, complaint('phải là tên trường, ví dụ meta.id', 'must be the name of a field, such as meta.id'))
        .default('id'),
      repeatSafe: field
        .boolean({
          title: { vi: 'Đối tác tự bỏ thông điệp trùng mã', en: 'The partner drops messages with the same id' },
          help: {
            vi: 'Khi tắt: nếu mất kết nối giữa chừng, hệ thống không tự gửi lại mà hỏi người phụ trách.',
            en: 'When off and the connection breaks half way, it is not sent again but a person is asked.',
          },
        })
        .default(false),
      timeout: field
        .duration({
          title: { vi: 'Chờ tối đa', en: 'Wait at most' },
          help: {
            vi: 'Chờ trả lời, hoặc chờ biết thông điệp đã tới. Ví dụ 30 giây (PT30S).',
            en: 'For the reply, or for knowing that the message has arrived. Such as 30 seconds (PT30S).',
          },
          advanced: true,
        })
        .refine((it) => isDurationWithin(it, 1000, 300_000), complaint('từ 1 giây đến 5 phút', '1 second to 5 minutes'))
        .default('PT30S'),
    })
    .refine((it) => it.reply === 'none' || it.id !== undefined, {
      ...complaint('cần mã để nhận ra câu trả lời', 'an id is needed to tell the reply'),
      path: ['id'],
    }),
  input: true,
  out: [
    {
      name: 'out',
      title: { vi: 'Đã gửi', en: 'Sent' },
      schemaBy: {
        setting: 'reply',
        when: {
          none: {
            type: 'object',
            properties: { bytes: { type: 'integer', title: 'Số byte đã gửi' } },
            required: ['bytes'],
            additionalProperties: false,
          },
        },
      },
    },
  ],
  output: 'described',
  sample: { bytes: 128 },
  effects: { by: 'repeatSafe', when: { true: 'idempotent' }, otherwise: 'once' },
  needs: ['secrets'],
})
