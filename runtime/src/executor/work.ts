import type { Inbound, Instant, Lease, RunId } from '#runtime/engine/engine.ts'
import { permanent, retryable } from '#shared/errors/flow-error.ts'
import type { Reply } from '#shared/message/message.ts'
import { walkRun } from './compensation/walk-run.ts'
import type { CompiledFlow } from './compile.ts'
import type { ExecutorParts } from './executor-parts.ts'
import type { Callers } from './intake/callers.ts'
import { engineJournal, MEMORY_JOURNAL } from './journal.ts'
import { EMPTY_MEMO, type Memo } from './memo.ts'
import type { CallFlow, Outside, RunEnv, RunJournal } from './run-env.ts'
import type { Answer, Submission, Submitted } from './submission.ts'
import { endOfCalled, nextOf } from './walk/standing.ts'
import type { WalkEnd } from './walk/walk-end.ts'

/** What a run's work sets off in the executor. */
export interface WorkHooks {
  readonly callers: Callers
  submit(submission: Submission): Submitted
  /** The run is due at this instant; near ones get a timer on this worker. */
  sleep(run: RunId, wakeAt: Instant | undefined): void
  /** Takes up one run now if it is runnable. */
  takeUp(run: RunId): void
  /** Looks for runnable runs. */
  wake(): void
  /** Looks for groups that have closed. */
  groups(): void
}

/** A run to work on. */
export interface Task {
  readonly compiled: CompiledFlow
  readonly inbound: Omit<Inbound, 'lease' | 'dedupe'>
  readonly memo: Memo
  readonly lease: Lease
  /** Resolves when the acceptance would survive power loss; rejects when the run is not ours. */
  readonly accepted: Promise<void>
  readonly abort: AbortController
}

/** The two ways of working on a run. */
export interface Work {
  /** Walks a leased run to where it stands still, and writes that down. */
  durable(task: Task): Promise<void>
  /**
   * `durability: none`: nothing is written; a failure is the caller's to see. `onReply` comes before the rest of the flow has run.
   * At once when every step is synchronous.
   */
  inMemory(
    compiled: CompiledFlow,
    inbound: Inbound,
    abort: AbortController,
    onReply: (reply: Reply) => void,
  ): Answer | Promise<Answer>
}

/** Head start of the worker whose caller waits when a sleeping run becomes due. */
export const GRACE_MS = 1000
const MAX_CALL_DEPTH = 16
/** How deep in calls a message is, where no parent waits that would know. */
const DEPTH_HEADER = 'call-depth'
const CALL_WINDOW_MS = 7 * 86_400_000

