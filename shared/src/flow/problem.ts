import type { ErrorCode } from '../errors/codes.ts'
import { errorData } from '../errors/flow-error.ts'
import type { TextParam } from '../text/text.ts'
import type { Problem, Severity } from './flow.ts'

type Place = Pick<Problem, 'node' | 'port' | 'path' | 'from'>

/** Builds a problem from the error table. */
export function problem(
  code: ErrorCode,
  params: Readonly<Record<string, TextParam>> = {},
  place: Place = {},
  severity: Severity = 'error',
): Problem {
  const { message, advice } = errorData(code, params)
  return { code, severity, ...place, message, advice }
}

/** True when at least one problem blocks publishing. */
export function blocks(problems: readonly Problem[]): boolean {
  return problems.some((it) => it.severity === 'error')
}
