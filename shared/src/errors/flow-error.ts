import { fillText, type Text, type TextParam } from '../text/text.ts'
import { type ErrorCode, errorCodes } from './codes.ts'

/** Decides what the executor does: only `transient` is retried by itself. */
export type ErrorClass = 'transient' | 'permanent' | 'data' | 'auth' | 'quota' | 'bug' | 'policy'

/** Whose side an error is on: ours (hệ thống ta), the partner's (đối tác) or the data's (dữ liệu). */
export type ErrorSide = 'ours' | 'partner' | 'data'

/** A row of the error table: what happened, whose side, what to do next. `{name}` in a text is a parameter. */
export interface ErrorKind {
  readonly class: ErrorClass
  readonly side: ErrorSide
  readonly message: Text
  readonly advice: Text
  /** The HTTP status when the error answers a request; 500 unless told. */
  readonly status?: number
}

/** An error as plain data: what crosses processes and is journalled (never a class, never `instanceof`). */
export interface ErrorData {
  readonly code: string
  readonly class: ErrorClass
  readonly side: ErrorSide
  readonly message: Text
  readonly advice: Text
  readonly status: number
  /** Technical facts for the folded part of the screen; never a secret, never a whole payload. */
  readonly details?: Readonly<Record<string, unknown>>
}

/** The one error type that nodes and the runtime throw; `data` is what is kept and shown. */
export class FlowError extends Error {
  readonly data: ErrorData
  constructor(data: ErrorData, cause?: unknown) {
    super(`${data.code}: ${data.message.en}`, cause === undefined ? undefined : { cause })
    this.name = 'FlowError'
    this.data = data
  }
}

type Params = Readonly<Record<string, TextParam>>

/** Builds the data of an error from the table. Parameters fill the texts; `details` stay apart. */
export function errorData(
  code: ErrorCode,
  params: Params = {},
  details?: Readonly<Record<string, unknown>>,
): ErrorData {
  const kind: ErrorKind = errorCodes[code]
  return {
    code,
    class: kind.class,
    side: kind.side,
    message: fillText(kind.message, params),
    advice: fillText(kind.advice, params),
    status: kind.status ?? 500,
    ...(details ? { details } : {}),
  }
}

/** An error worth another try: the executor repeats the step by the node's retry policy. */
export function retryable(
  code: ErrorCode,
  params: Params = {},
  details?: Readonly<Record<string, unknown>>,
): FlowError {
  return new FlowError({ ...errorData(code, params, details), class: 'transient' })
}

/** An error that another try cannot cure; its class comes from the table (a transient row becomes permanent). */
export function permanent(
  code: ErrorCode,
  params: Params = {},
  details?: Readonly<Record<string, unknown>>,
): FlowError {
  const data = errorData(code, params, details)
  return new FlowError(data.class === 'transient' ? { ...data, class: 'permanent' } : data)
}

/** Turns anything thrown into error data; what is not a `FlowError` is reported as our own fault, with the beginning of its text. Never throws. */
export function toErrorData(thrown: unknown): ErrorData {
  if (thrown instanceof FlowError) return thrown.data
  return errorData('bug.unexpected', { reason: reasonOf(thrown).slice(0, 300) })
}

/** Foreign code may throw what has no text, or a text that throws. */
function reasonOf(thrown: unknown): string {
  try {
    return String(thrown instanceof Error ? thrown.message : thrown)
  } catch {
    return typeof thrown
  }
}
