import type { ChildProcess } from 'node:child_process'
import { permanent } from '#shared/errors/flow-error.ts'
import type { WorkerPool } from '../deployments/worker-pool.ts'
import { errorFields, type Log } from '../observe/log.ts'
import type { KernelMetrics } from '../observe/metrics.ts'
import type { Clock, Random } from '../security/ports.ts'
import type { KernelApi, WorkerApi, WorkerConfig } from '../worker/protocol.ts'
import { forkWorker } from './fork-worker.ts'
import { adoptWorker, type WorkerProcess } from './worker-process.ts'

/** Keeps the wanted number of workers alive and up to date. */
export interface Supervisor extends WorkerPool {
  /** Starts all workers; resolves with the gateway's port when the first one is ready. The others follow. */
  start(): Promise<{ readonly port: number }>
  /** Drains and ends all workers, within ten seconds. */
  stop(): Promise<void>
  readonly wanted: number
  readonly ready: number
  /** Prometheus text of each ready worker. */
  metrics(): Promise<readonly { readonly process: string; readonly text: string }[]>
}

/** What the supervisor needs. */
export interface SupervisorParts {
  readonly count: number
  /** Script of a worker process. */
  readonly entry: string
  /** A process that was forked from it ahead of time. */
  readonly first?: ChildProcess
  readonly config: (member: string, port: number, index: number) => WorkerConfig
  readonly gatewayPort: number
  /** Sends the whole current state; called for each worker that starts. */
  readonly brief: (worker: WorkerApi) => Promise<void>
  readonly kernel: KernelApi
  /** Tells the engine that a member is dead. */
  readonly bury: (member: string) => Promise<number>
  readonly log: Log
  readonly line: (text: string) => void
  readonly metrics: KernelMetrics
  readonly clock: Clock
  readonly random: Random
  /** Called when the number of ready workers changed. */
  readonly changed: () => void
}

interface Slot {
  readonly index: number
  process: WorkerProcess | undefined
  ready: boolean
  deaths: number
}

const HEARTBEAT_MS = 5000
/** A worker that answers nothing for so long is stuck, and its leases have run out. */
const SILENCE_MS = 20_000
/** The longest that a worker may take to begin, or to take in a change. */
const BRIEF_MS = 30_000
const DRAIN_MS = 10_000
/** A call waits so long for a worker that is being restarted. */
const PATIENCE_MS = 1000
const FIRST_BACKOFF_MS = 50
/** A worker that dies again and again costs little to start; without one the gateway is shut. */
const LONGEST_BACKOFF_MS = 5000
/** A worker that lived this long is healthy again. */
const HEALTHY_MS = 60_000

