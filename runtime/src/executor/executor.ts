import type { ClaimedRun, Engine, Inbound, Instant, Lease, Next, RunId, Sharing } from '#runtime/engine/engine.ts'
import { type ErrorData, errorData, retryable, toErrorData } from '#shared/errors/flow-error.ts'
import type { CompiledFlow } from './compile.ts'
import type { ExecutorParts } from './executor-parts.ts'
import { createAdmission } from './intake/admission.ts'
import { createBacklog } from './intake/backlog.ts'
import { answerOf, createCallers } from './intake/callers.ts'
import { createGroupRuns } from './intake/group-runs.ts'
import { businessKeys, type Keyed } from './intake/keys.ts'
import { createUnderWay } from './intake/under-way.ts'
import { EMPTY_MEMO, foldJournal } from './memo.ts'
import type { Accepted, Answer, Asked, Submission, Submitted } from './submission.ts'
import { createWork, GRACE_MS } from './work.ts'

/** Runs messages: those handed over, and those that the engine has waiting. */
export interface Executor {
  /** Runs a message that nobody waits for. Throws when the worker is draining or full. */
  submit(submission: Submission): Submitted
  /** Runs a message whose caller waits for the answer. */
  ask(submission: Submission): Asked
  /** Looks for runnable runs now. */
  wake(): void
  /** Takes no new work and waits for what runs; hands back what is not done in time. */
  drain(ms: number): Promise<void>
  readonly active: number
}

/** Runs that one worker has under way; beyond it new messages are refused with 503. */
const MAX_ACTIVE = 2000
/** Of those, what one flow may take: a slow one leaves room for the others, and its further messages wait in the queue. */
const MOST_OF_ONE_FLOW = 1500
/** Runs taken from the queue at a time. */
const CLAIM = 64
const HEARTBEAT_MS = 5000
const POLL_MS = 500
const AFTER_REFUSAL_MS = 2000
/** Waiting callers that are looked after at a time. */
const LOOK = 32
/** A run that saw this many of its workers die is set aside. */
const DEADLY = 2

