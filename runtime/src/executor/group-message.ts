import type { ClosedGroup } from '#runtime/engine/groups.ts'
import type { Message } from '#shared/message/message.ts'

/** What the run of a group begins with: the list of its messages, and the business keys of all of them, the first one's first. */
export function messageOf({ key, reason, parts }: ClosedGroup): Message {
  const keys: Record<string, string> = {}
  for (const part of parts) for (const [name, value] of Object.entries(part.keys)) keys[name] ??= value
  return { body: parts, headers: { 'group-key': key, 'group-closed-by': reason }, keys }
}

/** The messages that the run of a group begins with; undefined when this is no such message. */
export function partsOf({ body }: Message): readonly Message[] | undefined {
  return Array.isArray(body) && body.length > 0 && body.every(isMessage) ? body : undefined
}

function isMessage(value: unknown): value is Message {
  return typeof value === 'object' && value !== null && 'body' in value && 'headers' in value && 'keys' in value
}
