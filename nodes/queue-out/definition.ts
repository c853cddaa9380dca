import { z } from 'zod'
import { defineNode } from '#shared/node/define.ts'
import { field } from '#shared/node/fields.ts'

/** Gửi vào hàng đợi: hands a message to a broker and waits until it has confirmed that it keeps it (EIP: Point-to-Point, Publish-Subscribe). */
export const definition = defineNode({
  type: 'queue-out',
  version: 1,
  kind: 'connector',
  title: { vi: 'Gửi vào hàng đợi', en: 'Send to queue' },
  summary: {
    vi: 'Gửi thông điệp vào hàng đợi và chờ hệ thống hàng đợi xác nhận đã giữ.',
    en: 'Sends a message to a queue and waits until the broker confirms that it keeps it.',
  },
  keywords: [
    'rabbitmq',
    'amqp',
    'nats',
    'jetstream',
    'queue',
    'message broker',
    'hàng đợi',
    'gửi',
    'publish',
    'producer',
    'exchange',
  ],
  settings: z.strictObject({
    connection: field.connection(['queue'], { title: { vi: 'Kết nối', en: 'Connection' } }),
    to: field.value({
      title: { vi: 'Gửi tới', en: 'Send to' },
      help: {
        vi: 'Tên hàng đợi, hoặc chủ đề (subject) của NATS. Khi có exchange: khoá định tuyến (routing key).',
        en: 'The queue, or the subject of NATS. With an exchange: the routing key.',
      },
    }),
    exchange: field
      .text({
        title: { vi: 'Exchange', en: 'Exchange' },
        help: {
          vi: 'Nơi phân phối của RabbitMQ, khi một thông điệp có nhiều bên nhận. Để trống: gửi thẳng vào hàng đợi.',
          en: 'The exchange of RabbitMQ, where a message has several receivers. Empty: straight into the queue.',
        },
      })
      .optional(),
    body: field.value({ title: { vi: 'Nội dung', en: 'Body' } }).optional(),
    form: field
      .choice(
        [
          { value: 'json', title: { vi: 'JSON', en: 'JSON' } },
          { value: 'xml', title: { vi: 'XML', en: 'XML' } },
          { value: 'text', title: { vi: 'Văn bản', en: 'Text' } },
          { value: 'binary', title: { vi: 'Tệp nhị phân (từ Base64)', en: 'Binary (from Base64)' } },
        ],
        { title: { vi: 'Dạng nội dung', en: 'Form of the body' } },
      )
      .default('json'),
    headers: field
      .pairs({
        title: { vi: 'Tiêu đề', en: 'Headers' },
        help: {
          vi: 'correlation-id, reply-to, type và app-id trở thành thuộc tính của AMQP.',
          en: 'correlation-id, reply-to, type and app-id become properties of AMQP.',
        },
      })
      .default([]),
    messageId: field
      .value({
        title: { vi: 'Mã thông điệp', en: 'Message id' },
        help: {
          vi: 'Để bên nhận nhận ra thông điệp trùng. Để trống: hệ thống đặt, và giữ nguyên khi gửi lại.',
          en: 'By which receivers tell duplicates. Empty: set by the system, and the same on every try.',
        },
        advanced: true,
      })
      .optional(),
    repeatSafe: field
      .boolean({
        title: { vi: 'Bên nhận tự bỏ thông điệp trùng mã', en: 'Receivers drop messages with the same id' },
        help: {
          vi: 'Khi tắt: nếu mất kết nối giữa lúc gửi và lúc xác nhận, hệ thống không tự gửi lại mà hỏi người phụ trách.',
          en: 'When off and the connection breaks between sending and confirmation, it is not sent again but a person is asked.',
        },
      })
      .default(false),
    expires: field
      .duration({
        title: { vi: 'Hết hạn sau', en: 'Expires after' },
        help: {
          vi: 'Chỉ RabbitMQ: bỏ thông điệp chưa ai nhận sau thời gian này. Để trống: giữ mãi.',
          en: 'RabbitMQ only: drops a message that nobody took after this time. Empty: kept for good.',
        },
        advanced: true,
      })
      .optional(),
    timeout: field
      .duration({ title: { vi: 'Chờ xác nhận tối đa', en: 'Wait for the confirmation at most' }, advanced: true })
      .default('PT30S'),
  }),
  input: true,
  out: [
    {
      name: 'out',
      title: { vi: 'Đã gửi', en: 'Sent' },
      schema: {
        type: 'object',
        properties: {
          messageId: { type: 'string', title: 'Mã thông điệp' },
          to: { type: 'string', title: 'Gửi tới' },
        },
        required: ['messageId', 'to'],
        additionalProperties: false,
      },
    },
  ],
  output: 'described',
  sample: { messageId: '01J1ZK8V7Q/gui', to: 'ho-so.moi' },
  effects: { by: 'repeatSafe', when: { true: 'idempotent' }, otherwise: 'once' },
  needs: ['queue'],
})
