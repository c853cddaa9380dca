import type { Instant, RunId, StepPath } from '#runtime/engine/engine.ts'
import type { OpenWait } from '#runtime/engine/waits.ts'
import { faults } from '#runtime/faults.ts'
import { type ErrorData, retryable, toErrorData } from '#shared/errors/flow-error.ts'
import { drop, type Emission, emit, type Step } from '#shared/node/run.ts'
import type { CompiledNode } from '../compile.ts'
import { memoSince, type StepMemo } from '../memo.ts'
import type { RunEnv } from '../run-env.ts'
import type { Token } from '../walk/token.ts'
import { withDeadline } from './deadline.ts'
import { cutAt, decided, doubt, inDoubt } from './doubt.ts'
import { drawFrom, retryDelay } from './retry.ts'
import { stepContext } from './step-context.ts'
import { comeBackAt, throughGate } from './through-gate.ts'
import { askAgain, notDueYet } from './waiting.ts'

/** How one step came out. */
export type Outcome =
  | { readonly kind: 'emission'; readonly emission: Emission; readonly times: Times }
  | { readonly kind: 'failed'; readonly error: ErrorData; readonly times: Times }
  | {
      readonly kind: 'sleeping'
      readonly until: Instant
      readonly error?: ErrorData
      readonly wait?: OpenWait
      readonly times: Times
    }
  | { readonly kind: 'child'; readonly run: RunId; readonly times: Times }
  | { readonly kind: 'in-doubt'; readonly error: ErrorData; readonly times: Times }
  /** Nothing is known yet (replay), or the walk was interrupted. */
  | { readonly kind: 'open'; readonly times: Times }

/** When a step ran, and which try it was. */
export interface Times {
  readonly startedAt: Instant
  readonly durationMs: number
  readonly attempts: number
}

/** The longest that one try of an effect may take, whatever its node allows itself. */
const EFFECT_DEADLINE_MS = 310_000

/** A pure step that took this long takes turns until it is quick again: twenty such messages must not hold up the twenty-first. */
const HEAVY_MS = 25
const heavy = new WeakSet<CompiledNode>()
let turns: Promise<void> = Promise.resolve()

/** A call that was cut off may still be on its way inside the partner: asked too early, it would truly say "not done". */
const PROBE_AFTER_MS = 5000
/**
 * A process that stood still between an intent and its call (stopped, swapped out, its machine paused) may have been taken for dead, and the
 * partner may have been asked by who took over. It then has the try fail, which its lease must still cover, instead of acting late.
 */
const ACT_WITHIN_MS = 2000

/** After these the partner may have acted: a `once` effect is not simply repeated. */
const OUTCOME_UNKNOWN: ReadonlySet<string> = new Set([
  'connect.timeout',
  'connect.cut',
  'http.bad-answer',
  'http.server-error',
  'bug.unexpected',
])

/** A partner that says 503 has not begun. */
function outcomeUnknown({ code, details }: ErrorData): boolean {
  return OUTCOME_UNKNOWN.has(code) && !(code === 'http.server-error' && details?.status === 503)
}

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
  if (node.effects !== 'none') return performEffect(node, token, path, env)
  if (heavy.has(node)) return itsTurn().then(() => performPure(node, step, token, path, env))
  return performPure(node, step, token, path, env)
}

function performPure(
  node: CompiledNode,
  step: Step,
  token: Token,
  path: StepPath,
  env: RunEnv,
): Outcome | Promise<Outcome> {
  const began = env.clock()
  const done = (emission: Emission): Outcome => ({
    kind: 'emission',
    emission,
    times: timesOf(node, token, began, env),
  })
  const failed = (error: unknown): Outcome => {
    const times = timesOf(node, token, began, env)
    return env.signal.aborted ? { kind: 'open', times } : { kind: 'failed', error: toErrorData(error), times }
  }
  // A pure step sees the instant of acceptance, so that a replay computes the same; only a delay looks at the clock, and its timer is journalled.
  const now = node.sleeps ? began : env.run.at
  try {
    const emission = step(token.message, stepContext(token, env, { path, attempt: 1, now }))
    return emission instanceof Promise ? emission.then(done, failed) : done(emission)
  } catch (error) {
    return failed(error)
  }
}

