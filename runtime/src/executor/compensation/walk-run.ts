import { errorData } from '#shared/errors/flow-error.ts'
import { MEMORY_JOURNAL } from '../journal.ts'
import type { Undoing } from '../memo.ts'
import type { RunEnv } from '../run-env.ts'
import { firstToken } from '../walk/first-token.ts'
import { nextOf } from '../walk/standing.ts'
import { walkTokens } from '../walk/walk.ts'
import type { WalkEnd } from '../walk/walk-end.ts'
import { createEffectsToUndo, type EffectsToUndo } from './effects-to-undo.ts'
import { type UndoPlan, undoSteps } from './undo.ts'

/**
 * Walks a run to where it stands still: through the flow, and back through the compensation branches when it failed for good or a person
 * stopped it (EIP: saga with compensating actions). Synchronous for as long as the steps are, where there is nothing to undo.
 */
export function walkRun(env: RunEnv): WalkEnd | Promise<WalkEnd> {
  const { undoing } = env.memo
  if (undoing) return goOnUndoing(env, undoing)
  if (!env.compiled.undoes || env.mode === 'replay') return walkTokens(env, firstToken(env))
  return walkThere(env)
}

async function walkThere(env: RunEnv): Promise<WalkEnd> {
  const effects = createEffectsToUndo(env.memo)
  const end = await walkTokens({ ...env, onEffect: effects.note }, firstToken(env))
  const at = env.clock()
  const next = nextOf(end, at)
  if (env.signal.aborted || end.open > 0 || next.status !== 'failed') return end
  const steps = effects.newestFirst()
  if (steps.length === 0) return end
  const { error, errorNode } = next
  const plan: UndoPlan = { kind: 'compensate', at, steps, error, errorNode }
  const round = env.memo.undone + 1
  return walkBack(
    { env, plan, effects, round, stopped: false, since: Number.MAX_SAFE_INTEGER, begins: true },
    end.reply,
  )
}

/** Everything up to where it began stays as it was: it is only recomputed, to know what went in and out. */
async function goOnUndoing(env: RunEnv, undoing: Undoing): Promise<WalkEnd> {
  const { at, before, stopped, seq } = undoing
  const effects = createEffectsToUndo(before)
  const there: RunEnv = {
    ...env,
    memo: before,
    mode: 'replay',
    journal: MEMORY_JOURNAL,
    clock: () => at,
    onReply: () => undefined,
    onEffect: effects.note,
  }
  const end = await walkTokens(there, firstToken(env))
  const plan = undoing.plan ?? planOf(env, undoing, effects)
  const begins = undoing.plan === undefined
  if (begins && env.mode === 'replay') return end
  const walk = { env, plan, effects, round: env.memo.undone, stopped: stopped !== undefined, since: seq, begins }
  return walkBack(walk, end.reply, undoing.complete)
}

function planOf(env: RunEnv, { at, stopped }: Undoing, effects: EffectsToUndo): UndoPlan {
  const error = errorData('run.cancelled', {}, { by: stopped?.by ?? '', reason: stopped?.reason ?? '' })
  return { kind: 'compensate', at, steps: effects.newestFirst(), error, errorNode: env.run.trigger }
}

async function walkBack(
  walk: Parameters<typeof undoSteps>[0] & { readonly begins: boolean },
  reply: WalkEnd['reply'],
  complete = false,
): Promise<WalkEnd> {
  const { env, plan, begins } = walk
  if (begins && plan.steps.length > 0) {
    env.journal.write(plan)
    // Nothing is undone before it is sure that the run will never go on instead.
    if (!(await written(env)))
      return { ...(await undoSteps({ ...walk, plan: { ...plan, steps: [] } }, reply)), open: 1 }
  }
  const end = await undoSteps(walk, reply)
  const all = end.undoing?.steps.every(({ state }) => state !== 'left') === true
  if (all && !complete && plan.steps.length > 0 && env.mode === 'live' && !env.signal.aborted)
    env.journal.write({ kind: 'compensated', at: env.clock() })
  return end
}

/** A journal that cannot be written has ended the walk, as anywhere else. */
async function written(env: RunEnv): Promise<boolean> {
  try {
    await env.journal.flushed()
  } catch (error) {
    if (!env.signal.aborted) throw error
  }
  return !env.signal.aborted
}
