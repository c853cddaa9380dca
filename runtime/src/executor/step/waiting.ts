import type { Instant, StepPath } from '#runtime/engine/engine.ts'
import type { Decision, OpenWait, WaitEntry } from '#runtime/engine/waits.ts'
import { errorData } from '#shared/errors/flow-error.ts'
import type { Message } from '#shared/message/message.ts'
import { type Emission, emit } from '#shared/node/run.ts'
import type { CompiledNode } from '../compile.ts'
import { memoSince, type StepMemo } from '../memo.ts'
import type { RunEnv } from '../run-env.ts'
import type { Outcome, Times } from './outcome.ts'

type Await = Extract<Emission, { kind: 'await' }>
type Again = Extract<Emission, { kind: 'again' }>
type WaitEnd = Extract<WaitEntry, { kind: 'await-end' }>

/**
 * A step that waits for something from outside. What it waits for is journalled once, and so is how that ended, by the engine: an answer and
 * the time-out cannot both win, and a replay goes the same way.
 */
export async function awaitOutside(
  emission: Await,
  times: Times,
  node: CompiledNode,
  path: StepPath,
  since: number,
  env: RunEnv,
): Promise<Outcome> {
  const memo = memoSince(env.memo, path, since)
  const begun = memo?.wait
  if (memo?.waitEnd) return ended(emission, memo.waitEnd, begun?.at ?? times.startedAt, times)
  if (begun && (env.mode === 'replay' || begun.until > env.clock())) return asleep(begun, times)
  if (env.mode === 'replay') return { kind: 'open', times }
  if (!env.outside?.expire) return { kind: 'failed', error: errorData('group.not-stored'), times }
  if (begun) {
    const at = env.clock()
    const answer = await env.outside.expire(path, at)
    // The answer came a moment before: the run looks at its journal again.
    if (answer === 'answered') return { kind: 'sleeping', until: at, times }
    return ended(emission, { kind: 'await-end', path, at, how: 'timeout' }, begun.at, times)
  }
  // The instant that the step saw, so that the deadline is as far away as it was told.
  const { waits, until } = emission
  const wait = { path, node: node.id, at: times.startedAt, until, waits }
  env.journal.write({ kind: 'await', ...wait })
  return asleep(wait, times)
}

function asleep(wait: Omit<Extract<WaitEntry, { kind: 'await' }>, 'kind'>, times: Times): Outcome {
  const { path, node, at, until, waits } = wait
  const shown: OpenWait = { path, node, since: at, until, waits }
  return { kind: 'sleeping', until, wait: shown, times: { ...times, startedAt: at } }
}

function ended(emission: Await, end: WaitEnd, startedAt: Instant, times: Times): Outcome {
  const durationMs = Math.max(0, end.at - startedAt)
  return { kind: 'emission', emission: answeredBy(emission, end), times: { ...times, startedAt, durationMs } }
}

function answeredBy({ port, late, message }: Await, end: WaitEnd): Emission {
  if (end.how === 'timeout') return emit(late, message)
  if (end.how === 'decision') return emit(end.choice, decidedMessage(message, end))
  return emit(port, calledBackMessage(message, end.message))
}

/** What leaves a wait when its callback has come: the callback's message, with the business keys of the run. */
export function calledBackMessage(message: Message, callback: Pick<Message, 'body' | 'headers'>): Message {
  return { body: callback.body, headers: { ...message.headers, ...callback.headers }, keys: message.keys }
}

/** What leaves a task when a person has decided: the message, with the decision in its headers. */
export function decidedMessage(message: Message, { choice, by, comment, at }: Omit<Decision, 'run' | 'path'>): Message {
  const headers = {
    ...message.headers,
    decision: choice,
    'decided-by': by,
    'decided-at': new Date(at).toISOString(),
    'decision-comment': comment ?? '',
  }
  return { ...message, headers }
}

/** A question that was asked before and is not due again: the step sleeps on. */
export function notDueYet(
  memo: StepMemo | undefined,
  path: StepPath,
  node: CompiledNode,
  env: RunEnv,
): Outcome | undefined {
  const poll = memo?.poll
  if (!poll || (env.mode === 'live' && poll.next <= env.clock())) return undefined
  return pollOutcome({ ...poll, path, node: node.id })
}

/** A question was answered with "not yet": notes that and sleeps until it is asked again. */
export function askAgain(
  { at, until, error }: Again,
  node: CompiledNode,
  path: StepPath,
  memo: StepMemo | undefined,
  env: RunEnv,
): Outcome {
  const before = memo?.poll
  const entry = {
    kind: 'poll',
    path,
    node: node.id,
    tries: (before?.tries ?? 0) + 1,
    since: before?.since ?? env.clock(),
    next: at,
    until,
    ...(error ? { error } : {}),
  } as const
  env.journal.write(entry)
  return pollOutcome(entry)
}

function pollOutcome(poll: Omit<Extract<WaitEntry, { kind: 'poll' }>, 'kind'>): Outcome {
  const { path, node, tries, since, next, until, error } = poll
  return {
    kind: 'sleeping',
    until: next,
    wait: { path, node, since, until, waits: { for: 'answer', tries, next } },
    times: { startedAt: since, durationMs: 0, attempts: tries },
    ...(error ? { error } : {}),
  }
}
