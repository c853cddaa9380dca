import type { Inbound, Instant, Next } from '#runtime/engine/engine.ts'
import { waitView } from '#runtime/engine/wait-view.ts'
import type { OpenWait } from '#runtime/engine/waits.ts'
import type { Compensation, RunSummary } from '#shared/api/runs.ts'
import { type ErrorData, errorData } from '#shared/errors/flow-error.ts'
import type { Trouble, UndoEnd, WalkEnd } from './walk-end.ts'

/** Where a run stands when its walk has come to rest. What still moves outweighs what failed; doubt outweighs failure. */
export function nextOf(end: WalkEnd, at: Instant): Next {
  const reply = end.reply ? { reply: end.reply } : {}
  const { undoing } = end
  const standing = (how: Compensation) => (undoing && undoing.steps.length > 0 ? { compensation: how } : {})
  if (end.sleeping.length > 0 || end.children > 0) {
    const trouble = end.sleeping.find((it) => it.trouble)?.trouble
    const wakeAt = end.sleeping.length > 0 ? { wakeAt: Math.min(...end.sleeping.map((it) => it.until)) } : {}
    return trouble
      ? {
          status: 'retrying',
          ...wakeAt,
          error: trouble.error,
          errorNode: trouble.node,
          ...standing('under-way'),
        }
      : { status: 'waiting', ...wakeAt, ...standing('under-way') }
  }
  const doubt = end.doubts[0]
  if (doubt)
    return { status: 'in-doubt', at, error: doubt.error, errorNode: doubt.node, ...reply, ...standing('partial') }
  const failure = end.failures[0]
  if (failure) {
    const error = undoing ? notUndone(undoing, failure) : failure.error
    return { status: 'failed', at, error, errorNode: failure.node, ...reply, ...standing('partial') }
  }
  if (!undoing) return { status: 'done', at, ...reply }
  const { stopped, error, errorNode } = undoing
  return stopped
    ? { status: 'cancelled', at, error, ...reply, ...standing('done') }
    : { status: 'failed', at, error, errorNode, ...reply, ...standing('done') }
}

/** The end of a called flow: without a reply node, what it ended well with is what its caller is given. */
export function endOfCalled(end: WalkEnd): WalkEnd {
  const well = end.doubts.length === 0 && end.failures.length === 0 && !end.undoing
  return end.reply || !end.last || !well ? end : { ...end, reply: { status: 200, headers: {}, body: end.last.body } }
}

function notUndone({ steps }: UndoEnd, { error }: Trouble): ErrorData {
  const left = steps.filter(({ state }) => state === 'left').length
  return errorData(
    'run.compensation-failed',
    { undone: steps.length - left, left, reason: error.message },
    { ...error.details, cause: error.code },
  )
}

/** A run and where it stands. */
export interface Standing {
  readonly inbound: Pick<Inbound, 'run' | 'flow' | 'at' | 'message'>
  readonly version: string
  readonly next: Next
  readonly waits?: readonly OpenWait[]
}

/** The row of the run list that live screens show. */
export function summaryOf({ inbound, version, next, waits = [] }: Standing): RunSummary {
  const ended = 'at' in next ? { endedAt: new Date(next.at).toISOString() } : {}
  const wake = 'wakeAt' in next && next.wakeAt !== undefined ? { wakeAt: new Date(next.wakeAt).toISOString() } : {}
  const error = 'error' in next && next.error ? { error: { ...next.error } } : {}
  const errorNode = 'errorNode' in next && next.errorNode !== undefined ? { errorNode: next.errorNode } : {}
  return {
    id: inbound.run,
    flow: inbound.flow,
    version,
    status: next.status,
    keys: inbound.message.keys,
    acceptedAt: new Date(inbound.at).toISOString(),
    ...ended,
    ...wake,
    ...error,
    ...errorNode,
    ...('compensation' in next && next.compensation ? { compensation: next.compensation } : {}),
    ...(waits.length > 0 ? { waits: waits.map((wait) => waitView(wait)) } : {}),
  } as RunSummary
}
