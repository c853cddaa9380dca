import type { JournalEntry } from '#runtime/engine/engine.ts'
import { permanent } from '#shared/errors/flow-error.ts'
import type { Flow } from '#shared/flow/flow.ts'
import { walkRun } from '../compensation/walk-run.ts'
import { compileFlow } from '../compile.ts'
import { MEMORY_JOURNAL } from '../journal.ts'
import { foldJournal } from '../memo.ts'
import type { RunEnv, StepRecord, Tools } from '../run-env.ts'
import { nextOf } from '../walk/standing.ts'
import { firstMessage, type Outside, randomLibrary } from './random-nodes.ts'

const refuse = (): Promise<never> => Promise.reject(permanent('test.no-answer'))

/** Tools that reach nothing. */
export const noTools: Tools = {
  tables: { lookup: () => undefined },
  http: refuse,
  connection: refuse,
  shared: refuse,
  drop: refuse,
  script: refuse,
  log: () => undefined,
}

/** How a run through a flow came out. */
export interface WalkedThrough {
  readonly status: string
  /** The steps of the last walk. */
  readonly steps: readonly StepRecord[]
  /** The whole journal, also what it began with. */
  readonly journal: readonly JournalEntry[]
}

/** A flow that goes through more steps is not worth the time of a test. */
const MAX_STEPS = 150

/** Walks the first message through a flow until nothing moves any more, on a clock that jumps to the next wake-up and begins at `at`, if the journal is not later. Undefined for flows that are too long. */
export async function walkThrough(
  flow: Flow,
  it: Outside,
  begin: readonly JournalEntry[] = [],
  mode: RunEnv['mode'] = 'live',
  at = 1000,
): Promise<WalkedThrough | undefined> {
  const compiled = compileFlow(flow, 'v', randomLibrary(it))
  const journal: JournalEntry[] = [...begin]
  let now = Math.max(at, ...begin.map((entry) => latestOf(entry, mode)))
  const write = (entry: JournalEntry): void => void journal.push(JSON.parse(JSON.stringify(entry)))
  for (;;) {
    const steps: StepRecord[] = []
    const abort = new AbortController()
    const end = await walkRun({
      compiled,
      run: { id: 'R', at: 1000, trigger: 'vao', message: firstMessage },
      memo: foldJournal(journal),
      mode,
      test: false,
      journal: {
        accepted: Promise.resolve(),
        write,
        intend: async (entry) => write(entry),
        flushed: MEMORY_JOURNAL.flushed,
        groups: MEMORY_JOURNAL.groups,
      },
      tools: noTools,
      call: refuse,
      outside: undefined,
      clock: () => now,
      signal: abort.signal,
      onReply: () => undefined,
      onStep(step) {
        if (steps.push(step) > MAX_STEPS) abort.abort()
      },
    })
    if (abort.signal.aborted || steps.length > MAX_STEPS) return undefined
    const next = nextOf(end, now)
    if (mode === 'replay' || !('wakeAt' in next) || next.wakeAt === undefined)
      return { status: next.status, steps, journal }
    now = Math.max(now, next.wakeAt)
  }
}

/** When a row was written; in a replay also when what it announced had come about. */
function latestOf(entry: JournalEntry, mode: RunEnv['mode']): number {
  const written = 'endedAt' in entry ? entry.endedAt : 'at' in entry ? entry.at : 0
  const announced = 'due' in entry ? entry.due : 'retryAt' in entry ? (entry.retryAt ?? 0) : 0
  return mode === 'replay' ? Math.max(written, announced) : written
}
