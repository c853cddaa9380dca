import type { Instant } from '#runtime/engine/engine.ts'
import type { ErrorData } from '#shared/errors/flow-error.ts'
import type { CompiledNode } from '../compile.ts'
import type { Passage, RunEnv } from '../run-env.ts'
import type { Outcome } from './outcome.ts'
import { drawFrom } from './retry.ts'

/** Those who were turned away come back spread over this time at least, so that they do not stand at the door together. */
const SPREAD_MS = 10_000

/**
 * Has an effect done, or its partner asked about one (no outcome: it answered), when that partner may be called; `later` is what becomes
 * of it when not.
 */
export async function throughGate<T extends Outcome | undefined>(
  node: CompiledNode,
  env: RunEnv,
  act: () => Promise<T>,
  later: (passage: Extract<Passage, { go: false }>) => T,
): Promise<T> {
  const { partner } = node
  if (partner === undefined || env.test || !env.tools.enter) return act()
  const passage = await env.tools.enter(partner, env.signal)
  if (!passage.go) return later(passage)
  let how: ErrorData | 'cut' | undefined = 'cut'
  try {
    const outcome = await act()
    how = verdict(outcome)
    return outcome
  } finally {
    passage.leave(how)
  }
}

function verdict(outcome: Outcome | undefined): ErrorData | 'cut' | undefined {
  if (outcome?.kind === 'open') return 'cut'
  return outcome && 'error' in outcome ? outcome.error : undefined
}

/** When one who was turned away comes back: not all at once, and each run at its own moment. */
export function comeBackAt(until: Instant, env: RunEnv, path: string): Instant {
  const now = env.clock()
  const spread = Math.max(SPREAD_MS, until - now)
  return Math.max(now, until) + Math.round(spread * drawFrom(`${env.run.id}:${path}:${until}`))
}
