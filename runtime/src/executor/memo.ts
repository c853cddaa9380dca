import type { Instant, JournalEntry, RequestPrint, RunId, StepPath } from '#runtime/engine/engine.ts'
import type { PartOutcome } from '#runtime/engine/groups.ts'
import type { WaitEntry } from '#runtime/engine/waits.ts'
import type { ErrorData } from '#shared/errors/flow-error.ts'
import type { Emission } from '#shared/node/run.ts'
import type { StepCall } from './run-env.ts'
import { outcomeUnknown } from './step/outcome-unknown.ts'

type Child = Extract<JournalEntry, { kind: 'child-end' }>
type Wait<K extends WaitEntry['kind']> = Extract<WaitEntry, { kind: K }> & { readonly seq: number }

/** The last failed try of a step. */
export interface Failure {
  readonly attempt: number
  readonly error: ErrorData
  readonly retryAt: Instant | undefined
  /** The partner may have acted all the same. */
  readonly doubt: boolean
  readonly seq: number
  readonly startedAt: Instant
  readonly endedAt: Instant
  /** Tries before a person had it tried again: they do not count against the policy. */
  readonly base: number
  /** A person had it tried again after this failure. */
  readonly cleared: boolean
}

/** What the journal knows of one step. `seq` is the place of the row in the journal. */
export interface StepMemo {
  /** The answer of an effect. */
  answer?: {
    readonly emission: Emission
    readonly seq: number
    readonly attempt: number
    readonly startedAt: Instant
    readonly endedAt: Instant
  }
  /** Tries so far, with the last failure. */
  failure?: Failure
  /** A try after which the partner may have acted. */
  reached?: { readonly seq: number }
  /** What was asked last, under the key that is in force. */
  request?: { readonly print: RequestPrint; readonly seq: number }
  /** The key in force, where the first one had to be given up. */
  key?: { readonly key: string; readonly before: StepCall['before']; readonly seq: number }
  /** A `once` effect was about to happen. */
  intent?: { readonly attempt: number; readonly seq: number; readonly at: Instant }
  timer?: { readonly due: Instant; readonly seq: number }
  child?: { readonly run: RunId; readonly seq: number; readonly at: Instant }
  childEnd?: Child & { readonly seq: number }
  /** What became of the message at its group; `cleared`: a person had the run tried again since. */
  part?: { readonly outcome: PartOutcome; readonly cleared: boolean; readonly seq: number }
  /** What it waits for from outside, and how that ended. */
  wait?: Wait<'await'>
  waitEnd?: Wait<'await-end'>
  /** The newest question that had no answer yet. */
  poll?: Wait<'poll'>
  /** What a person decided about a step in doubt. */
  decision?: { readonly as: 'sent' | 'resend' | 'drop'; readonly seq: number }
}

/** The journal of a run, folded: all that a replay needs to know. */
export interface Memo {
  readonly steps: ReadonlyMap<StepPath, StepMemo>
  /** Steps that a person wants done again, with everything that follows from them: path → row of the wish. */
  readonly redo: ReadonlyMap<StepPath, number>
  /** The version that a person moved the run to. */
  readonly version: string | undefined
  /** Times that the run began to undo what it had done, with the one under way. */
  readonly undone: number
  /** The run undoes what it did, or has; absent again when a person has it go on afterwards. */
  readonly undoing: Undoing | undefined
}

/** What the journal says of undoing. */
export interface Undoing {
  readonly at: Instant
  /** Row at which it began. */
  readonly seq: number
  /** The run as it stood then: nothing that is written later changes what there is to undo. */
  readonly before: Memo
  /** A person stopped the run, which is closed when all is undone; else it failed, and waits for a person. */
  readonly stopped: { readonly by: string; readonly reason: string } | undefined
  /** Which steps, in this order, and why; undefined until the run was looked at. */
  readonly plan: Extract<JournalEntry, { kind: 'compensate' }> | undefined
  readonly complete: boolean
}

/** The memo of a run without a journal. */
export const EMPTY_MEMO: Memo = {
  steps: new Map(),
  redo: new Map(),
  version: undefined,
  undone: 0,
  undoing: undefined,
}

