import type { JournalEntry, StepPath } from '#runtime/engine/engine.ts'
import { errorData } from '#shared/errors/flow-error.ts'
import type { RunEnv } from '../run-env.ts'
import type { Token } from '../walk/token.ts'
import { walkTokens } from '../walk/walk.ts'
import type { UndoEnd, WalkEnd } from '../walk/walk-end.ts'
import type { EffectsToUndo, EffectToUndo } from './effects-to-undo.ts'
import { onOneWay, undoLineage } from './undo-paths.ts'

/** Which steps are undone, in this order, and why. */
export type UndoPlan = Extract<JournalEntry, { kind: 'compensate' }>

/** What undoing works with. */
export interface UndoParts {
  readonly env: RunEnv
  readonly plan: UndoPlan
  readonly effects: EffectsToUndo
  /** 1 = the first time that this run undoes something. */
  readonly round: number
  readonly stopped: boolean
  /** Row of the journal where it began: a person's word about a step counts from there on. */
  readonly since: number
}

type State = UndoEnd['steps'][number]['state']

/**
 * Undoes the steps of the plan one after the other. What cannot be undone now holds up the steps before it on the same way, and no others.
 * The walk through each branch is an ordinary one: its effects are journalled, tried again, in doubt and recomputed as any other.
 */
export async function undoSteps(parts: UndoParts, reply: WalkEnd['reply']): Promise<WalkEnd> {
  const { env, plan, effects } = parts
  const ends: WalkEnd[] = []
  const states = new Map<StepPath, State>()
  for (const path of plan.steps) {
    if (env.signal.aborted) break
    if (settledByHand(parts, path)) states.set(path, 'by-hand')
    else if (![...states].some(([other, state]) => state === 'left' && onOneWay(other, path))) {
      const effect = effects.get(path)
      const end = effect ? await undoStep(parts, path, effect) : lost(path)
      ends.push(end)
      states.set(path, isClean(end) ? 'undone' : 'left')
    } else states.set(path, 'left')
  }
  const steps = plan.steps.map((path) => ({ path, node: nodeOf(path), state: states.get(path) ?? 'left' }))
  const { error, errorNode, at } = plan
  return { ...together(ends, reply), undoing: { since: at, stopped: parts.stopped, error, errorNode, steps } }
}

function settledByHand({ env, since }: UndoParts, path: StepPath): boolean {
  const decision = env.memo.steps.get(path)?.decision
  return decision?.as === 'sent' && decision.seq > since
}

function undoStep({ env, plan, round }: UndoParts, path: StepPath, effect: EffectToUndo): WalkEnd | Promise<WalkEnd> {
  const quiet: RunEnv = {
    ...env,
    onReply: () => undefined,
    ...(env.onStep ? { onStep: (step) => env.onStep?.({ ...step, undoes: path }) } : {}),
  }
  return walkTokens(quiet, firstToken(effect, path, plan, round))
}

function firstToken({ node, token, output }: EffectToUndo, path: StepPath, plan: UndoPlan, round: number): Token {
  const { message, parts } = token
  const input = parts ? parts.map((part) => part.body) : message.body
  return {
    node: node.undoNode ?? '',
    message: { ...message, body: { input, output } },
    lineage: undoLineage(path, round),
    frame: undefined,
    index: 0,
    outputs: { node: node.id, body: output, before: token.outputs },
    visits: new Map(),
    since: -1,
    at: plan.at,
    from: path,
    error: plan.error,
    parts: undefined,
  }
}

function isClean({ sleeping, children, doubts, failures, open }: WalkEnd): boolean {
  return sleeping.length + children + doubts.length + failures.length + open === 0
}

/** The version that the run was moved to knows no way to undo it. */
function lost(path: StepPath): WalkEnd {
  const error = errorData('run.compensation-lost', { step: path })
  return { ...together([], undefined), failures: [{ node: nodeOf(path), path, error }] }
}

function together(ends: readonly WalkEnd[], reply: WalkEnd['reply']): WalkEnd {
  const sum = (of: (end: WalkEnd) => number): number => ends.reduce((all, end) => all + of(end), 0)
  return {
    reply,
    sleeping: ends.flatMap((end) => end.sleeping),
    waits: ends.flatMap((end) => end.waits),
    children: sum((end) => end.children),
    doubts: ends.flatMap((end) => end.doubts),
    failures: ends.flatMap((end) => end.failures),
    joined: false,
    open: sum((end) => end.open),
  }
}

function nodeOf(path: StepPath): string {
  return /^[^[#]*/.exec(path)?.[0] ?? ''
}
