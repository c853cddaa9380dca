import type { Message, Reply } from '#shared/message/message.ts'
import { compensationAfter, isClosable } from '../compensation.ts'
import type {
  ClaimedRun,
  Engine,
  Inbound,
  Instant,
  JournalEntry,
  Lease,
  MemberId,
  Sharing,
  Suspects,
} from '../engine.ts'
import { createFairShare, type FairShare } from '../fair-share.ts'
import { createLeaseClock } from '../lease-clock.ts'
import { createMemoryGroups } from './groups.ts'
import { createMemoryHistory, inboundOf, journalOf } from './history.ts'
import { createMemoryRetention } from './retention.ts'
import { close, end, giveBack, isAsleep, isBlocked, isOpen, type MemoryStore, type StoredRun, settle } from './store.ts'
import { createMemoryWaits, endWaits, journalRow, reopenWaits } from './waits.ts'

/** How the engine on a store in memory behaves. */
export interface MemoryEngineOptions {
  readonly store: MemoryStore
  /** How long a lease lasts without renewal; 15 s unless told. */
  readonly leaseMs?: number
  clock(): Instant
  /** Milliseconds of a clock that nobody sets; with it a jump of `clock` ends no lease (`lease-clock.ts`). */
  readonly steady?: (() => number) | undefined
}

/**
 * The engine without a disk, for tests and simulations of what stands on it: the contract in its plainest form. Each call takes effect at
 * once, so calls act in the order in which they were made; their promises resolve afterwards. Nothing survives the process.
 */
