import { createHash } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Dedupe } from '#runtime/engine/engine.ts'
import type { CodeTables } from '#shared/expression/compile.ts'
import type { Message } from '#shared/message/message.ts'
import { dedupeKeyOf } from './dedupe-key.ts'
import type { HttpRoute } from './route-table.ts'
import type { XroadCaller } from './xroad-caller.ts'

/** A request as far as duplicates are told by it. */
export interface Received {
  readonly message: Message
  readonly request: Pick<IncomingMessage, 'url' | 'headers'>
  readonly bytes: Buffer
  readonly tables: CodeTables
  /** Who calls over X-Road; ids are unique only within what one client asks. */
  readonly caller?: Pick<XroadCaller, 'client' | 'id'> | undefined
}

/**
 * What tells a duplicate of this request: its content, the value of the trigger's expression, or the sender's `Idempotency-Key`
 * (over X-Road its client and `X-Road-Id`). With the
 * sender's key goes a fingerprint of the request, because such a key with another body is the sender's mistake (IETF draft
 * httpapi-idempotency-key-header, §2.4). Undefined when nothing does.
 */
export function dedupeOf(route: HttpRoute, received: Received): Dedupe | undefined | Promise<Dedupe | undefined> {
  const { dedupeWindowMs: windowMs, trigger } = route
  if (route.dedupeContent) return { key: `content:${digestOf(received)}`, windowMs, trigger }
  if (route.dedupe) return byExpression(route.dedupe, route, received)
  const { caller, request } = received
  const key = dedupeKeyOf(caller ? `xroad:${caller.client}:${caller.id}` : request.headers['idempotency-key'])
  return key === undefined ? undefined : { key, windowMs, trigger, fingerprint: digestOf(received) }
}

async function byExpression(
  dedupe: NonNullable<HttpRoute['dedupe']>,
  route: HttpRoute,
  { message, tables }: Received,
): Promise<Dedupe | undefined> {
  const run = { id: '', at: '', flow: route.deployment.compiled.flow.id }
  const key = dedupeKeyOf(await dedupe({ ...message, steps: {}, run, tables }))
  return key === undefined ? undefined : { key, windowMs: route.dedupeWindowMs, trigger: route.trigger }
}

/** Address and body, byte for byte; headers differ between two tries of one request (date, trace). */
function digestOf({ request, bytes }: Received): string {
  return createHash('sha256')
    .update(`${request.url ?? ''}\n`)
    .update(bytes)
    .digest('hex')
}
