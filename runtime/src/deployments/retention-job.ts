import type { RetentionDays, Retention as RetentionState } from '#shared/api/retention.ts'
import type { Engine } from '../engine/engine.ts'
import type { PrunePlace, RetentionRule } from '../engine/retention.ts'
import { errorFields, type Log } from '../observe/log.ts'
import { type Clock, isoTime } from '../security/ports.ts'
import type { RetentionRuleStore } from './retention-rules.ts'

/** Clears away what is past its time, a little at a time. */
export interface RetentionJob {
  start(): void
  /** One round; called by its own timer. Resolves when everything that is due is gone, or its time is up. */
  round(): Promise<void>
  /** What the last round with something to do has done. */
  readonly last: RetentionState['last']
  stop(): void
}

interface Parts {
  readonly engine: Pick<Engine, 'retention'>
  readonly rules: RetentionRuleStore
  readonly clock: Clock
  readonly log: Log
  readonly wait: (ms: number) => Promise<void>
}

const EVERY_MS = 60_000
/** Runs looked at in one transaction: a few milliseconds, so that messages hardly wait. */
const BITE = 200
/** Pause between bites; messages come first. */
const PAUSE_MS = 20
/** A round that has more to do goes on with the next one. */
const ROUND_MS = 20_000
/** Parts of the blob files that a round looks through; all are through in 32 rounds. */
const PARTS = 8
/** Measuring reads through all that a flow keeps. */
const MEASURED_MS = 3_600_000
const DAY_MS = 86_400_000
/** A little less than a day, so that it does not wander around the clock. */
const ANEW_MS = DAY_MS - EVERY_MS

/** The job over the rules that hold at each round. */
export function createRetentionJob({ engine, rules, clock, log, wait }: Parts): RetentionJob {
  const { retention } = engine
  /** How far the walk over the runs of each flow has come, and when it began. Once a day it begins anew, for runs that ended late. */
  const walks = new Map<string, { readonly since: number; place?: PrunePlace }>()
  const measured = new Map<string, { readonly most: number; readonly since: number; readonly before: number }>()
  let part = 0
  let last: RetentionState['last']
  let timer: NodeJS.Timeout | undefined
  let stopped = false

  async function ruleOf(flow: string): Promise<RetentionRule> {
    const { usual, flows } = rules.get()
    const days: RetentionDays = Object.hasOwn(flows, flow) ? (flows[flow] ?? usual) : usual
    const beyond = days.mostRuns === undefined ? undefined : await retention.nthNewest(flow, days.mostRuns)
    const runsBefore = Math.max(clock() - days.runDays * DAY_MS, beyond ?? 0)
    const tooMuch = days.mostBytes === undefined ? 0 : await beyondBytes(flow, days.mostBytes)
    return { flow, payloadsBefore: Math.max(clock() - days.contentDays * DAY_MS, runsBefore, tooMuch), runsBefore }
  }

  /** Runs accepted before this instant have contents beyond the quota. Measured once an hour, and when the quota is another. */
  async function beyondBytes(flow: string, most: number): Promise<number> {
    const known = measured.get(flow)
    if (known?.most === most && clock() - known.since < MEASURED_MS) return known.before
    const before = await measure(flow, most)
    measured.set(flow, { most, since: clock(), before })
    // What lies beyond may be behind the place where the walk is.
    walks.delete(flow)
    return before
  }

  async function measure(flow: string, most: number): Promise<number> {
    let sum = 0
    let place: PrunePlace | undefined
    do {
      const page = await retention.contents(flow, BITE, place)
      for (const { at, bytes } of page.runs) {
        sum += bytes
        // The instant itself is not before: the run that goes over the quota goes, and those of the same millisecond with it.
        if (sum > most) return at + 1
      }
      place = page.place
      await wait(PAUSE_MS)
    } while (place && !stopped)
    return 0
  }

  async function prune(flow: string, until: number): Promise<{ payloads: number; runs: number }> {
    const rule = await ruleOf(flow)
    const sum = { payloads: 0, runs: 0 }
    const known = walks.get(flow)
    const walk = known && clock() - known.since < ANEW_MS ? known : { since: clock() }
    walks.set(flow, walk)
    for (let more = true; more && performance.now() < until && !stopped; ) {
      const bite = await retention.prune(rule, BITE, walk.place)
      sum.payloads += bite.payloads
      sum.runs += bite.runs
      more = bite.more
      if (bite.place) walk.place = bite.place
      await wait(PAUSE_MS)
    }
    return sum
  }

  async function sweep(): Promise<{ keys: number; blobs: number }> {
    const sum = { keys: 0, blobs: 0 }
    for (let i = 0; i < PARTS && !stopped; i++) {
      const { keys, blobs } = await retention.sweep(part)
      part = (part + 1) % 256
      sum.keys += keys
      sum.blobs += blobs
    }
    return sum
  }

  async function round(): Promise<void> {
    const until = performance.now() + ROUND_MS
    const sum = { contents: 0, runs: 0 }
    for (const flow of await retention.flows()) {
      if (stopped) return
      const { payloads, runs } = await prune(flow, until)
      sum.contents += payloads
      sum.runs += runs
    }
    const { keys, blobs: files } = await sweep()
    if (sum.contents + sum.runs + keys + files === 0) return
    last = { at: isoTime(clock()), ...sum, keys, files }
    log.info(last, 'cleared away what is past its time')
  }

  function next(): void {
    if (stopped) return
    timer = setTimeout(() => {
      round()
        .catch((error: unknown) => log.warn(errorFields(error), 'cannot clear away what is past its time'))
        .finally(next)
    }, EVERY_MS)
    timer.unref()
  }

  return {
    start: next,
    round,
    get last() {
      return last
    },
    stop() {
      stopped = true
      clearTimeout(timer)
    },
  }
}
