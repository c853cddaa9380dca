import type { Engine, Inbound, Lease, RunId } from '#runtime/engine/engine.ts'
import { retryable, toErrorData } from '#shared/errors/flow-error.ts'
import type { CompiledFlow } from '../compile.ts'
import type { ExecutorParts } from '../executor-parts.ts'
import { EMPTY_MEMO } from '../memo.ts'
import type { Accepted, Answer, Asked, Submission, Submitted } from '../submission.ts'
import type { Work } from '../work.ts'
import { createBacklog } from './backlog.ts'
import type { Callers } from './callers.ts'
import { businessKeys, type Keyed } from './keys.ts'
import type { Room } from './room.ts'

/** Takes in the messages that are handed over to this worker. */
export interface Acceptance {
  /** Runs a message that nobody waits for. Throws when the worker is draining or full. */
  submit(submission: Submission): Submitted
  /** Runs a message whose caller waits for the answer. */
  ask(submission: Submission): Asked
}

/** Makes the acceptance of one worker: a message that is stored is walked while it is being stored. */
export function createAcceptance(parts: ExecutorParts, room: Room, callers: Callers, work: Work): Acceptance {
  const { engine, member, clock } = parts
  const backlog = createBacklog(engine.history, clock)

  /** Gives the message its run and its keys, then begins; keys that take the slow path make it begin a little later. */
  function begin<T>(
    submission: Submission,
    start: (compiled: CompiledFlow, inbound: Inbound) => T,
  ): { run: RunId; begun: T | Promise<T> } {
    const { deployment, trigger, parent, origin } = submission
    const { compiled, unit } = deployment
    if (room.draining) throw retryable('gateway.draining')
    if (room.left <= 0) throw retryable('engine.busy')
    // A called flow is part of work that was taken in before.
    if (!parent && compiled.stored) backlog.enter(compiled)
    const run = parts.newRunId()
    const at = clock()
    const inboundOf = ({ message, partition }: Keyed): Inbound => ({
      run,
      unit,
      flow: compiled.flow.id,
      version: compiled.version,
      trigger,
      message,
      at,
      ...(partition === undefined ? {} : { partition }),
      ...(parent ? { parent } : {}),
      ...(origin === undefined ? {} : { origin }),
    })
    const keyed = businessKeys(compiled, submission.message, { run, at }, parts.tools.tables)
    const begun =
      keyed instanceof Promise ? keyed.then((it) => start(compiled, inboundOf(it))) : start(compiled, inboundOf(keyed))
    return { run, begun }
  }

  function submit(submission: Submission): Submitted {
    const { run, begun } = begin(submission, (compiled, inbound) => {
      if (compiled.stored) return store(compiled, inbound, submission.dedupe)
      const { accepted, answered } = keepInMemory(compiled, inbound)
      if (answered instanceof Promise)
        answered.catch((error: unknown) =>
          parts.log('warn', 'a message that is not stored failed', { run: inbound.run, error: toErrorData(error) }),
        )
      return accepted
    })
    return { run, accepted: begun instanceof Promise ? begun.then((it) => it) : begun }
  }

  function ask(submission: Submission): Asked {
    const { run, begun } = begin(submission, (compiled, inbound): Pick<Asked, 'accepted' | 'answered'> => {
      if (!compiled.stored) return keepInMemory(compiled, inbound)
      const answered = callers.wait(inbound.run)
      const accepted = store(compiled, inbound, submission.dedupe)
      accepted.then(
        (it) => it.duplicate && callers.forget(inbound.run),
        () => callers.forget(inbound.run),
      )
      return { accepted, answered }
    })
    const later = begun instanceof Promise
    return {
      run,
      accepted: later ? begun.then((it) => it.accepted) : begun.accepted,
      answered: later ? begun.then((it) => it.answered) : begun.answered,
      forget: () => callers.forget(run),
    }
  }

  /** Accepts a message and walks it at once: pure steps need not wait for the acceptance, effects do (`journal.accepted`). */
  async function store(compiled: CompiledFlow, inbound: Inbound, dedupe: Submission['dedupe']): Promise<Accepted> {
    const { run } = inbound
    if (!room.admission.admits(inbound.flow)) return storeInLine(compiled, inbound, dedupe)
    const stored = engine.accept({ ...inbound, lease: member, ...(dedupe ? { dedupe } : {}) })
    const lease: Lease = { run, epoch: 1, until: inbound.at }
    const leased = stored.then((it) => {
      if (it.duplicate || !it.lease) throw new Error('not leased')
    })
    const abort = new AbortController()
    leased.catch((why: unknown) => abort.abort(why))
    const task = work.durable({ compiled, inbound, memo: EMPTY_MEMO, lease, accepted: leased, abort })
    room.start(inbound.flow, lease, abort, task)
    return told(compiled, inbound, await stored)
  }

  /** Beyond the limits of its flow: the message is safe in the queue, and a claim takes it up when there is room. */
  async function storeInLine(
    compiled: CompiledFlow,
    inbound: Inbound,
    dedupe: Submission['dedupe'],
  ): Promise<Accepted> {
    return told(compiled, inbound, await engine.accept({ ...inbound, ...(dedupe ? { dedupe } : {}) }))
  }

  function told(compiled: CompiledFlow, inbound: Inbound, stored: Awaited<ReturnType<Engine['accept']>>): Accepted {
    const { duplicate, conflict, status, reply, lease, run } = stored
    if (!duplicate) parts.moved({ inbound, version: compiled.version, next: { status: lease ? 'running' : 'waiting' } })
    const ended = status === 'done' || status === 'failed' || status === 'cancelled'
    return { run, duplicate, ended, ...(conflict ? { conflict } : {}), ...(reply ? { reply } : {}) }
  }

  /** `durability: none`: nothing is written; a failure is the caller's to see. Of a synchronous flow the answer is there at once. */
  function keepInMemory(compiled: CompiledFlow, inbound: Inbound): Pick<Asked, 'accepted' | 'answered'> {
    const { run } = inbound
    if (!room.admission.admits(inbound.flow)) throw retryable('engine.limit-reached')
    const accepted = { run, duplicate: false, ended: false }
    const abort = new AbortController()
    let replied: Answer | undefined
    let answer: ((early: Answer) => void) | undefined
    const ended = work.inMemory(compiled, inbound, abort, (reply) => {
      replied = { reply, next: { status: 'running' } }
      answer?.(replied)
    })
    if (!(ended instanceof Promise)) return { accepted, answered: ended }
    const quiet = ended.then(
      () => undefined,
      () => undefined,
    )
    room.start(inbound.flow, { run, epoch: 0, until: inbound.at }, abort, quiet)
    if (replied) return { accepted, answered: replied }
    const answered = new Promise<Answer>((resolve, reject) => {
      answer = resolve
      ended.then(resolve, reject)
    })
    return { accepted, answered }
  }

  return { submit, ask }
}