/** Makes the two ways of working: with the journal, and in memory only. */
export function createWork(parts: ExecutorParts, hooks: WorkHooks): Work {
  const { engine, flows, clock } = parts
  const { callers } = hooks
  const depths = new Map<RunId, number>()

  /** Starts a run of another flow; the same step never starts two, since its path (with the wish to do it again) is the dedupe key. */
  const callFlow =
    (run: RunId): CallFlow =>
    async ({ flow, message, path, since, wait }) => {
      const deployment = flows.current(flow)
      const triggers = deployment?.compiled.triggers ?? []
      const trigger = triggers.find((it) => it.type === 'flow-in') ?? triggers[0]
      if (!deployment || !trigger) throw permanent('flow.unknown-flow', { flow })
      const depth = (depths.get(run) ?? 0) + 1
      if (depth > MAX_CALL_DEPTH) throw permanent('run.call-depth', { limit: MAX_CALL_DEPTH })
      const dedupe = { key: `call:${run}:${path}${since < 0 ? '' : `:${since}`}`, windowMs: CALL_WINDOW_MS }
      const parent = wait ? { parent: { run, path, depth } } : {}
      // Also where nobody waits: a flow that calls itself must come to an end.
      const headers = { ...message.headers, [DEPTH_HEADER]: String(depth) }
      const { accepted } = hooks.submit({
        deployment,
        trigger: trigger.id,
        message: { ...message, headers },
        dedupe,
        ...parent,
      })
      return (await accepted).run
    }

  /** Gives a callback to the run that waits for it, which is then taken up at once. */
  const deliverFor =
    (unit: string): Outside['deliver'] =>
    async (callback, source) => {
      const delivery = await engine.waits.deliver({ ...callback, unit, source, at: clock() })
      if (delivery.outcome === 'delivered' && delivery.run !== undefined) hooks.takeUp(delivery.run)
      return delivery
    }

  const expireFor =
    (lease: Lease, abort: AbortController): NonNullable<Outside['expire']> =>
    async (path, at) => {
      const answer = await engine.waits.expire(lease, path, at)
      if (answer !== 'stale') return answer
      abort.abort(new Error('lease lost'))
      return 'answered'
    }

  function envOf(
    compiled: CompiledFlow,
    inbound: Task['inbound'],
    memo: Memo,
    journal: RunJournal,
    abort: AbortController,
    onReply: (reply: Reply) => void,
    expire?: Outside['expire'],
  ): RunEnv {
    const run = { id: inbound.run, at: inbound.at, trigger: inbound.trigger, message: inbound.message }
    return {
      compiled,
      run,
      memo,
      mode: 'live',
      test: false,
      journal,
      tools: parts.tools,
      call: callFlow(inbound.run),
      clock,
      // Made when somebody asks for it: a walk without effects never does.
      get signal() {
        return abort.signal
      },
      get outside() {
        return { deliver: deliverFor(inbound.unit), ...(expire ? { expire } : {}) }
      },
      onReply,
    }
  }

  return {
    async durable({ compiled, inbound, memo, lease, accepted, abort }) {
      const { run } = inbound
      const journal = engineJournal(engine, lease, accepted, (why) => abort.abort(why))
      const give = (reply: Reply): void => callers.answer(run, { reply, next: { status: 'running' } })
      // A turn later, so that the end of the run can still join the commit that the reply waits for.
      const giveSoon = (reply: Reply): void => {
        if (callers.has(run))
          setImmediate(() =>
            journal.flushed().then(
              () => give(reply),
              () => undefined,
            ),
          )
      }
      let early: Reply | undefined
      let late = false
      const onReply = (reply: Reply): void => {
        if (late) giveSoon(reply)
        else early = reply
      }
      depths.set(run, inbound.parent?.depth ?? depthOf(inbound.message.headers))
      try {
        const expire = expireFor(lease, abort)
        const walk = walkRun(envOf(compiled, inbound, memo, journal, abort, onReply, expire))
        late = walk instanceof Promise
        // The reply of a walk that is over by now waits for its last commit, which is also its first.
        if (late && early) giveSoon(early)
        const end = walk instanceof Promise ? await walk : walk
        if (late && abort.signal.aborted) return
        const next = nextOf(inbound.parent ? endOfCalled(end) : end, clock())
        const dozing = (next.status === 'waiting' || next.status === 'retrying') && next.wakeAt !== undefined
        // A caller waits here for the reply: the others are told a later hour, so that this worker takes the run up again itself.
        const told = dozing && callers.has(run) ? { ...next, wakeAt: (next.wakeAt ?? 0) + GRACE_MS } : next
        if ((await journal.finish(told)) === 'stale') return
        if (early && !late) give(early)
        if (end.joined) hooks.groups()
        parts.moved({ inbound, version: compiled.version, next, waits: end.waits })
        if (next.status === 'waiting' || next.status === 'retrying') hooks.sleep(run, next.wakeAt)
        else callers.answer(run, { ...(end.reply ? { reply: end.reply } : {}), next })
        if (inbound.parent) hooks.takeUp(inbound.parent.run)
        // A called flow may have ended while this run was still awake.
        if (end.children > 0) setImmediate(hooks.wake)
      } finally {
        depths.delete(run)
      }
    },

    inMemory(compiled, inbound, abort, onReply) {
      const answer = (end: WalkEnd): Answer => ({
        ...(end.reply ? { reply: end.reply } : {}),
        next: nextOf(end, clock()),
      })
      const end = walkRun(envOf(compiled, inbound, EMPTY_MEMO, MEMORY_JOURNAL, abort, onReply))
      if (!(end instanceof Promise)) return answer(end)
      return end.then((it) => {
        if (abort.signal.aborted) throw retryable('gateway.draining')
        return answer(it)
      })
    },
  }
}

function depthOf(headers: Readonly<Record<string, string>>): number {
  const depth = Number(headers[DEPTH_HEADER] ?? 0)
  return Number.isSafeInteger(depth) && depth > 0 ? depth : 0
}
