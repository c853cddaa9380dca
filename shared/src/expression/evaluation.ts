import { defaultCalendar, type WorkCalendar } from '../calendar/calendar.ts'
import { createSizes, type Sizes } from './budget.ts'
import { ExpressionError } from './errors.ts'
import type { ExpressionScope } from './scope.ts'
import { seededRandom } from './seeded.ts'

/** The state of one evaluation, on either path: scope, budget, chance. */
export interface Evaluation {
  readonly scope: ExpressionScope
  /** Values of `$name := …` and of lambda parameters on the fast path, by slot. */
  readonly locals: unknown[]
  left: number
  sizes: Sizes | undefined
  random: (() => number) | undefined
}

/** Opens an evaluation with a budget of steps. */
export function openEvaluation(scope: ExpressionScope, steps: number, locals: unknown[]): Evaluation {
  return { scope, locals, left: steps, sizes: undefined, random: undefined }
}

/** Takes steps from the budget; throws `expression.budget` when it is spent. */
export function spend(evaluation: Evaluation, steps: number, limit: number): void {
  evaluation.left -= steps
  if (!(evaluation.left >= 0)) throw new ExpressionError('expression.budget', { params: { limit } })
}

/** The measurer of this evaluation, made when first needed. */
export function sizesOf(evaluation: Evaluation): Sizes {
  evaluation.sizes ??= createSizes()
  return evaluation.sizes
}

/** Chance of this evaluation: from the run's id and the text of the expression, so replay gives the same. */
export function randomOf(evaluation: Evaluation, text: string): () => number {
  evaluation.random ??= seededRandom(`${evaluation.scope.run.id}\n${text}`)
  return evaluation.random
}

/** The instant of the run in ms since 1970; throws when the run's `at` is not an instant. */
export function instantOf(scope: ExpressionScope): number {
  const instant = Date.parse(scope.run.at)
  if (Number.isNaN(instant)) throw new ExpressionError('D3110', { value: scope.run.at })
  return instant
}

/** The day of the run in Vietnam (UTC+7, no summer time), `YYYY-MM-DD`. */
export function todayOf(scope: ExpressionScope): string {
  return new Date(instantOf(scope) + 7 * 3_600_000).toISOString().slice(0, 10)
}

/** The working calendar in force when the run was accepted, so that a replay counts the same days; the usual one where none is kept. */
export function calendarOf(scope: ExpressionScope): WorkCalendar {
  return scope.tables?.calendarAt?.(instantOf(scope)) ?? defaultCalendar
}
