import type { z } from 'zod'
import type { StatusClass } from '#nodes/connections/http-answer.ts'
import { settleReply } from '#nodes/replies/settle-reply.ts'
import { permanent } from '#shared/errors/flow-error.ts'
import type { judgingFields } from './judging-fields.ts'
import { statusRanges } from './status-ranges.ts'

type Judging = z.output<z.ZodObject<typeof judgingFields>>

/** What the officer says that a status means; undefined for one that means what it usually does. */
export function statusClasses({ statuses }: Pick<Judging, 'statuses'>): (status: number) => StatusClass | undefined {
  const rows = statuses.map(({ status, then }) => ({ fits: statusRanges(status) ?? (() => false), then }))
  return (status) => rows.find(({ fits }) => fits(status))?.then
}

/** Reads a parsed answer by the rules into `{ ok, duplicate, retryable, code, message, result }`; throws the fault that it tells of. */
export function judgeBody(
  { rules }: Pick<Judging, 'rules'>,
  writes: boolean,
): (body: unknown, host: string) => unknown {
  return (body, host) => {
    const reply = settleReply(body, rules, { host, writes })
    if (reply !== 'not-found') return reply
    throw permanent('partner.rejected', { host, reason: { vi: 'không tìm thấy', en: 'it was not found' } })
  }
}
