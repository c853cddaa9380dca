import type { Inbound, Instant, Next } from '#runtime/engine/engine.ts'
import { waitView } from '#runtime/engine/wait-view.ts'
import type { OpenWait } from '#runtime/engine/waits.ts'
import type { RunSummary } from '#shared/api/runs.ts'
import type { WalkEnd } from './walk.ts'

/** Where a run stands when its walk has come to rest. What still moves outweighs what failed; doubt outweighs failure. */
export function nextOf(end: WalkEnd, at: Instant): Next {
  const reply = end.reply ? { reply: end.reply } : {}
  if (end.sleeping.length > 0 || end.children > 0) {
    const trouble = end.sleeping.find((it) => it.trouble)?.trouble
    const wakeAt = end.sleeping.length > 0 ? { wakeAt: Math.min(...end.sleeping.map((it) => it.until)) } : {}
    return trouble
      ? { status: 'retrying', ...wakeAt, error: trouble.error, errorNode: trouble.node }
      : { status: 'waiting', ...wakeAt }
  }
  const doubt = end.doubts[0]
  if (doubt) return { status: 'in-doubt', at, error: doubt.error, errorNode: doubt.node, ...reply }
  const failure = end.failures[0]
  if (failure) return { status: 'failed', at, error: failure.error, errorNode: failure.node, ...reply }
  return { status: 'done', at, ...reply }
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
    ...(waits.length > 0 ? { waits: waits.map((wait) => waitView(wait)) } : {}),
  } as RunSummary
}
