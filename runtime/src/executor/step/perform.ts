import type { StepPath } from '#runtime/engine/engine.ts'
import { faults } from '#runtime/faults.ts'
import { type ErrorData, errorData, toErrorData } from '#shared/errors/flow-error.ts'
import { emit, type Step } from '#shared/node/run.ts'
import type { CompiledNode } from '../compile.ts'
import { memoSince, type StepMemo } from '../memo.ts'
import type { RunEnv } from '../run-env.ts'
import type { Token } from '../walk/token.ts'
import { type Attempt, failed } from './attempt.ts'
import { doubt, inDoubt, settleDoubt } from './doubt.ts'
import { tryEffect } from './effect.ts'
import { callOf, isChanged, mayAskElse, rekey } from './ledger.ts'
import type { Outcome, Times } from './outcome.ts'
import { performPure } from './pure.ts'
import { comeBackAt, throughGate } from './through-gate.ts'
import { notDueYet } from './waiting.ts'

/** Runs one token through its node: from the journal where it knows the answer, else for real. At once for a pure step that is synchronous. */
export function performStep(node: CompiledNode, token: Token, path: StepPath, env: RunEnv): Outcome | Promise<Outcome> {
  const { step } = node
  if (node.passThrough || !step) {
    const now = token.at
    return {
      kind: 'emission',
      emission: emit(node.firstPort, token.message),
      times: { startedAt: now, durationMs: 0, attempts: 1 },
    }
  }
  faults.at('step.before-run')
  if (node.effects !== 'none') return performEffect(node, step, token, path, env)
  return performPure(node, step, token, path, env)
}

async function performEffect(
  node: CompiledNode,
  step: Step,
  token: Token,
  path: StepPath,
  env: RunEnv,
): Promise<Outcome> {
  const memo = memoSince(env.memo, path, token.since)
  const known = fromMemo(node, memo, env) ?? notDueYet(memo, path, node, env)
  if (known) return known
  const number = Math.max(memo?.failure?.attempt ?? 0, memo?.intent?.attempt ?? 0) + 1
  const times: Times = { startedAt: env.clock(), durationMs: 0, attempts: number }
  if (env.mode === 'replay')
    return memo?.intent ? { kind: 'in-doubt', error: doubt(node), times } : { kind: 'open', times }
  await env.journal.accepted
  if (env.signal.aborted) return { kind: 'open', times }
  const plain: Attempt = { node, token, path, number, memo, env }
  const begun = await beginCall(plain)
  if ('kind' in begun) return begun
  return throughGate<Outcome>(
    node,
    env,
    () => tryEffect(keyed(begun), step),
    ({ until, error }) =>
      // Where no try is left to wait for, the flow's own way out is taken at once. Else nothing was tried, and no try is used up.
      node.retry.times === 0
        ? failed(plain, times.startedAt, error, false)
        : { kind: 'sleeping', until: comeBackAt(until, env, path), error, times: { ...times, attempts: number - 1 } },
  )
}

/** Makes clear what the attempt asks, and that an earlier one is not in doubt; gives the outcome when it cannot be made. */
async function beginCall(plain: Attempt): Promise<Attempt | Outcome> {
  const { node, memo, env } = plain
  const once = node.effects === 'once'
  const startedAt = env.clock()
  const call = await callOf(plain).catch((error: unknown) => ({ fault: toErrorData(error) }))
  const changed = call !== undefined && ('fault' in call || isChanged(memo, call))
  // First: what cannot be asked now says nothing about what was asked before.
  if (once && inDoubt(memo)) {
    const settled = await settleDoubt(plain, changed)
    if (settled) return settled
  }
  if (!call) return plain
  if ('fault' in call) return failed(plain, startedAt, call.fault, false)
  if (once && changed && !mayAskElse(memo)) return failed(plain, startedAt, changedError(plain), false)
  return { ...plain, call }
}

function keyed(attempt: Attempt): Attempt {
  const { call, memo } = attempt
  return call && isChanged(memo, call) ? { ...attempt, call: rekey(attempt, call) } : attempt
}

function changedError({ node }: Attempt): ErrorData {
  return errorData('run.request-changed', { host: String(node.settings.connection ?? node.id) })
}

/** What the journal already says about an effect; undefined when it must (still, or again) happen. */
function fromMemo(node: CompiledNode, memo: StepMemo | undefined, env: RunEnv): Outcome | undefined {
  if (memo?.answer) {
    const { startedAt, endedAt, attempt, emission } = memo.answer
    return { kind: 'emission', emission, times: { startedAt, durationMs: endedAt - startedAt, attempts: attempt } }
  }
  const failure = memo?.failure
  if (!failure) return undefined
  const times: Times = {
    startedAt: failure.startedAt,
    durationMs: failure.endedAt - failure.startedAt,
    attempts: failure.attempt,
  }
  if (failure.retryAt === undefined) {
    const doubtful = failure.doubt && node.effects === 'once'
    // An error that a branch of the flow dealt with stays dealt with; one that waited for a person gets its new try.
    if (failure.cleared && (node.errorNode === undefined || doubtful)) return undefined
    return doubtful
      ? { kind: 'in-doubt', error: failure.error, times }
      : { kind: 'failed', error: failure.error, times }
  }
  if (env.mode === 'replay' || (failure.retryAt > env.clock() && !failure.cleared)) {
    return { kind: 'sleeping', until: failure.retryAt, error: failure.error, times }
  }
  return undefined
}
