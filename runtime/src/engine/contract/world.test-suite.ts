import { test } from 'vitest'
import { errorData } from '#shared/errors/flow-error.ts'
import type { ClaimedRun, Engine, Inbound, Instant, JournalEntry, Lease, MemberId } from '../engine.ts'
import { createRunIds } from '../run-id.ts'

/** One durable store that several engines can open, as several processes do; `drop` removes it when the engines are closed. */
export interface ContractStore {
  open(clock: () => Instant, steady?: () => number): Promise<Engine>
  drop(): Promise<void>
}

/** What a contract case works with: an engine on a fresh store, a clock it sets, and messages. */
export interface World {
  readonly engine: Engine
  now: Instant
  /** A second engine on the same store. */
  another(): Promise<Engine>
  /** The same, told of a steady clock, which goes with `now` but not with what `jump` does to it. */
  steadily(): Promise<Engine>
  /** Sets the clock on or back. */
  jump(ms: number): void
  /** Closes every engine and opens the store again. */
  restart(): Promise<Engine>
  /** A message of flow `luong`, accepted now. */
  inbound(changes?: Partial<Inbound>): Inbound
  /** Accepts a message and leases it to the member `m`. */
  begin(changes?: Partial<Inbound>): Promise<Lease>
}

/** Declares a case. */
export type Case = (title: string, body: (world: World) => Promise<void>) => void

/** The lease length that every adapter is opened with in the contract suite. */
export const LEASE_MS = 15_000

/** The instant at which every case begins: 2026-11-02 08:00 in Việt Nam, the start of a five-minute slot. */
export const START = Date.UTC(2026, 10, 2, 1)

/** An error as data, for runs that fail. */
export const failure = errorData('run.stopped', { reason: 'thử' })

/** An answered effect of this path. */
export function effect(path: string, emission: unknown = { path }): JournalEntry {
  return { kind: 'effect', path, node: 'gui', attempt: 1, startedAt: START, endedAt: START + 5, emission }
}

/** Claims one run or fails. */
export async function claimed(engine: Engine, member: MemberId, at: Instant): Promise<ClaimedRun> {
  const [run] = await engine.claim(member, 1, at)
  if (!run) throw new Error('nothing was claimed')
  return run
}

/** The declarer of cases on stores made by `create`. */
export function casesOn(create: () => Promise<ContractStore>): Case {
  return (title, body) => {
    test(title, { timeout: 20_000 }, async () => {
      const store = await create()
      const opened: Engine[] = []
      const clock = { now: START, jumped: 0 }
      const open = async (steady?: () => number): Promise<Engine> => {
        const engine = await store.open(() => clock.now, steady)
        opened.push(engine)
        return engine
      }
      const closeAll = async (): Promise<void> => {
        for (const engine of opened.splice(0)) await engine.close()
      }
      try {
        await body(worldOf(await open(), open, closeAll, clock))
      } finally {
        await closeAll()
        await store.drop()
      }
    })
  }
}

function worldOf(
  engine: Engine,
  open: (steady?: () => number) => Promise<Engine>,
  closeAll: () => Promise<void>,
  clock: { now: Instant; jumped: number },
): World {
  const nextId = createRunIds({ now: () => clock.now, random: seeded(7) })
  const inbound = (changes: Partial<Inbound> = {}): Inbound => ({
    run: nextId(),
    unit: 'mac-dinh',
    flow: 'luong',
    version: 'v1',
    trigger: 'nhan',
    message: { body: { maHoSo: '00123' }, headers: {}, keys: {} },
    at: clock.now,
    ...changes,
  })
  return {
    engine,
    inbound,
    another: () => open(),
    steadily: () => open(() => clock.now - clock.jumped),
    jump(ms) {
      clock.now += ms
      clock.jumped += ms
    },
    get now() {
      return clock.now
    },
    set now(at) {
      clock.now = at
    },
    async restart() {
      await closeAll()
      return open()
    },
    async begin(changes = {}) {
      const { lease } = await engine.accept(inbound({ lease: 'm', ...changes }))
      if (!lease) throw new Error('no lease was given')
      return lease
    },
  }
}

function seeded(start: number): (bytes: Uint8Array) => void {
  let seed = start
  return (bytes) => {
    for (let i = 0; i < bytes.length; i++) {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
      bytes[i] = seed >>> 16
    }
  }
}