/** The supervisor of worker processes on this machine. */
export function createSupervisor(parts: SupervisorParts): Supervisor {
  const { log } = parts
  const slots: Slot[] = Array.from({ length: parts.count }, (_, index) => ({
    index,
    process: undefined,
    ready: false,
    deaths: 0,
  }))
  let port = parts.gatewayPort
  let stopping = false
  let changes = 0
  let turn = 0
  let prepared = parts.first
  const timers = new Set<NodeJS.Timeout>()

  function ready(): { slot: Slot; process: WorkerProcess }[] {
    return slots.flatMap((slot) =>
      slot.ready && slot.process && !slot.process.exited ? [{ slot, process: slot.process }] : [],
    )
  }

  function setReady(slot: Slot, value: boolean): void {
    if (slot.ready === value) return
    slot.ready = value
    parts.metrics.workersReady(ready().length)
    parts.changed()
  }

  /** Starts a worker and brings it to the newest state. Throws when it dies or refuses on the way. */
  async function launch(slot: Slot): Promise<void> {
    const member = `w${slot.index}-${parts.random(6).toString('hex')}`
    const child = prepared ?? forkWorker(parts.entry)
    prepared = undefined
    const worker = adoptWorker({ child, member, kernel: parts.kernel, line: parts.line })
    slot.process = worker
    void worker.gone.then(({ code, signal }) => buried(slot, worker, code, signal))
    const configured = await within(BRIEF_MS, worker.api.configure(parts.config(member, port, slot.index)))
    port = configured.port
    let seen: number
    do {
      // A change that is published while this worker starts would otherwise pass it by.
      seen = changes
      await within(BRIEF_MS, parts.brief(worker.api))
    } while (seen !== changes)
    if (worker.exited) throw new Error('the worker died while it started')
    setReady(slot, true)
    log.info({ member, pid: worker.pid, port }, 'worker ready')
    later(HEALTHY_MS, () => {
      if (slot.process === worker && !worker.exited) slot.deaths = 0
    })
  }

  async function launchOrKill(slot: Slot): Promise<void> {
    try {
      await launch(slot)
    } catch (error) {
      log.error({ slot: slot.index, member: slot.process?.member, ...errorFields(error) }, 'worker did not start')
      slot.process?.kill()
      throw error
    }
  }

  async function buried(slot: Slot, worker: WorkerProcess, code: number | null, signal: string | null): Promise<void> {
    setReady(slot, false)
    if (stopping) return
    log.warn({ member: worker.member, code, signal }, 'worker died')
    parts.metrics.workerRestarted()
    try {
      const runs = await parts.bury(worker.member)
      if (runs > 0) log.info({ member: worker.member, runs }, 'runs of a dead worker go on elsewhere')
    } catch (error) {
      log.error(
        { member: worker.member, ...errorFields(error) },
        'a dead worker could not be buried; its leases run out',
      )
    }
    const wait = Math.min(LONGEST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** slot.deaths)
    slot.deaths += 1
    later(wait, () => void launchOrKill(slot).catch(() => undefined))
  }

  function later(ms: number, work: () => void): void {
    const timer = setTimeout(() => {
      timers.delete(timer)
      if (!stopping) work()
    }, ms)
    timer.unref()
    timers.add(timer)
  }

  function heartbeat(): void {
    for (const { process } of ready()) {
      within(SILENCE_MS, process.api.wake()).catch((error: unknown) => {
        if (process.exited || stopping) return
        log.error({ member: process.member, ...errorFields(error) }, 'worker does not answer and is killed')
        process.kill()
      })
    }
    later(HEARTBEAT_MS, heartbeat)
  }

  async function start(): Promise<{ port: number }> {
    const [first, ...others] = slots
    if (!first) throw new Error('no workers are wanted')
    // One first, so that a fault of all of them is told once. One that dies at once is started again behind our back.
    await launchOrKill(first).catch(() => becameReady(BRIEF_MS))
    for (const slot of others) void launchOrKill(slot).catch(() => undefined)
    later(HEARTBEAT_MS, heartbeat)
    return { port }
  }

  async function becameReady(ms: number): Promise<void> {
    const until = parts.clock() + ms
    while (ready().length === 0 && parts.clock() < until && !stopping) await pause(50)
    if (ready().length === 0) throw new Error('no worker could be started; see the log above')
  }

  async function all(task: (worker: WorkerApi) => Promise<void>): Promise<void> {
    changes += 1
    const outcomes = await Promise.all(
      ready().map(async ({ process }) => {
        try {
          await within(BRIEF_MS, task(process.api))
          return undefined
        } catch (error) {
          if (process.exited) return undefined
          if (error instanceof SilentError) process.kill()
          return { error }
        }
      }),
    )
    const failed = outcomes.find((it) => it !== undefined)
    if (failed) throw failed.error
  }

  async function one<T>(task: (worker: WorkerApi) => Promise<T>): Promise<T> {
    const tried = new Set<WorkerProcess>()
    if (ready().length === 0) await becameReady(PATIENCE_MS).catch(() => undefined)
    for (;;) {
      const free = ready().filter(({ process }) => !tried.has(process))
      turn += 1
      const chosen = free[turn % Math.max(1, free.length)]?.process
      if (!chosen) throw permanent('api.no-worker')
      tried.add(chosen)
      try {
        return await task(chosen.api)
      } catch (error) {
        // Every call may be sent again safely; a sound worker's answer is the answer.
        if (tried.size > 1 || !(await diesSoon(chosen))) throw error
      }
    }
  }

  async function stop(): Promise<void> {
    stopping = true
    for (const timer of timers) clearTimeout(timer)
    await Promise.all(
      slots.map(async ({ process }) => {
        if (!process || process.exited) return
        await within(DRAIN_MS, process.api.drain()).catch(() => undefined)
        process.dismiss()
        await Promise.race([process.gone, pause(1000)])
        if (!process.exited) process.kill()
        await process.gone
      }),
    )
  }

  return {
    start,
    stop,
    all,
    one,
    wanted: parts.count,
    get ready() {
      return ready().length
    },
    metrics: async () => {
      const texts = ready().map(async ({ slot, process }) => {
        const text = await within(2000, process.api.metrics()).catch(() => '')
        return { process: `worker-${slot.index}`, text }
      })
      return await Promise.all(texts)
    },
  }
}

/** A call that was not answered in time. */
class SilentError extends Error {
  override readonly name = 'SilentError'
}

async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new SilentError(`no answer within ${ms} ms`)), ms)
  try {
    return await Promise.race([work, promise])
  } finally {
    clearTimeout(timer)
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

/** A lost channel is seen a moment before the exit of its process. */
async function diesSoon(process: WorkerProcess): Promise<boolean> {
  if (!process.exited) await Promise.race([process.gone, pause(50)])
  return process.exited
}
