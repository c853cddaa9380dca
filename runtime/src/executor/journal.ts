import type { Engine, JournalEntry, Lease, Next } from '#runtime/engine/engine.ts'
import { FlowError, permanent, toErrorData } from '#shared/errors/flow-error.ts'
import type { RunJournal } from './run-env.ts'

/** A run's journal with the end that only the executor uses. */
export interface OpenJournal extends RunJournal {
  /** Writes what is left together with where the run stands. */
  finish(next: Next): Promise<'committed' | 'stale'>
}

/**
 * Writes a run's journal through the engine. Rows of one turn of the event loop go in one commit, together with the acceptance
 * and the end when those fall into the same turn: an ordinary synchronous message costs one transaction, shared with its neighbours.
 * `lost` is called when the lease is gone or nothing can be written; the walk must stop then.
 */
export function engineJournal(
  engine: Engine,
  lease: Lease,
  accepted: Promise<void>,
  lost: (why: unknown) => void,
): OpenJournal {
  let rows: JournalEntry[] = []
  let scheduled = false
  let last: Promise<void> = accepted
  let underWay: Promise<unknown> | undefined
  // Nobody may be waiting for it when it fails; who gave it to us knows.
  accepted.catch(() => undefined)

  function commit(next: Next): Promise<'committed' | 'stale'> {
    const taken = rows
    rows = []
    // A commit may fail and the next one succeed (a lock, a full disk): rows that follow must not be written without those before them.
    const send = (): Promise<'committed' | 'stale'> => engine.commit(lease, taken, next)
    const result = underWay ? underWay.then(send) : send()
    underWay = result
    last = result.then((answer) => {
      if (underWay === result) underWay = undefined
      if (answer === 'stale') throw stale()
    })
    last.catch(lost)
    return result
  }
  const flush = (): void => {
    scheduled = false
    if (rows.length > 0) commit({ status: 'running' })
  }

  return {
    accepted,
    write(entry) {
      rows.push(entry)
      if (scheduled) return
      scheduled = true
      setImmediate(flush)
    },
    async intend(entry) {
      flush()
      const answer = await engine.intend(lease, entry)
      // Most often one transaction with the rows before it; if those failed, nothing may be done outside.
      await last
      if (answer === 'recorded') return
      const error = stale()
      lost(error)
      throw error
    },
    groups: {
      async join(part) {
        flush()
        const answer = await engine.groups.join(lease, part)
        if (answer !== 'stale') return answer
        const error = stale()
        lost(error)
        throw error
      },
      peek: (group) => engine.groups.peek(group),
    },
    async flushed() {
      flush()
      await Promise.all([accepted, last])
    },
    finish: commit,
  }
}

const refuse = (): Promise<never> => Promise.reject(permanent('group.not-stored'))

/** The journal of runs that are kept in memory only: a test run, a replay, or a flow with `durability: none`. */
export const MEMORY_JOURNAL: RunJournal = {
  accepted: Promise.resolve(),
  write: () => undefined,
  intend: () => Promise.resolve(),
  flushed: () => Promise.resolve(),
  groups: { join: refuse, peek: refuse },
}

function stale(): FlowError {
  return new FlowError(toErrorData(new Error('another worker has taken this run over')))
}
