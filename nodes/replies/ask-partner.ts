import { hostName } from '#nodes/connections/address.ts'
import { jsonOf } from '#nodes/connections/http-answer.ts'
import { callNational, type NationalContext, type NationalRequest } from '#nodes/connections/national-call.ts'
import type { PortalReply } from './reply.ts'
import type { ReplyRule } from './rules.ts'
import { settleReply } from './settle-reply.ts'

/** Calls over the route of the connection and reads the answer by the rules; 404 and "not found" are `not-found`. `writes`: a lost answer may hide a change. */
export async function askPartner(
  call: { readonly request: NationalRequest; readonly writes: boolean },
  connection: string,
  rules: readonly ReplyRule[],
  context: NationalContext,
): Promise<PortalReply | 'not-found'> {
  const handle = await context.connection(connection)
  const host = hostName(handle)
  const answer = await callNational(connection, call.request, context)
  if (answer.status === 404) return 'not-found'
  const body = answer.status === 204 ? { status: '1' } : jsonOf(answer, host, handle.secrets)
  return settleReply(body, rules, { host, writes: call.writes })
}
