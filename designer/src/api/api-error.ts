import { problemDocumentSchema } from '#shared/api/platform.ts'
import type { Text } from '#shared/text/text.ts'
import type { FieldProblem } from '../ui/fields/field-contract.ts'

/** Faults that the browser itself finds; all others come with the server's problem document. */
const own = {
  'client.offline': {
    text: { vi: 'Không liên lạc được với máy chủ', en: 'The server cannot be reached' },
    advice: {
      vi: 'Kiểm tra mạng; hệ thống sẽ tự thử lại, việc đang làm trên màn hình vẫn còn.',
      en: 'Check the network. It is tried again by itself, and what is on your screen is kept.',
    },
  },
  'client.timeout': {
    text: { vi: 'Máy chủ chưa trả lời sau {seconds} giây', en: 'The server did not answer within {seconds} seconds' },
    advice: {
      vi: 'Thử lại sau ít phút; nếu vẫn chậm, báo người quản trị.',
      en: 'Try again in a few minutes; if it stays slow, tell an administrator.',
    },
  },
  'client.bad-answer': {
    text: { vi: 'Máy chủ trả lời không đúng dạng', en: 'The server answered in an unexpected form' },
    advice: {
      vi: 'Tải lại trang; nếu vẫn lỗi, có thể trang và máy chủ khác phiên bản.',
      en: 'Reload the page; if it stays, page and server may be of different versions.',
    },
  },
} as const

/** A failed call of the admin API: what happened and what to do, in both languages. */
export class ApiError extends Error {
  readonly code: string
  readonly status: number
  readonly text: Text
  readonly advice: Text
  /** Problems with their places, for forms. */
  readonly problems: readonly FieldProblem[]
  constructor(said: { code: string; status: number; text: Text; advice: Text; problems?: readonly FieldProblem[] }) {
    super(`${said.code}: ${said.text.en}`)
    this.name = 'ApiError'
    this.code = said.code
    this.status = said.status
    this.text = said.text
    this.advice = said.advice
    this.problems = said.problems ?? []
  }
}

/** An error of the browser's side; status 0 when no answer came. */
export function clientError(code: keyof typeof own, params: { seconds?: number; status?: number } = {}): ApiError {
  const { text, advice } = own[code]
  const fill = (sentence: string) => sentence.replace('{seconds}', String(params.seconds ?? ''))
  return new ApiError({
    code,
    status: params.status ?? 0,
    text: { vi: fill(text.vi), en: fill(text.en) },
    advice,
  })
}

/** Reads a problem document (RFC 9457); anything else becomes `client.bad-answer`. */
export function readProblem(status: number, body: unknown): ApiError {
  const parsed = problemDocumentSchema.safeParse(body)
  if (!parsed.success) return clientError('client.bad-answer', { status })
  const { code, message, advice, problems } = parsed.data
  return new ApiError({ code, status, text: message, advice, problems: (problems ?? []).flatMap(readFieldProblem) })
}

function readFieldProblem(raw: unknown): FieldProblem[] {
  if (typeof raw !== 'object' || raw === null || !('message' in raw)) return []
  const { message } = raw
  if (typeof message !== 'object' || message === null || !('vi' in message) || !('en' in message)) return []
  const path = 'path' in raw && typeof raw.path === 'string' ? raw.path : undefined
  const severity = 'severity' in raw && (raw.severity === 'warning' || raw.severity === 'info') ? raw.severity : 'error'
  return [{ path, severity, message: { vi: String(message.vi), en: String(message.en) } }]
}

/** Turns anything thrown into an `ApiError`, for screens. */
export function asApiError(thrown: unknown): ApiError {
  return thrown instanceof ApiError ? thrown : clientError('client.bad-answer')
}