export function openMemoryEngine({ store, leaseMs = 15_000, clock, steady }: MemoryEngineOptions): Engine {
  const leases = createLeaseClock(clock, steady, leaseMs)
  const share = createFairShare()
  const held = ({ run, epoch }: Pick<Lease, 'run' | 'epoch'>): StoredRun | undefined => {
    const found = store.runs.get(run)
    return found?.epoch === epoch && found.member !== undefined ? found : undefined
  }

  return {
    accept: async (input) => accept(store, input, clock() + leaseMs),
    claim: async (member, max, at, suspects = 'all', sharing) =>
      claim(store, { member, max, at, ranOut: leases.ranOut(at), suspects, sharing, share }, at + leaseMs),
    async claimOne(member, run, at) {
      const found = store.runs.get(run)
      return found && isRunnable(store, found, at, leases.ranOut(at)) ? lease(found, member, at + leaseMs) : undefined
    },
    async intend(lease, entry) {
      const row = JSON.stringify(entry)
      return held(lease)?.journal.push(row) === undefined ? 'stale' : 'recorded'
    },
    async commit(lease, entries, next) {
      // Before anything changes: a value that JSON cannot hold throws here.
      const rows = entries.map((entry) => JSON.stringify(entry))
      const run = held(lease)
      if (!run) return 'stale'
      for (const row of rows) journalRow(store, run, JSON.parse(row) as JournalEntry)
      if (entries.some((entry) => entry.kind === 'compensate')) run.compensation = 'under-way'
      if ('at' in next) {
        end(store, run, next)
        endWaits(store, run, next.status === 'done')
      } else if (next.status !== 'running') {
        // News came while it was awake, which this member may not have seen: it must look before it sleeps.
        const wakeAt = run.news ? clock() : next.wakeAt
        settle(run, next.status)
        Object.assign(run, {
          ...(wakeAt === undefined ? {} : { readyAt: wakeAt }),
          ...(next.error ? { error: next.error } : {}),
          ...(next.errorNode === undefined ? {} : { errorNode: next.errorNode }),
        })
      }
      return 'committed'
    },
    async renew(member, leases, at) {
      const until = at + leaseMs
      const lost = leases.filter((lease) => {
        const run = held(lease)
        if (run?.member !== member) return true
        run.readyAt = until
        return false
      })
      return { until, lost: lost.map(({ run }) => run) }
    },
    async release(leases) {
      for (const lease of leases) {
        const run = held(lease)
        if (run) giveBack(run, clock())
      }
    },
    async bury(member) {
      const left = [...store.runs.values()].filter((run) => run.member === member)
      for (const run of left) {
        giveBack(run, clock())
        run.deaths++
      }
      return left.length
    },
    async abandon(alive) {
      const left = [...store.runs.values()].filter((run) => run.member !== undefined && !alive.includes(run.member))
      for (const run of left) giveBack(run, clock())
      return left.length
    },
    fire: async (schedule, slot) => {
      const fired = store.slots.get(schedule) ?? new Set()
      store.slots.set(schedule, fired)
      return fired.size < fired.add(slot).size
    },
    async lastSlot(schedule) {
      const fired = store.slots.get(schedule)
      return fired && Math.max(...fired)
    },
    async resume(run, entry) {
      const row = JSON.stringify(entry)
      const found = store.runs.get(run)
      if (!found || found.emptied || (found.status === 'done' && entry.from === undefined)) return false
      if (isOpen(found.status) && (!entry.compensate || isHeld(found, leases.ranOut(entry.at)))) return false
      const compensation = compensationAfter(found.compensation, entry)
      found.journal.push(row)
      settle(found, 'accepted')
      found.version = entry.version ?? found.version
      found.readyAt = entry.at
      // Forgiven: a person has looked at it, and counting on would set it aside again at once.
      found.deaths = 0
      if (compensation === null) delete found.compensation
      else found.compensation = compensation
      if (entry.compensate) endWaits(store, found, false)
      else if (compensation === null) reopenWaits(store, found, entry.at)
      return true
    },
    async cancel(run, at, error) {
      const found = store.runs.get(run)
      if (!found || !isClosable(found.status, found.compensation)) return false
      if (isOpen(found.status) && isHeld(found, leases.ranOut(at))) return false
      close(store, found, { status: 'cancelled', at, error })
      endWaits(store, found, false)
      return true
    },
    async hasten({ code, connection }, at, max) {
      const asleep = [...store.runs.values()].filter(
        ({ status, error, readyAt }) =>
          isAsleep(status) && error?.code === code && error.details?.connection === connection && (readyAt ?? 0) > at,
      )
      const woken = asleep.slice(0, max)
      for (const run of woken) run.readyAt = at
      return woken.length
    },
    cursor: async (trigger) => store.cursors.get(trigger),
    async saveCursor(trigger, value) {
      store.cursors.set(trigger, value)
    },
    async nextWake() {
      const asleep = [...store.runs.values()].filter((run) => isAsleep(run.status) && !isBlocked(store, run))
      const wakes = asleep.flatMap((run) => run.readyAt ?? [])
      return wakes.length > 0 ? Math.min(...wakes) : undefined
    },
    groups: createMemoryGroups(store, held),
    history: createMemoryHistory(store),
    waits: createMemoryWaits(store, held),
    retention: createMemoryRetention(store, clock),
    close: async () => undefined,
  }
}

function accept(store: MemoryStore, input: Inbound, until: Instant): Awaited<ReturnType<Engine['accept']>> {
  const { lease: member, dedupe, message, ...inbound } = input
  const text = JSON.stringify(message)
  const keyOf = (trigger: string): string => JSON.stringify([input.flow, dedupe?.key, trigger])
  const key = dedupe && keyOf(dedupe.trigger ?? '')
  const inForce = (it: string) => [store.dedupe.get(it)].find((found) => found && found.expiresAt > input.at)
  // A key of the whole flow is one of each of its triggers.
  const before = key === undefined ? undefined : (inForce(keyOf('')) ?? inForce(key))
  const known = store.runs.get(before ? before.run : input.run)
  const { fingerprint } = dedupe ?? {}
  const other = before?.fingerprint !== undefined && fingerprint !== undefined && before.fingerprint !== fingerprint
  if (known && other && known.inbound.run === before.run)
    return { run: known.inbound.run, duplicate: true, conflict: true, status: known.status }
  if (known) {
    const reply = isOpen(known.status) || known.reply === undefined ? {} : { reply: JSON.parse(known.reply) as Reply }
    return { run: known.inbound.run, duplicate: true, status: known.status, ...reply }
  }
  const { keys } = JSON.parse(text) as Message
  const run: StoredRun = {
    seq: store.nextRun++,
    inbound,
    message: text,
    keys,
    journal: [],
    version: input.version,
    status: 'accepted',
    epoch: 0,
    deaths: 0,
    news: false,
    readyAt: input.at,
  }
  const leased = member !== undefined && !isBlocked(store, run)
  store.runs.set(input.run, run)
  if (key !== undefined) {
    const expiresAt = input.at + (dedupe?.windowMs ?? 0)
    store.dedupe.set(key, { run: input.run, expiresAt, ...(fingerprint === undefined ? {} : { fingerprint }) })
  }
  if (!leased) return { run: input.run, duplicate: false, status: 'accepted' }
  return { run: input.run, duplicate: false, status: 'running', lease: lease(run, member, until).lease }
}