function timesOf(node: CompiledNode, token: Token, began: Instant, env: RunEnv): Times {
  const durationMs = env.clock() - began
  if (durationMs >= HEAVY_MS) heavy.add(node)
  else if (heavy.has(node)) heavy.delete(node)
  return { startedAt: env.mode === 'replay' ? token.at : began, durationMs, attempts: 1 }
}

/** Waits until everything else that this worker has to do was looked at, and everybody before. */
function itsTurn(): Promise<void> {
  turns = turns.then(() => new Promise((resolve) => setImmediate(resolve)))
  return turns
}

async function performEffect(node: CompiledNode, token: Token, path: StepPath, env: RunEnv): Promise<Outcome> {
  const memo = memoSince(env.memo, path, token.since)
  const known = fromMemo(node, memo, env) ?? notDueYet(memo, path, node, env)
  if (known) return known
  const attempt = Math.max(memo?.failure?.attempt ?? 0, memo?.intent?.attempt ?? 0) + 1
  const times: Times = { startedAt: env.clock(), durationMs: 0, attempts: attempt }
  if (env.mode === 'replay')
    return memo?.intent ? { kind: 'in-doubt', error: doubt(node), times } : { kind: 'open', times }
  await env.journal.accepted
  if (env.signal.aborted) return { kind: 'open', times }
  const act = (): Promise<Outcome> => actOutside(node, token, path, attempt, memo, env)
  return throughGate(node, env, act, ({ until, error }) =>
    // Where no try is left to wait for, the flow's own way out is taken at once. Else nothing was tried, and no try is used up.
    node.retry.times === 0
      ? failed(node, path, attempt, times.startedAt, memo, error, false, env)
      : { kind: 'sleeping', until: comeBackAt(until, env, path), error, times: { ...times, attempts: attempt - 1 } },
  )
}