/** Folds a journal: pure, no clock, no I/O; the state of a run is this and nothing else (design §8). */
export function foldJournal(journal: readonly JournalEntry[]): Memo {
  const steps = new Map<StepPath, StepMemo>()
  const redo = new Map<StepPath, number>()
  let version: string | undefined
  let undone = 0
  let undoing: Undoing | undefined
  const beginUndoing = (seq: number, at: Instant): Undoing => {
    undone++
    const before = foldJournal(journal.slice(0, seq))
    return { at, seq, before, stopped: undefined, plan: undefined, complete: false }
  }
  const stepAt = (path: StepPath): StepMemo => {
    const known = steps.get(path)
    if (known) return known
    const made: StepMemo = {}
    steps.set(path, made)
    return made
  }
  journal.forEach((entry, seq) => {
    if (entry.kind === 'compensate') undoing = { ...(undoing ?? beginUndoing(seq, entry.at)), plan: entry }
    if (entry.kind === 'compensated' && undoing) undoing = { ...undoing, complete: true }
    if ('path' in entry) foldStep(stepAt(entry.path), entry, seq)
    if (entry.kind !== 'resume') return
    if (entry.compensate) {
      const stopped = { by: entry.by, reason: entry.compensate.reason }
      undoing = { ...(undoing ?? beginUndoing(seq, entry.at)), stopped }
    } else if (undoing?.complete) {
      // What was undone is done again, with keys of its own.
      for (const path of undoing.plan?.steps ?? []) redo.set(path, seq)
      undoing = undefined
    }
    if (entry.version !== undefined) version = entry.version
    if (entry.decision) stepAt(entry.decision.path).decision = { as: entry.decision.as, seq }
    else if (entry.from !== undefined) redo.set(entry.from, seq)
    for (const step of steps.values()) {
      if (step.part) step.part = { ...step.part, cleared: true }
      if (step.failure) step.failure = { ...step.failure, base: step.failure.attempt, cleared: true }
    }
  })
  return { steps, redo, version, undone, undoing }
}

function foldStep(step: StepMemo, entry: Extract<JournalEntry, { path: StepPath }>, seq: number): void {
  if ('request' in entry && entry.request !== undefined) step.request = { print: entry.request, seq }
  switch (entry.kind) {
    case 'effect': {
      const { attempt, startedAt, endedAt } = entry
      step.answer = { emission: entry.emission as Emission, seq, attempt, startedAt, endedAt }
      return
    }
    case 'failed': {
      const { attempt, error, retryAt, startedAt, endedAt } = entry
      if (outcomeUnknown(error)) step.reached = { seq }
      step.failure = {
        attempt,
        error,
        retryAt,
        doubt: entry.doubt === true,
        seq,
        startedAt,
        endedAt,
        base: step.failure?.base ?? 0,
        cleared: false,
      }
      return
    }
    case 'intent':
      step.intent = { attempt: entry.attempt, seq, at: entry.at }
      return
    case 'rekey':
      step.key = { key: entry.key, before: [...(step.key?.before ?? []), { ...entry.was, until: entry.at }], seq }
      return
    case 'timer':
      step.timer = { due: entry.due, seq }
      return
    case 'child':
      step.child = { run: entry.run, seq, at: entry.at }
      return
    case 'part':
      step.part = { outcome: entry.outcome, cleared: false, seq }
      return
    case 'child-end':
      step.childEnd = { ...entry, seq }
      return
    case 'await':
      step.wait = { ...entry, seq }
      return
    case 'await-end':
      step.waitEnd = { ...entry, seq }
      return
    case 'poll':
      step.poll = { ...entry, seq }
  }
}

/** The part of a step's memo that still counts for a token that a redo has touched: older rows are forgotten. */
export function memoSince(memo: Memo, path: StepPath, since: number): StepMemo | undefined {
  const step = memo.steps.get(path)
  if (!step || since < 0) return step
  const kept: StepMemo = {}
  for (const [part, value] of Object.entries(step) as [keyof StepMemo, { seq: number }][]) {
    if (value.seq > since) Object.assign(kept, { [part]: value })
  }
  return kept
}
