import { errorCodes } from '../errors/codes.ts'
import { fillText, type Text } from '../text/text.ts'
import { faultTexts } from './fault-texts.ts'

/** What is known of a fault; `{token}`, `{value}` … in its text are filled from here. */
export interface FaultDetail {
  /** Offset in the expression text, counted in UTF-16 units; JSONata counts from just behind the token. */
  readonly position?: number | undefined
  /** The word of the expression at fault: an operator, a name, a function. */
  readonly token?: string | undefined
  /** Data at fault; texts show only its shape, because messages hold personal data and errors end in logs. */
  readonly value?: unknown
  readonly value2?: unknown
  /** Number of the argument at fault, from 1. */
  readonly index?: number | undefined
  /** Safe words that are part of the text: names of tables, formats, limits. */
  readonly params?: Readonly<Record<string, string | number>>
  /** Used instead of the table's: a sentence of the author of the flow (`$error("…")`, `$assert`) or one that is filled already. */
  readonly sentence?: string | Text
}

/** A fault as plain data: what crosses processes and reaches the screen. */
export interface ExpressionProblem {
  readonly code: string
  readonly message: Text
  readonly position?: number
  readonly token?: string
}

/** Syntax or evaluation fault. `text` is the sentence in both languages with its place; `message` is the Vietnamese one. */
export class ExpressionError extends Error {
  readonly code: string
  readonly text: Text
  // The library fills these two in on whatever passes through it, so they stay writable and are read at the border.
  position: number | undefined
  token: string | undefined
  readonly detail: FaultDetail

  constructor(code: string, detail: FaultDetail = {}) {
    const text = sentenceOf(code, detail)
    super(text.vi)
    this.name = 'ExpressionError'
    this.code = code
    this.text = text
    this.position = detail.position
    this.token = detail.token
    this.detail = detail
  }

  toJSON(): ExpressionProblem {
    return {
      code: this.code,
      message: this.text,
      ...(this.position === undefined ? {} : { position: this.position }),
      ...(this.token === undefined ? {} : { token: this.token }),
    }
  }
}

/** Adds the place to a fault that has none yet; gives the same error back when there is nothing to add. */
export function placed(error: ExpressionError, position?: number, token?: string): ExpressionError {
  const at = error.position ?? position
  const word = error.token ?? token
  if (at === error.detail.position && word === error.detail.token) return error
  return new ExpressionError(error.code, { ...error.detail, position: at, token: word })
}

/** Turns whatever was thrown while parsing or evaluating into an `ExpressionError`. */
export function toExpressionError(thrown: unknown): ExpressionError {
  if (thrown instanceof ExpressionError) return placed(thrown)
  // Native stack and string-length overflow: bounded by V8, so the process is safe and the fault is the expression's.
  if (thrown instanceof RangeError)
    return new ExpressionError(/string length/i.test(thrown.message) ? 'expression.too-large' : 'expression.too-deep')
  if (typeof thrown === 'object' && thrown !== null && 'code' in thrown && typeof thrown.code === 'string')
    return fromLibrary(thrown.code, Object.fromEntries(Object.entries(thrown)))
  return new ExpressionError('expression.internal', { params: { reason: reasonOf(thrown) } })
}

function fromLibrary(code: string, raw: Readonly<Record<string, unknown>>): ExpressionError {
  const authored = code === 'D3137' || code === 'D3141'
  const { position, token, index, message, type, functionName, exp } = raw
  const params: Record<string, string | number> = {}
  if (typeof type === 'string') params.type = type
  if (typeof functionName === 'string') params.functionName = `$${functionName}`
  if (typeof exp === 'number') params.exp = exp
  return new ExpressionError(code, {
    position: typeof position === 'number' ? position : undefined,
    token: token === undefined || token === null ? undefined : String(token).slice(0, 60),
    index: typeof index === 'number' ? index : undefined,
    value: raw.value,
    value2: raw.value2,
    params,
    ...(authored && typeof message === 'string' ? { sentence: message } : {}),
  })
}

function reasonOf(thrown: unknown): string {
  return (thrown instanceof Error ? thrown.message : String(thrown)).slice(0, 200)
}

function sentenceOf(code: string, detail: FaultDetail): Text {
  const known = faultTexts[code] ?? sharedText(code) ?? faultTexts['expression.internal']
  const { sentence } = detail
  const base = typeof sentence === 'string' ? { vi: sentence, en: sentence } : (sentence ?? known)
  const text = base ?? { vi: code, en: code }
  const filled =
    detail.sentence === undefined
      ? fillText(
          { vi: fillShapes(text.vi, detail, 'vi'), en: fillShapes(text.en, detail, 'en') },
          {
            token: detail.token ?? '',
            fn: `$${detail.token ?? ''}`,
            index: detail.index ?? 1,
            reason: code,
            ...detail.params,
          },
        )
      : text
  if (detail.position === undefined) return filled
  return { vi: `${filled.vi} (ký tự thứ ${detail.position})`, en: `${filled.en} (character ${detail.position})` }
}

/** Domain faults share the table of the whole system where it has a row (such as `code-table.unknown-code`). */
function sharedText(code: string): Text | undefined {
  const rows: Readonly<Record<string, { readonly message: Text }>> = errorCodes
  return Object.hasOwn(rows, code) ? rows[code]?.message : undefined
}

function fillShapes(sentence: string, detail: FaultDetail, language: keyof Text): string {
  return sentence
    .replace('{value}', () => raw(detail.value))
    .replace('{shape}', () => shapeOf(detail.value)[language])
    .replace('{shape2}', () => shapeOf(detail.value2)[language])
}

/** Only for words of the expression itself and for limits, never for message data. */
function raw(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value).slice(0, 60) : ''
}

/** Describes a value without showing it: digits become 9, letters a, so that a wrong format can still be recognised. */
export function shapeOf(value: unknown): Text {
  if (typeof value === 'string') {
    const mask = [...value.slice(0, 40)].map((c) => (/\p{Nd}/u.test(c) ? '9' : /\p{L}/u.test(c) ? 'a' : c)).join('')
    return value.length <= 40
      ? { vi: `chữ dạng "${mask}"`, en: `text of the form "${mask}"` }
      : { vi: `chữ dài ${value.length} ký tự`, en: `text of ${value.length} characters` }
  }
  if (typeof value === 'number') return { vi: 'một số', en: 'a number' }
  if (typeof value === 'boolean') return { vi: 'đúng/sai', en: 'true or false' }
  if (value === undefined) return { vi: 'không có giá trị', en: 'no value' }
  if (value === null) return { vi: 'giá trị rỗng (null)', en: 'null' }
  if (Array.isArray(value)) return { vi: `danh sách ${value.length} phần tử`, en: `a list of ${value.length}` }
  return { vi: 'một đối tượng', en: 'an object' }
}