async function actOutside(
  node: CompiledNode,
  token: Token,
  path: StepPath,
  attempt: number,
  memo: StepMemo | undefined,
  env: RunEnv,
): Promise<Outcome> {
  const times: Times = { startedAt: env.clock(), durationMs: 0, attempts: attempt }
  if (node.effects === 'once' && inDoubt(memo)) {
    if (node.probe && !decided(memo)) {
      const cut = cutAt(memo)
      if (cut === undefined) return takenOver(node, path, memo, env)
      const askAt = cut + PROBE_AFTER_MS
      if (askAt > env.clock()) return { kind: 'sleeping', until: askAt, error: doubt(node), times }
    }
    const settled = await settleDoubt(node, token, path, attempt, memo, env)
    if (settled) return settled
  }
  return tryEffect(node, token, path, attempt, memo, env)
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

/** Whoever made the call may have been cut off only now, when the run was taken over: the wait for the probe begins here, and is written down. */
function takenOver(node: CompiledNode, path: StepPath, memo: StepMemo | undefined, env: RunEnv): Outcome {
  const endedAt = env.clock()
  const { attempt, at } = memo?.intent ?? { attempt: 1, at: endedAt }
  const startedAt = Math.min(at, endedAt)
  const until = endedAt + PROBE_AFTER_MS
  const error = doubt(node)
  env.journal.write({
    kind: 'failed',
    path,
    node: node.id,
    attempt,
    startedAt,
    endedAt,
    error,
    retryAt: until,
    doubt: true,
  })
  return { kind: 'sleeping', until, error, times: { startedAt, durationMs: endedAt - startedAt, attempts: attempt } }
}

/** Asks a person's decision, then the node's probe. Gives nothing when the effect surely did not happen, so that it may be tried. */
async function settleDoubt(
  node: CompiledNode,
  token: Token,
  path: StepPath,
  attempt: number,
  memo: StepMemo | undefined,
  env: RunEnv,
): Promise<Outcome | undefined> {
  const startedAt = env.clock()
  const answered = (emission: Emission): Outcome => {
    const endedAt = env.clock()
    env.journal.write({ kind: 'effect', path, node: node.id, attempt, startedAt, endedAt, emission })
    return { kind: 'emission', emission, times: { startedAt, durationMs: endedAt - startedAt, attempts: attempt } }
  }
  const as = decided(memo)
  if (as) {
    if (as === 'resend') return undefined
    return answered(as === 'drop' ? drop() : emit(node.firstPort, token.message))
  }
  if (!node.probe) return stayInDoubt(node, path, attempt, startedAt, env)
  const { probe } = node
  try {
    const found = await withDeadline(env.signal, EFFECT_DEADLINE_MS, (signal) =>
      probe(token.message, stepContext(token, env, { path, attempt, signal, now: startedAt })),
    )
    if (found === 'not-done') return undefined
    return found === 'unknown' ? stayInDoubt(node, path, attempt, startedAt, env) : answered(found)
  } catch (error) {
    if (env.signal.aborted) return { kind: 'open', times: { startedAt, durationMs: 0, attempts: attempt } }
    return failed(node, path, attempt, startedAt, memo, { ...toErrorData(error), class: 'transient' }, true, env)
  }
}

function stayInDoubt(node: CompiledNode, path: StepPath, attempt: number, startedAt: Instant, env: RunEnv): Outcome {
  const endedAt = env.clock()
  const error = doubt(node)
  env.journal.write({ kind: 'failed', path, node: node.id, attempt, startedAt, endedAt, error, doubt: true })
  return { kind: 'in-doubt', error, times: { startedAt, durationMs: endedAt - startedAt, attempts: attempt } }
}

async function tryEffect(
  node: CompiledNode,
  token: Token,
  path: StepPath,
  attempt: number,
  memo: StepMemo | undefined,
  env: RunEnv,
): Promise<Outcome> {
  const startedAt = env.clock()
  try {
    if (node.effects === 'once') {
      await env.journal.intend({ kind: 'intent', path, node: node.id, attempt, at: startedAt })
      if (env.clock() - startedAt > ACT_WITHIN_MS) throw retryable('engine.busy')
    }
    const step = node.step as NonNullable<CompiledNode['step']>
    const emission = await withDeadline(env.signal, EFFECT_DEADLINE_MS, async (signal) =>
      step(token.message, stepContext(token, env, { path, attempt, signal, now: startedAt, asked: memo?.poll })),
    )
    faults.at('step.after-effect')
    if (emission.kind === 'again') return askAgain(emission, node, path, memo, env)
    const endedAt = env.clock()
    const polled = memo?.poll ? { polled: true } : {}
    env.journal.write({ kind: 'effect', path, node: node.id, attempt, startedAt, endedAt, emission, ...polled })
    return { kind: 'emission', emission, times: { startedAt, durationMs: endedAt - startedAt, attempts: attempt } }
  } catch (error) {
    if (env.signal.aborted)
      return { kind: 'open', times: { startedAt, durationMs: env.clock() - startedAt, attempts: attempt } }
    const data = toErrorData(error)
    return failed(node, path, attempt, startedAt, memo, data, node.effects === 'once' && outcomeUnknown(data), env)
  }
}

/** Journals a failed try and decides what follows: another try, a person's decision, or the end of this branch. */
function failed(
  node: CompiledNode,
  path: StepPath,
  attempt: number,
  startedAt: Instant,
  memo: StepMemo | undefined,
  error: ErrorData,
  unknown: boolean,
  env: RunEnv,
): Outcome {
  const endedAt = env.clock()
  const times: Times = { startedAt, durationMs: endedAt - startedAt, attempts: attempt }
  const tries = attempt - (memo?.failure?.base ?? 0)
  const mayRepeat = error.class === 'transient' && (!unknown || node.probe !== undefined)
  const delay = mayRepeat ? retryDelay(node.retry, tries, drawFrom(`${env.run.id}:${path}:${attempt}`)) : undefined
  const retryAt = delay === undefined ? undefined : endedAt + delay
  env.journal.write({
    kind: 'failed',
    path,
    node: node.id,
    attempt,
    startedAt,
    endedAt,
    error,
    ...(retryAt === undefined ? {} : { retryAt }),
    ...(unknown ? { doubt: true } : {}),
  })
  if (retryAt !== undefined) return { kind: 'sleeping', until: retryAt, error, times }
  return unknown ? { kind: 'in-doubt', error, times } : { kind: 'failed', error, times }
}
