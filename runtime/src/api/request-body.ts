import type { IncomingMessage } from 'node:http'
import { TextDecoder } from 'node:util'
import type { z } from 'zod'
import { placeInWords } from '#shared/api/field-words.ts'
import { permanent } from '#shared/errors/flow-error.ts'
import { parseJson } from '#shared/message/safe-json.ts'
import { issueReason } from '#shared/text/issue-reason.ts'

/** The largest request of most operations. */
const USUAL_LIMIT = 5 * 1024 * 1024
/** Code tables and samples may be larger; signing in never is. */
const limits = new Map<string, number>([
  ['saveTable', 32 * 1024 * 1024],
  ['saveFlow', 12 * 1024 * 1024],
  ['previewBundle', 12 * 1024 * 1024],
  ['applyBundle', 12 * 1024 * 1024],
  ['testFlow', 12 * 1024 * 1024],
  ['resubmitRun', 12 * 1024 * 1024],
  ['saveCase', 12 * 1024 * 1024],
  ['signIn', 8 * 1024],
  ['setPassword', 8 * 1024],
])

/** Bytes that the body of an operation may have. */
export function bodyLimit(operation: string): number {
  return limits.get(operation) ?? USUAL_LIMIT
}

/** True when the request announces a body. */
export function hasBody(request: IncomingMessage): boolean {
  return request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length'] ?? 0) > 0
}

/** Refuses a body by its announced size or type before a byte of it is read (cases 34 and 49). */
export function checkBodyHead(request: IncomingMessage, operation: string): void {
  const limit = bodyLimit(operation)
  if (Number(request.headers['content-length'] ?? 0) > limit) throw tooLarge(limit)
  if (!hasBody(request)) return
  const type = request.headers['content-type'] ?? ''
  if (!/^application\/json\s*(?:;\s*charset\s*=\s*"?utf-8"?\s*)?$/i.test(type)) {
    throw permanent('api.wrong-type', { type: type.slice(0, 100) })
  }
  if (request.headers['content-encoding'] !== undefined) {
    throw permanent('api.wrong-type', { type: `content-encoding: ${request.headers['content-encoding'].slice(0, 50)}` })
  }
}

/** Reads and parses a JSON body of at most `limit` bytes; an absent body counts as an empty object. */
export async function readJsonBody(request: IncomingMessage, operation: string): Promise<unknown> {
  if (!hasBody(request)) return {}
  const limit = bodyLimit(operation)
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request) {
    const bytes: Buffer = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk))
    size += bytes.length
    if (size > limit) throw tooLarge(limit)
    chunks.push(bytes)
  }
  return parseJson(decodeUtf8(Buffer.concat(chunks)))
}

function decodeUtf8(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw permanent('api.wrong-type', { type: 'not UTF-8' })
  }
}

/** A typed value, or `api.invalid` with the first place that is wrong. */
export function parseWith(schema: z.ZodType, value: unknown): unknown {
  const parsed = schema.safeParse(value, { reportInput: true })
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  if (!issue) throw permanent('api.invalid', { place: '', reason: '' })
  const path = issue.code === 'unrecognized_keys' ? [...issue.path, ...issue.keys.slice(0, 1)] : issue.path
  const at = path.map(String)
  const reason =
    issue.code === 'unrecognized_keys'
      ? { vi: 'không có trường này', en: 'there is no such field' }
      : issueReason(issue)
  throw permanent('api.invalid', { place: placeInWords(at), reason }, { path: at.join('.') })
}

function tooLarge(limit: number): Error {
  return permanent('api.too-large', { limit: `${Math.ceil(limit / 1024)} KB` })
}
