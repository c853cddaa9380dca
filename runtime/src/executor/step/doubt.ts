import type { Instant } from '#runtime/engine/engine.ts'
import { type ErrorData, errorData } from '#shared/errors/flow-error.ts'
import type { CompiledNode } from '../compile.ts'
import type { StepMemo } from '../memo.ts'

/** An intent without a known end: the process died in the call, or the connection broke. */
export function inDoubt(memo: StepMemo | undefined): boolean {
  if (!memo?.intent) return false
  const { failure, intent } = memo
  return failure === undefined || failure.seq < intent.seq || failure.doubt
}

/** What a person decided about the doubtful try; a decision about an earlier one does not count any more. */
export function decided(memo: StepMemo | undefined): 'sent' | 'resend' | 'drop' | undefined {
  return memo?.decision && memo.decision.seq > (memo.intent?.seq ?? -1) ? memo.decision.as : undefined
}

/**
 * When the doubtful call was surely cut off: a call may be cut long after its intent. Undefined when whoever made it died or lost the run:
 * nothing in the journal says when that was.
 */
export function cutAt(memo: StepMemo | undefined): Instant | undefined {
  const asked = memo?.intent
  const failure = memo?.failure
  if (!asked || !failure?.doubt || failure.seq < asked.seq) return undefined
  return Math.max(asked.at, failure.endedAt)
}

/** What is said of a step that nobody knows the end of. */
export function doubt(node: CompiledNode): ErrorData {
  return errorData('run.in-doubt', { host: String(node.settings.connection ?? node.id) })
}
