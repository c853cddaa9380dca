import type { RunId } from '#runtime/engine/engine.ts'
import { openMemoryEngine } from '#runtime/engine/memory/open.ts'
import { createMemoryStore, isOpen, type MemoryStore } from '#runtime/engine/memory/store.ts'
import type { Flow } from '#shared/flow/flow.ts'
import type { Message } from '#shared/message/message.ts'
import { createChecks, expect } from './checks.ts'
import { drawFromSeed } from './draw.ts'
import { createFaults, type FaultPlan } from './faults.ts'
import { type Ground, type Member, startMember } from './members.ts'
import { createPartner, type Done } from './partner.ts'
import { send } from './sender.ts'
import { inVirtualTime, type VirtualTime } from './virtual-time.ts'

/** What is to be lived through. */
export interface Plan {
  readonly seed: number
  /** The first receives the messages; the others may be called. */
  readonly flows: readonly Flow[]
  readonly messages: readonly Message[]
  readonly members: number
  readonly faults: FaultPlan
}

/** What came of it. */
export interface Lived {
  readonly store: MemoryStore
  /** The run of each message. */
  readonly runs: readonly RunId[]
  readonly done: ReadonlyMap<string, Done>
  /** Events that happened. */
  readonly events: number
  /** Faults that struck, by kind. */
  readonly faults: ReadonlyMap<string, number>
}

const START = Date.UTC(2026, 10, 2, 1)
/** When everything has been calm for so long and a run has not come to rest, it never will. */
const PATIENCE_MS = 900_000
const MAX_EVENTS = 400_000

/** Lives through one history; throws, with the last lines of its log, when an invariant is violated or something gets stuck. */
export async function live(plan: Plan): Promise<Lived> {
  try {
    return await inVirtualTime(START, (time) => history(plan, time, () => undefined))
  } catch (error) {
    const log = await logOf(plan)
    const message = error instanceof Error ? error.message : String(error)
    throw new Error(`seed ${plan.seed}: ${message}\n${log.slice(-60).join('\n')}`, { cause: error })
  }
}

/** What happens in a history, line by line: the same every time. */
export async function logOf(plan: Plan): Promise<readonly string[]> {
  const log: string[] = []
  await inVirtualTime(START, (time) =>
    history(plan, time, (line) => log.push(`${(time.now - START).toFixed(2)} ${line()}`)),
  ).catch(() => undefined)
  return log
}

async function history(plan: Plan, time: VirtualTime, log: (line: () => string) => void): Promise<Lived> {
  const draw = drawFromSeed(plan.seed)
  const store = createMemoryStore()
  const checks = createChecks(store)
  let violation: unknown
  const violated = (error: unknown): void => {
    violation ??= error
  }
  const engine = openMemoryEngine({ store, clock: () => Math.floor(time.now) })
  const faults = createFaults(plan.faults, {
    time,
    draw,
    store,
    checks,
    engine,
    members: () => members,
    start,
    stop,
    log,
  })
  const partner = createPartner({
    time,
    draw,
    troubled: faults.partnerFails,
    acted(done) {
      log(() => `partner did ${done.call.key}`)
      try {
        checks.acted(done)
      } catch (error) {
        violated(error)
      }
    },
  })
  const ground: Ground = {
    time,
    draw,
    store,
    partner,
    checks,
    flows: plan.flows,
    engineFails: faults.engineFails,
    called: faults.called,
    sendingMs: plan.faults === 'storm' ? 5000 : 200,
    log,
    violated,
  }
  const members = new Map<string, Member>()
  let started = 0
  function start(): void {
    const member = startMember(ground, `m${++started}`)
    members.set(member.name, member)
  }
  function stop(name: string): void {
    members.delete(name)
    time.kill(name)
  }
  for (let i = 0; i < plan.members; i++) start()
  const runs = send(plan.messages, ground, members)
  let events = 0
  let calmSince = time.now
  for (;;) {
    faults.strike(events)
    if (!(await time.step())) break
    events++
    if (violation !== undefined) throw violation
    if (faults.over() && events % 16 === 0 && runs.every((run) => run !== undefined) && atRest(store)) break
    if (!faults.over()) calmSince = time.now
    if (time.now - calmSince > PATIENCE_MS || events > MAX_EVENTS) throw new Error(`not at rest: ${standing(store)}`)
  }
  expect(runs.every((run) => run !== undefined) && atRest(store), `nothing happens any more: ${standing(store)}`)
  expectConserved(plan, store, runs)
  return { store, runs: runs as RunId[], done: partner.done, events, faults: faults.struck }
}

const atRest = (store: MemoryStore): boolean => [...store.runs.values()].every((run) => !isOpen(run.status))

const standing = (store: MemoryStore): string =>
  [...store.runs.values()].flatMap((run) => (isOpen(run.status) ? `${run.inbound.run} ${run.status}` : [])).join(', ')

/** Every message has one run and every run a message, unchanged; every called run has a caller. */
function expectConserved({ messages }: Plan, store: MemoryStore, runs: readonly (RunId | undefined)[]): void {
  expect(new Set(runs).size === messages.length, 'two messages share a run')
  messages.forEach((message, i) => {
    const run = store.runs.get(runs[i] ?? '')
    const came = run && (JSON.parse(run.message) as Message).body
    expect(JSON.stringify(came) === JSON.stringify(message.body), `message ${i} has changed`)
  })
  const called = [...store.runs.values()].filter((run) => run.inbound.parent !== undefined)
  expect(store.runs.size === messages.length + called.length, 'there are runs that nobody sent')
}
