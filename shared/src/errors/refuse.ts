import type { Text } from '../text/text.ts'
import type { ErrorCode } from './codes.ts'
import { errorData, FlowError } from './flow-error.ts'

type Param = string | number | Text

/** Like `permanent`, for parameters that are words themselves and so exist in both languages. */
export function refuse(
  code: ErrorCode,
  params: Readonly<Record<string, Param>>,
  details?: Readonly<Record<string, unknown>>,
): FlowError {
  const vi = errorData(code, inLanguage(params, 'vi'), details)
  const en = errorData(code, inLanguage(params, 'en'), details)
  return new FlowError({
    ...vi,
    message: { vi: vi.message.vi, en: en.message.en },
    advice: { vi: vi.advice.vi, en: en.advice.en },
  })
}

function inLanguage(params: Readonly<Record<string, Param>>, language: keyof Text): Record<string, string | number> {
  return Object.fromEntries(
    Object.entries(params).map(([name, it]) => [name, typeof it === 'object' ? it[language] : it]),
  )
}