/** Makes the executor of one worker and starts its heartbeat. */
export function createExecutor(parts: ExecutorParts): Executor {
  const { engine, member, flows, clock } = parts
  const active = createUnderWay(engine, member, clock)
  const callers = createCallers()
  const slot = parts.slot ?? { index: 0, count: 1 }
  const admission = createAdmission({ flows, slot, mostOfOneFlow: MOST_OF_ONE_FLOW, clock })
  const backlog = createBacklog(engine.history, clock)
  const groupRuns = createGroupRuns(parts, wake)
  const work = createWork(parts, {
    callers,
    submit,
    sleep,
    takeUp: (run) => void claimOne(run),
    wake,
    groups: groupRuns.look,
  })
  let draining = false
  let claiming: Promise<void> | undefined
  /** Asked to look again while it was looking. */
  let again = false
  /** The run under way here whose worker died before: never two at a time, so that a killer strikes alone. */
  let suspect: RunId | undefined
  let looking: Promise<void> | undefined
  /** Takes long only while the store takes nothing, as on a full disk. */
  let renewing: Promise<void> | undefined
  /** When the store last refused a claim. */
  let refusedAt = Number.NEGATIVE_INFINITY

  function start(flow: string, lease: Lease, abort: AbortController, task: Promise<void>): void {
    const { run } = lease
    admission.began(flow)
    const ended = (): void => {
      if (admission.ended(flow)) setImmediate(wake)
    }
    const done = task.then(ended, (error: unknown) => {
      if (!abort.signal.aborted) parts.log('error', 'a run stopped without an end', { run, error: toErrorData(error) })
      ended()
    })
    active.add(lease, abort, done)
  }

  /** Gives the message its run and its keys, then begins; keys that take the slow path make it begin a little later. */
  function begin<T>(
    submission: Submission,
    start: (compiled: CompiledFlow, inbound: Inbound) => T,
  ): { run: RunId; begun: T | Promise<T> } {
    const { deployment, trigger, parent, origin } = submission
    const { compiled, unit } = deployment
    if (draining) throw retryable('gateway.draining')
    if (active.size >= MAX_ACTIVE) throw retryable('engine.busy')
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
    if (!admission.admits(inbound.flow)) return storeInLine(compiled, inbound, dedupe)
    const stored = engine.accept({ ...inbound, lease: member, ...(dedupe ? { dedupe } : {}) })
    const lease: Lease = { run, epoch: 1, until: inbound.at }
    const leased = stored.then((it) => {
      if (it.duplicate || !it.lease) throw new Error('not leased')
    })
    const abort = new AbortController()
    leased.catch((why: unknown) => abort.abort(why))
    const task = work.durable({ compiled, inbound, memo: EMPTY_MEMO, lease, accepted: leased, abort })
    start(inbound.flow, lease, abort, task)
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
    if (!admission.admits(inbound.flow)) throw retryable('engine.limit-reached')
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
    start(inbound.flow, { run, epoch: 0, until: inbound.at }, abort, quiet)
    if (replied) return { accepted, answered: replied }
    const answered = new Promise<Answer>((resolve, reject) => {
      answer = resolve
      ended.then(resolve, reject)
    })
    return { accepted, answered }
  }

  function take(claimed: ClaimedRun): void {
    const { lease, inbound } = claimed
    if (claimed.deaths > 0) suspect = inbound.run
    const abort = new AbortController()
    start(
      inbound.flow,
      lease,
      abort,
      proceed(claimed, abort).finally(() => cleared(inbound.run)),
    )
  }

  /** Takes what there is still room for: messages that came in meanwhile may have taken some of it. */
  async function takeAll(claimed: readonly ClaimedRun[], sharing: Sharing | undefined): Promise<void> {
    if (sharing)
      admission.claimed(
        sharing,
        claimed.map(({ inbound }) => inbound.flow),
      )
    const tooMany: Lease[] = []
    for (const it of claimed) {
      if (admission.takes(it.inbound.flow)) take(it)
      else tooMany.push(it.lease)
    }
    if (tooMany.length > 0) await engine.release(tooMany)
  }

  function cleared(run: RunId): void {
    if (suspect !== run) return
    suspect = undefined
    setImmediate(wake)
  }

  async function proceed(claimed: ClaimedRun, abort: AbortController): Promise<void> {
    const { lease, inbound } = claimed
    if (claimed.deaths >= DEADLY) return setAside(claimed, errorData('run.poison', { times: claimed.deaths }))
    const memo = foldJournal(claimed.journal)
    const compiled = await flows.version(inbound.flow, memo.version ?? inbound.version).catch((error: unknown) => {
      const data = toErrorData(error)
      // A fault of ours says nothing about the version: the lease runs out and the run is taken up again.
      if (data.class === 'bug') throw error
      return setAside(claimed, data)
    })
    if (compiled) await work.durable({ compiled, inbound, memo, lease, accepted: Promise.resolve(), abort })
  }

  /** A poison message, or one whose version cannot run here: its neighbours go on, it waits for a person. */
  async function setAside({ lease, inbound }: ClaimedRun, error: ErrorData): Promise<void> {
    const next: Next = { status: 'failed', at: clock(), error, errorNode: inbound.trigger }
    await engine.commit(lease, [], next)
    parts.moved({ inbound, version: inbound.version, next })
    callers.answer(inbound.run, { next })
  }

  async function claimOne(run: RunId, at: Instant = clock()): Promise<void> {
    if (draining || active.has(run)) return
    const claimed = await engine.claimOne(member, run, at).catch(() => undefined)
    if (!claimed) return
    // The stop came in between: nobody would wait for this run any more.
    if (draining || !admission.takes(claimed.inbound.flow)) await engine.release([claimed.lease]).catch(() => undefined)
    else take(claimed)
  }

  function sleep(run: RunId, wakeAt: Instant | undefined): void {
    if (wakeAt === undefined) return
    // Only near wake-ups are worth a timer here; the poll finds the rest.
    const wait = wakeAt - clock()
    if (wait < 60_000) setTimeout(() => void claimOne(run, wakeAt + GRACE_MS), Math.max(0, wait)).unref()
  }

  function wake(): void {
    if (claiming || renewing) again = true
    // While the store takes nothing leases run out although their workers live: those come first when it goes on.
    const out = renewing !== undefined || Math.abs(clock() - refusedAt) < AFTER_REFUSAL_MS
    if (draining || claiming || out) return
    again = false
    claiming = claim()
      .catch((error: unknown) => {
        refusedAt = clock()
        parts.log('warn', 'cannot claim', { error: toErrorData(error) })
      })
      .finally(() => {
        claiming = undefined
        if (again) setImmediate(wake)
      })
  }

  async function claim(): Promise<void> {
    for (let room = MAX_ACTIVE - active.size; room > 0 && !draining; room = MAX_ACTIVE - active.size) {
      const sharing = admission.sharing()
      const suspects = suspect === undefined ? 'one' : 'none'
      const claimed = await engine.claim(member, Math.min(CLAIM, room), clock(), suspects, sharing)
      await takeAll(claimed, sharing)
      if (claimed.length < CLAIM) return
      // A backlog: let what was taken make room before taking more, but slow runs must not keep the others waiting.
      let timer: NodeJS.Timeout | undefined
      const soon = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, POLL_MS)
      })
      await Promise.race([soon, active.one()])
      clearTimeout(timer)
    }
  }

  /** Callers whose run was taken up by another worker learn from the engine how it ended. */
  async function lookElsewhere(): Promise<void> {
    for (const run of callers.next(LOOK).filter((it) => !active.has(it))) {
      const found = await engine.history.get(run)
      const answer = found && answerOf(found.row, found.reply)
      if (answer) callers.answer(run, answer)
    }
  }

  function poll(): void {
    wake()
    if (!draining) groupRuns.look()
    if (looking || draining) return
    looking = lookElsewhere()
      .catch((error: unknown) => parts.log('warn', 'cannot look up runs', { error: toErrorData(error) }))
      .finally(() => {
        looking = undefined
      })
  }

  function heartbeat(): void {
    renewing ??= active
      .renew()
      .catch((error: unknown) => parts.log('warn', 'cannot renew leases', { error: toErrorData(error) }))
      .finally(() => {
        renewing = undefined
        if (again) setImmediate(wake)
      })
  }

  const timers = [setInterval(heartbeat, HEARTBEAT_MS), setInterval(poll, POLL_MS)]
  for (const timer of timers) timer.unref()

  return {
    submit,
    ask,
    wake,
    async drain(ms) {
      draining = true
      await Promise.all([claiming, looking, groupRuns.rest()])
      const limit = new Promise<void>((resolve) => setTimeout(resolve, ms).unref())
      await Promise.race([limit, active.all()])
      for (const timer of timers) clearInterval(timer)
      await active.stop()
    },
    get active() {
      return active.size
    },
  }
}
