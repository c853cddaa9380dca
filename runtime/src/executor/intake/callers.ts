import type { Instant, Next, RunId } from '#runtime/engine/engine.ts'
import type { RunRow } from '#runtime/engine/history.ts'
import { errorData } from '#shared/errors/flow-error.ts'
import type { Reply } from '#shared/message/message.ts'
import type { Answer } from '../submission.ts'

/** The callers that wait on this worker, by run: a run may sleep and be taken up again before its reply. */
export interface Callers {
  wait(run: RunId): Promise<Answer>
  has(run: RunId): boolean
  answer(run: RunId, answer: Answer): void
  forget(run: RunId): void
  /** Up to `max` runs, each time others until all have had their turn. */
  next(max: number): readonly RunId[]
}

/** Makes an empty set. */
export function createCallers(): Callers {
  const waiting = new Map<RunId, (answer: Answer) => void>()
  return {
    wait: (run) => new Promise((resolve) => waiting.set(run, resolve)),
    has: (run) => waiting.has(run),
    answer(run, answer) {
      waiting.get(run)?.(answer)
      waiting.delete(run)
    },
    forget: (run) => void waiting.delete(run),
    next(max) {
      const chosen = [...waiting].slice(0, max)
      for (const [run, resolve] of chosen) {
        waiting.delete(run)
        waiting.set(run, resolve)
      }
      return chosen.map(([run]) => run)
    },
  }
}

/** What a caller is told of a run that another worker brought to its end; undefined while it goes on. */
export function answerOf(row: RunRow, reply: Reply | undefined): Answer | undefined {
  const next = endOf(row, row.endedAt ?? row.acceptedAt)
  return next && { next, ...(reply ? { reply } : {}) }
}

function endOf({ status, error, errorNode }: RunRow, at: Instant): Next | undefined {
  if (status === 'done' || status === 'cancelled') return { status, at }
  if (status !== 'failed' && status !== 'in-doubt') return undefined
  return { status, at, error: error ?? errorData('run.no-reply'), errorNode: errorNode ?? '' }
}
