import { type BodyForm, keepUnread, readBody } from '#nodes/queues/body.ts'
import type { Delivery } from '#nodes/queues/broker.ts'
import type { Message } from '#shared/message/message.ts'

/** The header of a message whose body could not be read: how its bytes stand in the body. */
const UNREAD = 'unread-as'

/** The message of a delivery. A body that cannot be read stays as it is and is marked, so that its run stops at the trigger and a person sees it. */
export function messageOf({ bytes, headers: sent }: Pick<Delivery, 'bytes' | 'headers'>, form: BodyForm): Message {
  const { [UNREAD]: _, ...headers } = sent
  try {
    return { body: readBody(bytes, headers['content-type'], form), headers, keys: {} }
  } catch {
    const { body, as } = keepUnread(bytes)
    return { body, headers: { ...headers, [UNREAD]: as }, keys: {} }
  }
}

/** Reads a marked body once more, as a person may have corrected it; throws what is wrong with it. */
export function readAgain(message: Message, form: BodyForm): Message {
  const { [UNREAD]: as, ...headers } = message.headers
  if (as === undefined) return message
  // A person has made an object of it.
  if (typeof message.body !== 'string') return { ...message, headers }
  const bytes = Buffer.from(message.body, as === 'base64' ? 'base64' : 'utf8')
  const type = as === 'text' ? headers['content-type']?.replace(/;.*$/s, '') : headers['content-type']
  return { ...message, headers, body: readBody(bytes, type, form) }
}
