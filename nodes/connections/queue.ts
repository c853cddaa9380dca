import { z } from 'zod'
import { defineConnection } from '#shared/node/connection.ts'
import { field } from '#shared/node/fields.ts'

/** Usual ports, plain and with TLS, by protocol. */
const PORTS = {
  amqp: [5672, 5671],
  nats: [4222, 4222],
} as const

const rabbitOnly = { showIf: { setting: 'protocol', is: ['amqp'] } } as const

/** A message broker: RabbitMQ (AMQP 0.9.1) or NATS JetStream. */
export const queueConnection = defineConnection({
  kind: 'queue',
  title: { vi: 'Hàng đợi thông điệp', en: 'Message broker' },
  summary: {
    vi: 'Hệ thống trung chuyển thông điệp: RabbitMQ (AMQP 0.9.1) hoặc NATS JetStream.',
    en: 'A message broker: RabbitMQ (AMQP 0.9.1) or NATS JetStream.',
  },
  values: z.strictObject({
    protocol: field
      .choice(
        [
          { value: 'amqp', title: { vi: 'RabbitMQ (AMQP 0.9.1)', en: 'RabbitMQ (AMQP 0.9.1)' } },
          { value: 'nats', title: { vi: 'NATS JetStream', en: 'NATS JetStream' } },
        ],
        {
          title: { vi: 'Loại hàng đợi', en: 'Kind of broker' },
        },
      )
      .default('amqp'),
    host: field
      .text({ title: { vi: 'Máy chủ', en: 'Host' }, placeholder: 'hang-doi.tinh.gov.vn' })
      .regex(/^[^\s/@?#]+$/),
    port: field
      .integer({
        title: { vi: 'Cổng', en: 'Port' },
        help: { vi: 'Để trống: cổng thường dùng.', en: 'Empty: the usual one.' },
        min: 1,
        max: 65535,
      })
      .optional(),
    user: field.text({ title: { vi: 'Tài khoản', en: 'User' } }).optional(),
    vhost: field
      .text({
        title: { vi: 'Vùng (virtual host)', en: 'Virtual host' },
        help: { vi: 'Mặc định của RabbitMQ là dấu /.', en: 'The default of RabbitMQ is a slash.' },
        ...rabbitOnly,
      })
      .default('/'),
    tls: field
      .choice(
        [
          { value: 'off', title: { vi: 'Không mã hoá', en: 'Off' } },
          {
            value: 'require',
            title: { vi: 'Mã hoá, không kiểm tra chứng thư', en: 'Encrypted, certificate unchecked' },
          },
          { value: 'verify', title: { vi: 'Mã hoá và kiểm tra chứng thư', en: 'Encrypted, certificate checked' } },
        ],
        { title: { vi: 'Mã hoá đường truyền (TLS)', en: 'Encryption (TLS)' } },
      )
      .default('off'),
    ca: field
      .longText({
        title: { vi: 'Chứng thư của nơi cấp (PEM)', en: 'Certificate of the authority (PEM)' },
        help: {
          vi: 'Khi hệ thống hàng đợi dùng chứng thư do cơ quan tự cấp.',
          en: 'When the broker has a certificate of your own authority.',
        },
        showIf: { setting: 'tls', is: ['verify'] },
        advanced: true,
      })
      .optional(),
  }),
  secrets: z.strictObject({
    password: field.text({ title: { vi: 'Mật khẩu', en: 'Password' } }).optional(),
  }),
  hosts: ({ host, port, protocol, tls }) => [
    `${host.includes(':') ? `[${host}]` : host}:${port ?? PORTS[protocol][tls === 'off' ? 0 : 1]}`,
  ],
})
