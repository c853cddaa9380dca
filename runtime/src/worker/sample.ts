import type { Message } from '#shared/message/message.ts'

/** A sample as a message: a whole message is taken as it is, anything else is a body. */
export function toMessage(sample: unknown): Message {
  if (typeof sample !== 'object' || sample === null) return { body: sample, headers: {}, keys: {} }
  const { body, headers, keys, ...rest } = sample as Record<string, unknown>
  const whole = 'body' in sample && isTexts(headers) && isTexts(keys) && Object.keys(rest).length === 0
  return whole ? { body, headers: headers ?? {}, keys: keys ?? {} } : { body: sample, headers: {}, keys: {} }
}

function isTexts(value: unknown): value is Record<string, string> | undefined {
  return (
    value === undefined ||
    (typeof value === 'object' && value !== null && Object.values(value).every((it) => typeof it === 'string'))
  )
}
