import { field } from '#shared/node/fields.ts'

/** Under what the nodes of brokers are looked for. */
export const BROKER_KEYWORDS = [
  'rabbitmq',
  'amqp',
  'amqp 1.0',
  'activemq',
  'service bus',
  'nats',
  'jetstream',
  'redis',
  'mqtt',
  'kafka',
  'iot',
  'stream',
  'queue',
  'message broker',
  'hàng đợi',
] as const

/** Which broker a node talks to. */
export const brokerField = field.connection(['queue'], {
  title: { vi: 'Kết nối', en: 'Connection' },
  help: {
    vi: 'Kết nối tới hệ thống hàng đợi, ví dụ hang-doi-tinh.',
    en: 'A connection to a message broker, such as hang-doi-tinh.',
  },
})
