import type { Engine, Instant, Lease, MemberId, RunId } from '#runtime/engine/engine.ts'

/** The runs that one worker has under way, with their leases. */
export interface UnderWay {
  /** The run is worked on until `done` (which never rejects) resolves. */
  add(lease: Lease, abort: AbortController, done: Promise<void>): void
  has(run: RunId): boolean
  /** Resolves when so many more of them have come to their end; at once when fewer are under way. */
  ends(count: number): Promise<void>
  /** Resolves when all of them have come to their end. */
  all(): Promise<void>
  /** Prolongs the leases and stops what was lost. */
  renew(): Promise<void>
  /** Stops everything and gives the leases back. */
  stop(): Promise<void>
  readonly size: number
}

interface Active {
  readonly lease: Lease
  readonly abort: AbortController
  readonly done: Promise<void>
}

/** Keeps the runs of one member. */
export function createUnderWay(engine: Engine, member: MemberId, clock: () => Instant): UnderWay {
  const active = new Map<RunId, Active>()
  /** Leases of runs that were stopped and could not be given back yet, because the engine refused that too. */
  let unwanted: Lease[] = []
  /** Waits for ends. A counter, not a race between the runs: each race would leave a callback with every one of thousands. */
  let waiting: { left: number; readonly resolve: () => void }[] = []

  const leasesOf = (runs: readonly Active[]): Lease[] => runs.map((it) => it.lease).filter((it) => it.epoch > 0)

  /** Whoever is next need not wait for the lease to run out, and what failed was not the run: it counts no death. */
  async function giveBack(): Promise<void> {
    const leases = unwanted
    unwanted = []
    await engine.release(leases).catch((error: unknown) => {
      unwanted.push(...leases)
      throw error
    })
  }

  function count(): void {
    for (const it of waiting) if (--it.left === 0) it.resolve()
    waiting = waiting.filter((it) => it.left > 0)
  }

  function ended(it: Active): void {
    count()
    // A run whose lease ran out here may have been taken up again by this very worker.
    if (active.get(it.lease.run) === it) active.delete(it.lease.run)
    if (!it.abort.signal.aborted || it.lease.epoch === 0) return
    unwanted.push(it.lease)
    void giveBack().catch(() => undefined)
  }

  return {
    add(lease, abort, done) {
      const it = { lease, abort, done }
      active.get(lease.run)?.abort.abort(new Error('lease lost'))
      active.set(lease.run, it)
      void done.then(() => ended(it))
    },
    has: (run) => active.has(run),
    ends: (count) =>
      new Promise((resolve) => {
        const left = Math.min(count, active.size)
        if (left > 0) waiting.push({ left, resolve })
        else resolve()
      }),
    all: async () => void (await Promise.all([...active.values()].map((it) => it.done))),
    async renew() {
      const runs = [...active.values()]
      if (unwanted.length > 0) await giveBack()
      const leases = leasesOf(runs)
      if (leases.length === 0) return
      const { lost } = await engine.renew(member, leases, clock())
      const gone = new Set(lost)
      for (const it of runs) if (gone.has(it.lease.run)) it.abort.abort(new Error('lease lost'))
    },
    async stop() {
      const left = [...active.values()]
      for (const it of left) it.abort.abort(new Error('draining'))
      await engine.release([...unwanted, ...leasesOf(left)])
    },
    get size() {
      return active.size
    },
  }
}
