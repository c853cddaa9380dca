import { z } from 'zod'
import { complaint } from '#shared/node/complaint.ts'
import { defineConnection } from '#shared/node/connection.ts'
import { field } from '#shared/node/fields.ts'

/** Usual ports, plain and with TLS, by protocol. */
const PORTS = {
  amqp: [5672, 5671],
  amqp1: [5672, 5671],
  nats: [4222, 4222],
  redis: [6379, 6379],
  mqtt: [1883, 8883],
  kafka: [9092, 9093],
} as const

const amqpOnly = { showIf: { setting: 'protocol', is: ['amqp', 'amqp1'] } } as const
const mqttOnly = { showIf: { setting: 'protocol', is: ['mqtt'] } } as const
const kafkaOnly = { showIf: { setting: 'protocol', is: ['kafka'] } } as const
const redisOnly = { showIf: { setting: 'protocol', is: ['redis'] } } as const

/** A message broker: RabbitMQ (AMQP 0.9.1), any other with AMQP 1.0, NATS JetStream, Redis streams or MQTT. */
export const queueConnection = defineConnection({
  kind: 'queue',
  title: { vi: 'Hàng đợi thông điệp', en: 'Message broker' },
  summary: {
    vi: 'Hệ thống trung chuyển thông điệp: RabbitMQ (AMQP 0.9.1), AMQP 1.0, NATS JetStream, Redis Streams, MQTT, hoặc Kafka (thử nghiệm).',
    en: 'A message broker: RabbitMQ (AMQP 0.9.1), AMQP 1.0, NATS JetStream, Redis Streams, MQTT, or Kafka (experimental).',
  },
  values: z.strictObject({
    protocol: field
      .choice(
        [
          { value: 'amqp', title: { vi: 'RabbitMQ (AMQP 0.9.1)', en: 'RabbitMQ (AMQP 0.9.1)' } },
          {
            value: 'amqp1',
            title: {
              vi: 'AMQP 1.0 (ActiveMQ Artemis, Azure Service Bus, RabbitMQ)',
              en: 'AMQP 1.0 (ActiveMQ Artemis, Azure Service Bus, RabbitMQ)',
            },
          },
          { value: 'nats', title: { vi: 'NATS JetStream', en: 'NATS JetStream' } },
          { value: 'redis', title: { vi: 'Redis Streams', en: 'Redis Streams' } },
          { value: 'mqtt', title: { vi: 'MQTT', en: 'MQTT' } },
          { value: 'kafka', title: { vi: 'Kafka (thử nghiệm)', en: 'Kafka (experimental)' } },
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
        help: {
          vi: 'Chỉ RabbitMQ; mặc định là dấu /.',
          en: 'RabbitMQ only; its default is a slash.',
        },
        ...amqpOnly,
      })
      .default('/'),
    mqttVersion: field
      .choice(
        [
          { value: '5', title: { vi: 'MQTT 5', en: 'MQTT 5' } },
          { value: '3.1.1', title: { vi: 'MQTT 3.1.1', en: 'MQTT 3.1.1' } },
        ],
        {
          title: { vi: 'Phiên bản MQTT', en: 'Version of MQTT' },
          help: {
            vi: 'MQTT 3.1.1 không có tiêu đề, và không báo khi không ai nhận.',
            en: 'MQTT 3.1.1 has no headers, and does not tell when nobody receives.',
          },
          ...mqttOnly,
        },
      )
      .default('5'),
    brokers: field
      .text({
        title: { vi: 'Các máy chủ khác của cụm', en: 'Other brokers of the cluster' },
        help: {
          vi: 'Mọi địa chỉ mà cụm Kafka tự công bố, cách nhau bằng dấu phẩy; địa chỉ không có ở đây không được nối tới.',
          en: 'All addresses that the cluster tells of itself, parted by commas; no other is connected to.',
        },
        placeholder: 'kafka-2.tinh.gov.vn:9092, kafka-3.tinh.gov.vn:9092',
        ...kafkaOnly,
      })
      .regex(
        /^[^\s,/@?#]+:\d{1,5}(?:\s*,\s*[^\s,/@?#]+:\d{1,5}){0,49}$/,
        complaint('cần dạng máy-chủ:cổng, cách nhau bằng dấu phẩy', 'must be host:port, parted by commas'),
      )
      .optional(),
    saslMechanism: field
      .choice(
        [
          { value: 'scram-sha-512', title: { vi: 'SCRAM-SHA-512', en: 'SCRAM-SHA-512' } },
          { value: 'scram-sha-256', title: { vi: 'SCRAM-SHA-256', en: 'SCRAM-SHA-256' } },
          { value: 'plain', title: { vi: 'PLAIN (chỉ dùng khi có mã hoá)', en: 'PLAIN (only with encryption)' } },
        ],
        {
          title: { vi: 'Cách đăng nhập (SASL)', en: 'Way to sign in (SASL)' },
          help: { vi: 'Chỉ khi có tài khoản.', en: 'Only where there is a user.' },
          ...kafkaOnly,
        },
      )
      .default('scram-sha-512'),
    database: field
      .integer({
        title: { vi: 'Số cơ sở dữ liệu', en: 'Database number' },
        help: { vi: 'Thường là 0.', en: 'Usually 0.' },
        min: 0,
        max: 1_000_000,
        advanced: true,
        ...redisOnly,
      })
      .default(0),
    maxLength: field
      .integer({
        title: { vi: 'Mỗi stream giữ nhiều nhất (thông điệp)', en: 'Messages that a stream keeps at most' },
        help: {
          vi: 'Khi đầy, bỏ phần mọi nhóm đã nhận xong; nếu vẫn đầy thì việc gửi chờ và thử lại, không mất thông điệp.',
          en: 'A full one is freed of what all groups have taken; if it stays full, sending waits and tries again.',
        },
        min: 1,
        max: 1_000_000_000,
        advanced: true,
        ...redisOnly,
      })
      .default(100_000),
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
  hosts: ({ host, port, protocol, tls, brokers }) => [
    `${host.includes(':') ? `[${host}]` : host}:${port ?? PORTS[protocol][tls === 'off' ? 0 : 1]}`,
    ...(protocol === 'kafka' && brokers !== undefined ? brokers.split(',').map((one) => one.trim()) : []),
  ],
  // NATS greets in the clear first.
  tlsFromStart: ({ protocol, tls, ca }) =>
    tls === 'off' || protocol === 'nats' ? undefined : { authority: ca, checked: tls === 'verify' },
})