/** A lease that has expired holds nothing back: whoever held it is fenced by losing it. */
function isHeld({ member, readyAt }: StoredRun, ranOut: Instant): boolean {
  return member !== undefined && (readyAt ?? 0) > ranOut
}

interface Wish {
  readonly member: MemberId
  readonly max: number
  readonly at: Instant
  readonly ranOut: Instant
  readonly suspects: Suspects
  readonly sharing: Sharing | undefined
  readonly share: FairShare
}

function claim(store: MemoryStore, wish: Wish, until: Instant): readonly ClaimedRun[] {
  const { member, at, ranOut, suspects, sharing, share } = wish
  const max = Math.max(0, wish.max)
  const isSuspect = (run: StoredRun): boolean => run.deaths > 0 || run.member !== undefined
  const due = [...store.runs.values()]
    .filter((run) => isRunnable(store, run, at, ranOut))
    .sort((a, b) => (a.readyAt ?? 0) - (b.readyAt ?? 0) || a.seq - b.seq)
  const some = suspects === 'one' ? due.filter(isSuspect).slice(0, 1) : []
  const chosen = suspects === 'all' ? due : [...some, ...due.filter((run) => !isSuspect(run))]
  const taken = sharing ? shared(chosen, max, sharing, share) : chosen.slice(0, max)
  return taken.map((run) => lease(run, member, until))
}

function shared(due: readonly StoredRun[], max: number, sharing: Sharing, share: FairShare): readonly StoredRun[] {
  const byFlow = Map.groupBy(due, ({ inbound }) => inbound.flow)
  const taken = new Map<string, number>()
  for (let left = max; left > 0; left = max - sum(taken)) {
    const waiting = [...byFlow.keys()].filter((flow) => (byFlow.get(flow)?.length ?? 0) > (taken.get(flow) ?? 0))
    const shares = share.divide(waiting, left, sharing, taken)
    if (shares.size === 0) break
    for (const [flow, n] of shares) taken.set(flow, Math.min(byFlow.get(flow)?.length ?? 0, (taken.get(flow) ?? 0) + n))
  }
  return [...byFlow].flatMap(([flow, runs]) => runs.slice(0, taken.get(flow) ?? 0))
}

function sum(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((a, b) => a + b, 0)
}

function isRunnable(store: MemoryStore, run: StoredRun, at: Instant, ranOut: Instant): boolean {
  const from = run.member === undefined ? at : Math.min(at, ranOut)
  return isOpen(run.status) && run.readyAt !== undefined && run.readyAt <= from && !isBlocked(store, run)
}

/** Leases the run. A member that is still named held a lease that has expired: it counts as a death. */
function lease(run: StoredRun, member: MemberId, until: Instant): ClaimedRun {
  if (run.member !== undefined) run.deaths++
  settle(run, 'running')
  run.epoch++
  run.member = member
  run.readyAt = until
  const { epoch, deaths, inbound } = run
  return { lease: { run: inbound.run, epoch, until }, inbound: inboundOf(run), journal: journalOf(run), deaths }
}
