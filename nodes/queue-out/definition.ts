import { z } from 'zod'
import { BROKER_KEYWORDS, brokerField } from '#nodes/queues/fields.ts'
import { defineNode } from '#shared/node/define.ts'
import { field } from '#shared/node/fields.ts'

/** Gửi vào hàng đợi: hands a message to a broker and waits until it has confirmed that it keeps it (EIP: Point-to-Point, Publish-Subscribe). */
export const definition = defineNode({
  type: 'queue-out',
  version: 1,
  kind: 'connector',
  family: 'messaging',
  title: { vi: 'Gửi vào hàng đợi', en: 'Send to queue' },
  summary: {
    vi: 'Gửi thông điệp vào hàng đợi và chờ hệ thống hàng đợi xác nhận đã giữ.',
    en: 'Sends a message to a queue and waits until the broker confirms that it keeps it.',
  },
  keywords: [...BROKER_KEYWORDS, 'gửi', 'publish', 'producer', 'exchange'],
  settings: z.strictObject({
    connection: brokerField,
    to: field.value({
      title: { vi: 'Gửi tới', en: 'Send to' },
      help: {
        vi: 'Tên hàng đợi, chủ đề của NATS hay MQTT, hoặc stream của Redis. Khi có exchange: khoá định tuyến (routing key). Ví dụ ho-so.moi.',
        en: 'The queue, the subject of NATS, the topic of MQTT, or the stream of Redis. With an exchange: the routing key. Such as ho-so.moi.',
      },
    }),
    exchange: field
      .text({
        title: { vi: 'Exchange', en: 'Exchange' },
        help: {
          vi: 'Nơi phân phối của RabbitMQ, khi một thông điệp có nhiều bên nhận. Để trống: gửi thẳng vào hàng đợi. Ví dụ ho-so.',
          en: 'The exchange of RabbitMQ, where a message has several receivers. Empty: straight into the queue. Such as ho-so.',
        },
      })
      .optional(),
    body: field
      .value({
        title: { vi: 'Nội dung', en: 'Body' },
        help: {
          vi: 'Để trống: nội dung thông điệp. Ví dụ trường HoSo.',
          en: 'Blank: the body of the message. Such as the field HoSo.',
        },
      })
      .optional(),
    form: field
      .choice(
        [
          { value: 'json', title: { vi: 'JSON', en: 'JSON' } },
          { value: 'xml', title: { vi: 'XML', en: 'XML' } },
          { value: 'text', title: { vi: 'Văn bản', en: 'Text' } },
          { value: 'binary', title: { vi: 'Tệp nhị phân (từ Base64)', en: 'Binary (from Base64)' } },
        ],
        {
          title: { vi: 'Dạng nội dung', en: 'Form of the body' },
          help: { vi: 'Kiểu mà bên nhận đọc được, thường là JSON.', en: 'What the receiver can read, usually JSON.' },
        },
      )
      .default('json'),
    headers: field
      .pairs({
        title: { vi: 'Tiêu đề', en: 'Headers' },
        help: {
          vi: 'correlation-id, reply-to, type và app-id trở thành thuộc tính của AMQP. Ví dụ type lấy giá trị ho-so-moi.',
          en: 'correlation-id, reply-to, type and app-id become properties of AMQP. Such as type with the value ho-so-moi.',
        },
      })
      .default([]),
    messageId: field
      .value({
        title: { vi: 'Mã thông điệp', en: 'Message id' },
        help: {
          vi: 'Để bên nhận nhận ra thông điệp trùng. Để trống: hệ thống đặt, và giữ nguyên khi gửi lại. Ví dụ trường MaHoSo.',
          en: 'By which receivers tell duplicates. Empty: set by the system, and the same on every try. Such as the field MaHoSo.',
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
          vi: 'Chỉ AMQP và MQTT 5: bỏ thông điệp chưa ai nhận sau thời gian này. Để trống: giữ mãi. Ví dụ 1 ngày (P1D).',
          en: 'AMQP and MQTT 5 only: drops a message that nobody took after this time. Empty: kept for good. Such as 1 day (P1D).',
        },
        advanced: true,
      })
      .optional(),
    retain: field
      .boolean({
        title: { vi: 'Giữ làm trạng thái của chủ đề (retain)', en: 'Keep as the state of the topic (retain)' },
        help: {
          vi: 'Chỉ MQTT: bên đăng ký sau vẫn nhận được thông điệp cuối cùng.',
          en: 'MQTT only: whoever subscribes later still gets the last message.',
        },
        advanced: true,
      })
      .default(false),
    timeout: field
      .duration({
        title: { vi: 'Chờ xác nhận tối đa', en: 'Wait for the confirmation at most' },
        help: {
          vi: 'Chờ hệ thống hàng đợi xác nhận đã giữ thông điệp, ví dụ 30 giây (PT30S).',
          en: 'Wait until the broker has confirmed the message, such as 30 seconds (PT30S).',
        },
        advanced: true,
      })
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
