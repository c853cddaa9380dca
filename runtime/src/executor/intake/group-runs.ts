import type { ClosedGroup } from '#runtime/engine/groups.ts'
import { toErrorData } from '#shared/errors/flow-error.ts'
import type { ExecutorParts } from '../executor-parts.ts'
import { messageOf } from '../group-message.ts'

/** Gives every closed group its run. */
export interface GroupRuns {
  /** Looks for closed groups now; asked again while it looks, it looks once more. */
  look(): void
  /** Resolves when it is not looking. */
  rest(): Promise<void>
}

/** Groups taken at a time: their messages are in memory until their runs are accepted. */
const AT_A_TIME = 4
/** Longer than a group stays closed without its run, so that the same group never has two. */
const WINDOW_MS = 366 * 86_400_000

/**
 * Accepts a run for each closed group and then lets its parts go. A crash in between repeats the acceptance, which the group's id makes one;
 * several workers may look at the same time.
 */
export function createGroupRuns(parts: ExecutorParts, wake: () => void): GroupRuns {
  const { engine, clock } = parts
  let looking: Promise<void> | undefined
  let again = false

  async function begin(group: ClosedGroup): Promise<void> {
    const { id, unit, flow, version, node } = group
    const message = messageOf(group)
    const inbound = { run: parts.newRunId(), unit, flow, version, trigger: node, message, at: clock() }
    const { duplicate } = await engine.accept({ ...inbound, dedupe: { key: `group:${id}`, windowMs: WINDOW_MS } })
    await engine.groups.settle(id, clock())
    if (!duplicate) parts.moved({ inbound, version, next: { status: 'waiting' } })
  }

  async function work(): Promise<void> {
    do {
      again = false
      for (;;) {
        const closed = await engine.groups.take(AT_A_TIME, clock())
        for (const group of closed) await begin(group)
        if (closed.length > 0) wake()
        if (closed.length < AT_A_TIME) break
      }
    } while (again)
  }

  return {
    look() {
      again = true
      looking ??= work()
        .catch((error: unknown) => parts.log('warn', 'a closed group has to wait', { error: toErrorData(error) }))
        .finally(() => {
          looking = undefined
        })
    },
    rest: async () => looking,
  }
}
