import { toErrorData } from '#shared/errors/flow-error.ts'
import type { ExecutorParts } from './executor-parts.ts'
import { type Acceptance, createAcceptance } from './intake/acceptance.ts'
import { answerOf, createCallers } from './intake/callers.ts'
import { type Claims, createClaims } from './intake/claims.ts'
import { createGroupRuns } from './intake/group-runs.ts'
import { createRoom } from './intake/room.ts'
import { createWork } from './work.ts'

/** Runs messages: those handed over (`submit`, `ask`), and those that the engine has waiting (`wake`). */
export interface Executor extends Acceptance, Pick<Claims, 'wake'> {
  /** Takes no new work and waits for what runs; hands back what is not done in time. */
  drain(ms: number): Promise<void>
  readonly active: number
}

const HEARTBEAT_MS = 5000
const POLL_MS = 500
/** Waiting callers that are looked after at a time. */
const LOOK = 32

/** Makes the executor of one worker and starts its heartbeat. */
export function createExecutor(parts: ExecutorParts): Executor {
  const { engine } = parts
  const wake = (): void => claims.wake()
  const callers = createCallers()
  const room = createRoom(parts, wake)
  const groupRuns = createGroupRuns(parts, wake)
  const work = createWork(parts, {
    callers,
    submit: (submission) => acceptance.submit(submission),
    sleep: (run, wakeAt) => claims.sleep(run, wakeAt),
    takeUp: (run) => void claims.takeUp(run),
    wake,
    groups: groupRuns.look,
  })
  const acceptance = createAcceptance(parts, room, callers, work)
  const claims = createClaims(parts, room, callers, work)
  let looking: Promise<void> | undefined

  /** Callers whose run was taken up by another worker learn from the engine how it ended. */
  async function lookElsewhere(): Promise<void> {
    for (const run of callers.next(LOOK).filter((it) => !room.active.has(it))) {
      const found = await engine.history.get(run)
      const answer = found && answerOf(found.row, found.reply)
      if (answer) callers.answer(run, answer)
    }
  }

  function poll(): void {
    wake()
    if (room.draining) return
    groupRuns.look()
    looking ??= lookElsewhere()
      .catch((error: unknown) => parts.log('warn', 'cannot look up runs', { error: toErrorData(error) }))
      .finally(() => {
        looking = undefined
      })
  }

  const timers = [setInterval(claims.heartbeat, HEARTBEAT_MS), setInterval(poll, POLL_MS)]
  for (const timer of timers) timer.unref()

  return {
    ...acceptance,
    wake,
    async drain(ms) {
      room.close()
      await Promise.all([claims.rest(), looking, groupRuns.rest()])
      const limit = new Promise<void>((resolve) => setTimeout(resolve, ms).unref())
      await Promise.race([limit, room.active.all()])
      for (const timer of timers) clearInterval(timer)
      await room.active.stop()
    },
    get active() {
      return room.active.size
    },
  }
}
