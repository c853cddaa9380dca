import type { ExpressionScope } from '../scope.ts'

/** What an evaluation gave, in a form that two evaluators can be compared by. */
export type Answer = { readonly value: unknown } | { readonly nothing: true } | { readonly error: string }

/** Runs an evaluation and keeps its value (marks on lists and prototypes removed), that it gave nothing, or its error code. */
export async function answerOf(evaluate: () => unknown): Promise<Answer> {
  try {
    const value = await evaluate()
    return value === undefined ? { nothing: true } : { value: plain(value) }
  } catch (thrown) {
    if (typeof thrown === 'object' && thrown !== null && 'code' in thrown) return { error: String(thrown.code) }
    return { error: 'expression.internal' }
  }
}

function plain(value: unknown): unknown {
  if (typeof value === 'number') return Number.isFinite(value) ? value : `${value}`
  if (typeof value === 'function') return 'function'
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return Array.from(value, plain)
  if ('_jsonata_lambda' in value || '_jsonata_function' in value) return 'function'
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]))
}

/** A scope for tests: the body, and what a test wants to add. */
export function scopeOf(body: unknown, more: Partial<ExpressionScope> = {}): ExpressionScope {
  return {
    body,
    headers: {},
    keys: {},
    steps: {},
    run: { id: 'run-1', at: '2025-07-01T08:30:00+07:00', flow: 'dong-bo' },
    ...more,
  }
}
