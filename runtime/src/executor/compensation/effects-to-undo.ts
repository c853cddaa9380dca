import type { StepPath } from '#runtime/engine/engine.ts'
import type { Emission } from '#shared/node/run.ts'
import type { CompiledNode } from '../compile.ts'
import { type Memo, memoSince, type StepMemo } from '../memo.ts'
import type { RunEnv } from '../run-env.ts'
import type { Outcome } from '../step/outcome.ts'
import { outcomeUnknown } from '../step/outcome-unknown.ts'
import type { Token } from '../walk/token.ts'

/** A step whose effect may have to be undone. */
export interface EffectToUndo {
  readonly node: CompiledNode
  /** What came in. */
  readonly token: Token
  /** Body that left; null when the call failed and nobody knows whether the partner acted. */
  readonly output: unknown
}

/** The effects of one walk, in the order in which they came about. */
export interface EffectsToUndo {
  readonly note: NonNullable<RunEnv['onEffect']>
  get(path: StepPath): EffectToUndo | undefined
  /** The paths, the newest effect first. */
  newestFirst(): readonly StepPath[]
}

/** Gathers what a walk did outside. What the journal knew before comes first, by its rows; then what happened in this walk, as it ended. */
export function createEffectsToUndo(memo: Memo): EffectsToUndo {
  const found = new Map<StepPath, EffectToUndo & { readonly place: number }>()
  let happened = 0
  return {
    note(node, token, path, outcome) {
      const known = memoSince(memo, path, token.since)
      const output = leftBehind(outcome, node, known)
      if (output === undefined) return
      const place = rowOf(outcome, known) ?? Number.MAX_SAFE_INTEGER / 2 + happened++
      found.set(path, { node, token, output: output.body, place })
    },
    get: (path) => found.get(path),
    newestFirst: () => [...found].sort(([, a], [, b]) => b.place - a.place).map(([path]) => path),
  }
}

/** What a step that has come to its end left behind outside; undefined when that is surely nothing. */
function leftBehind(
  outcome: Outcome,
  node: CompiledNode,
  known: StepMemo | undefined,
): { readonly body: unknown } | undefined {
  if (outcome.kind === 'emission') return bodyOf(outcome.emission)
  if (outcome.kind !== 'failed') return undefined
  // A `once` call that fails surely did not happen: else it would be in doubt.
  const mayHaveActed = node.effects === 'idempotent' && (known?.reached !== undefined || outcomeUnknown(outcome.error))
  return mayHaveActed ? { body: null } : undefined
}

function bodyOf(emission: Emission): { readonly body: unknown } | undefined {
  switch (emission.kind) {
    // Dropped: a person decided that it was not done, or the node that there was nothing to do.
    case 'drop':
    case 'again':
    case 'join':
      return undefined
    case 'each':
      return { body: emission.messages.map((message) => message.body) }
    case 'fan':
      return { body: emission.outputs[0]?.message.body ?? null }
    default:
      return { body: emission.message.body }
  }
}

/** The row of the journal that settled the step before this walk; undefined when it came about now. */
function rowOf(outcome: Outcome, known: StepMemo | undefined): number | undefined {
  if (outcome.kind === 'failed') return known?.failure?.retryAt === undefined ? known?.failure?.seq : undefined
  return known?.childEnd?.seq ?? known?.child?.seq ?? known?.answer?.seq
}
