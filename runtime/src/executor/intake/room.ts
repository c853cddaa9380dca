import type { Lease } from '#runtime/engine/engine.ts'
import { toErrorData } from '#shared/errors/flow-error.ts'
import type { ExecutorParts } from '../executor-parts.ts'
import { type Admission, createAdmission } from './admission.ts'
import { createUnderWay, type UnderWay } from './under-way.ts'

/** The room that one worker has for runs: what is under way in it, and whether more may begin. */
export interface Room {
  readonly active: UnderWay
  readonly admission: Admission
  /** Runs that there is still room for. */
  readonly left: number
  /** Nothing new begins any more. */
  readonly draining: boolean
  /** Begins a run of the flow; it takes its place until `task` has ended. */
  start(flow: string, lease: Lease, abort: AbortController, task: Promise<void>): void
  /** Lets nothing new begin. */
  close(): void
}

/** Runs that one worker has under way; beyond it new messages are refused with 503. */
const MAX_ACTIVE = 2000
/** Of those, what one flow may take: a slow one leaves room for the others, and its further messages wait in the queue. */
const MOST_OF_ONE_FLOW = 1500

/** Makes the room of one worker; `vacant` is called when a run that others of its flow wait for has ended. */
export function createRoom(parts: ExecutorParts, vacant: () => void): Room {
  const { engine, member, flows, clock } = parts
  const slot = parts.slot ?? { index: 0, count: 1 }
  const active = createUnderWay(engine, member, clock)
  const admission = createAdmission({ flows, slot, mostOfOneFlow: MOST_OF_ONE_FLOW, clock })
  let draining = false
  return {
    active,
    admission,
    get left() {
      return MAX_ACTIVE - active.size
    },
    get draining() {
      return draining
    },
    start(flow, lease, abort, task) {
      const { run } = lease
      admission.began(flow)
      const ended = (): void => {
        if (admission.ended(flow)) setImmediate(vacant)
      }
      const done = task.then(ended, (error: unknown) => {
        if (!abort.signal.aborted)
          parts.log('error', 'a run stopped without an end', { run, error: toErrorData(error) })
        ended()
      })
      active.add(lease, abort, done)
    },
    close() {
      draining = true
    },
  }
}
