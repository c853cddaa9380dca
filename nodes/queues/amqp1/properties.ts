import rhea, { type Message } from 'rhea'

/** Properties of AMQP 1.0 that are headers of our messages under these names. */
const PROPERTIES = {
  'content-type': 'content_type',
  'content-encoding': 'content_encoding',
  'message-id': 'message_id',
  'correlation-id': 'correlation_id',
  'reply-to': 'reply_to',
  subject: 'subject',
  'group-id': 'group_id',
} as const

type Property = (typeof PROPERTIES)[keyof typeof PROPERTIES]

const propertyOf: ReadonlyMap<string, Property> = new Map(Object.entries(PROPERTIES))
const DATA = 0x75
const UUID_BYTES = 16

/** Headers of a message that came: application properties as text, then what AMQP itself tells. */
export function headersOf(message: Message): Readonly<Record<string, string>> {
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(message.application_properties ?? {})) {
    const text = textOf(value)
    if (text !== undefined) headers[name.toLowerCase()] = text
  }
  for (const [name, property] of propertyOf) {
    const text = idText(message[property])
    if (text !== undefined && text !== '') headers[name] = text
  }
  const { creation_time: made } = message
  if (made instanceof Date && !Number.isNaN(made.getTime())) headers.timestamp = made.toISOString()
  return headers
}

/** An id may be text, a number, a UUID or bytes. */
function idText(value: unknown): string | undefined {
  if (Buffer.isBuffer(value) && value.length === UUID_BYTES) return rhea.uuid_to_string(value)
  return textOf(value)
}

function textOf(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined
  if (Buffer.isBuffer(value)) return value.toString('base64')
  if (value instanceof Date) return value.toISOString()
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/** The bytes of a body, and what it is when its form says that: a value that is neither text nor bytes, or a list, stands as JSON. */
export function bytesOf({ body }: Pick<Message, 'body'>): { readonly bytes: Buffer; readonly contentType?: string } {
  const value: unknown = body
  if (value === undefined || value === null) return { bytes: Buffer.alloc(0) }
  if (Buffer.isBuffer(value)) return { bytes: value }
  if (typeof value === 'string') return { bytes: Buffer.from(value) }
  const section: { typecode?: unknown; content?: unknown } = typeof value === 'object' ? value : {}
  if (section.typecode === DATA) {
    const parts = Array.isArray(section.content) ? section.content : [section.content]
    return { bytes: Buffer.concat(parts.filter((part) => Buffer.isBuffer(part))) }
  }
  const told = section.typecode === undefined ? value : section.content
  return { bytes: Buffer.from(JSON.stringify(told)), contentType: 'application/json' }
}

/** What goes out: bytes as one data section, headers that AMQP knows as properties, the others as application properties. */
export function messageOf(
  bytes: Buffer,
  headers: Readonly<Record<string, string>>,
): Message & { application_properties: Record<string, string> } {
  const properties: Partial<Record<Property, string>> = {}
  const custom: Record<string, string> = {}
  for (const [name, value] of Object.entries(headers)) {
    const property = propertyOf.get(name)
    if (property) properties[property] = value
    else custom[name] = value
  }
  return { durable: true, ...properties, application_properties: custom, body: rhea.message.data_section(bytes) }
}
