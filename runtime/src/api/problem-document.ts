import type { ProblemDocument } from '#shared/api/platform.ts'
import { type ErrorData, errorData, toErrorData } from '#shared/errors/flow-error.ts'

/** An error of ours as an RFC 9457 problem document. What is unexpected keeps its reason for the log; the caller gets an id to quote. */
export function problemDocument(thrown: unknown, requestId: string): ProblemDocument {
  const found = toErrorData(thrown)
  const data: ErrorData = found.code === 'bug.unexpected' ? errorData('bug.unexpected', { reason: requestId }) : found
  const problems = data.details?.problems
  return {
    type: `urn:lienthong:error:${data.code}`,
    title: data.message.en,
    status: data.status,
    detail: data.message.vi,
    code: data.code,
    message: data.message,
    advice: data.advice,
    ...(Array.isArray(problems) ? { problems } : {}),
  }
}

/** Seconds after which a refused request may be sent again; undefined when another try would not help. */
export function retryAfter(thrown: unknown): number | undefined {
  const data = toErrorData(thrown)
  const seconds = data.details?.retryAfterSeconds
  if (typeof seconds === 'number') return seconds
  return data.status === 503 ? 5 : undefined
}
