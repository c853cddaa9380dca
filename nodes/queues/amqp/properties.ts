import type { ConsumeMessage, Options } from 'amqplib'

/** Properties of AMQP that are headers of our messages under these names. */
const PROPERTIES = {
  'content-type': 'contentType',
  'content-encoding': 'contentEncoding',
  'message-id': 'messageId',
  'correlation-id': 'correlationId',
  'reply-to': 'replyTo',
  type: 'type',
  'app-id': 'appId',
} as const

/** Headers of a message that came: custom headers as text, then what AMQP itself tells. */
export function headersOf({ properties, fields }: ConsumeMessage): Readonly<Record<string, string>> {
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(properties.headers ?? {})) {
    const text = textOf(value)
    if (text !== undefined) headers[name.toLowerCase()] = text
  }
  for (const [name, property] of Object.entries(PROPERTIES)) {
    const text = textOf(properties[property])
    if (text !== undefined && text !== '') headers[name] = text
  }
  if (typeof properties.timestamp === 'number')
    headers.timestamp = new Date(secondsOf(properties.timestamp)).toISOString()
  headers['routing-key'] = fields.routingKey
  if (fields.exchange !== '') headers.exchange = fields.exchange
  return headers
}

/** Seconds as the standard says; some senders write milliseconds. */
function secondsOf(timestamp: number): number {
  const ms = timestamp > 1e11 ? timestamp : timestamp * 1000
  return Math.min(Math.max(ms, 0), 8.64e15)
}

function textOf(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined
  if (Buffer.isBuffer(value)) return value.toString('base64')
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/** Options of `publish` for headers of ours: those that AMQP knows as properties, the others as custom headers. */
export function publishOptions(headers: Readonly<Record<string, string>>): Options.Publish {
  const properties: Record<string, string> = {}
  const custom: Record<string, string> = {}
  for (const [name, value] of Object.entries(headers)) {
    if (Object.hasOwn(PROPERTIES, name)) properties[PROPERTIES[name as keyof typeof PROPERTIES]] = value
    else custom[name] = value
  }
  return { ...properties, headers: custom }
}
