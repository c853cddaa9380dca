import type { Engine, JournalEntry } from '#runtime/engine/engine.ts'
import { isOpen, type MemoryStore, type StoredRun } from '#runtime/engine/memory/store.ts'
import { errorData } from '#shared/errors/flow-error.ts'
import type { Checks } from './checks.ts'
import type { Draw } from './draw.ts'
import type { Member } from './members.ts'
import type { VirtualTime } from './virtual-time.ts'

/** `one`: at the given event; `storm`: again and again for half a minute, with people who cancel and decide in between. */
export type FaultPlan = 'none' | { readonly at: number } | 'storm'

/** What goes wrong. */
export interface Faults {
  /** Before each event: whatever is due. */
  strike(event: number): void
  engineFails(): boolean
  partnerFails(): boolean
  /** The engine did what this member asked; the member has not heard of it. */
  called(member: string, call: string): void
  /** Nothing will go wrong any more. */
  over(): boolean
  readonly struck: ReadonlyMap<string, number>
}

interface Parts {
  readonly time: VirtualTime
  readonly draw: Draw
  readonly store: MemoryStore
  readonly checks: Checks
  readonly engine: Engine
  members(): ReadonlyMap<string, Member>
  start(): void
  stop(name: string): void
  log(line: () => string): void
}

const STORM_MS = 30_000
const KINDS = ['kill', 'vanish', 'stall', 'drain', 'engine', 'partner'] as const
type MemberFault = Exclude<(typeof KINDS)[number], 'engine' | 'partner'>
/** Calls of the engine that a member is struck after, before it has heard the answer. */
const CALLS = ['accept', 'intend', 'intend', 'commit', 'claim', 'renew'] as const

/** Makes the faults of one history. */
export function createFaults(plan: FaultPlan, parts: Parts): Faults {
  const { time, draw, engine, members } = parts
  const struck = new Map<string, number>()
  const until = time.now + (plan === 'storm' ? STORM_MS : 0)
  const storm = (): boolean => plan === 'storm' && time.now < until
  let underWay = 0
  let waiting = plan !== 'none' && plan !== 'storm' ? plan.at : -1
  let armed: string | undefined
  let ambush: { readonly kind: MemberFault; readonly call: string } | undefined

  const count = (kind: string): void => {
    parts.log(() => `FAULT ${kind}`)
    struck.set(kind, (struck.get(kind) ?? 0) + 1)
  }
  /** Something of the fault is still to come. */
  const later = (ms: number, work: () => void): void => {
    underWay++
    time.after(ms, 'faults', () => {
      underWay--
      work()
    })
  }

  function hit(kind: (typeof KINDS)[number]): void {
    if (kind === 'engine' || kind === 'partner') armed = kind
    else if (draw.hits(0.5)) strikeMember(kind, draw.pick([...members().values()]))
    else ambush = { kind, call: draw.pick(CALLS) ?? 'commit' }
  }

  function strikeMember(kind: MemberFault, member: Member | undefined): void {
    if (!member) return
    count(kind)
    if (kind === 'stall') {
      time.stall(member.name, draw.between(2000, 40_000))
      // The supervisor takes a silent worker for dead; one that cannot be killed wakes up as a zombie.
      if (draw.hits(0.5)) later(20_000, () => void engine.bury(member.name))
      return
    }
    if (kind === 'drain')
      void time.as(member.name, () => member.executor.drain(draw.between(50, 5000)).catch(() => undefined))
    else parts.stop(member.name)
    if (kind === 'kill') later(draw.between(1, 200), () => void engine.bury(member.name))
    if (kind === 'drain') later(6000, () => parts.stop(member.name))
    later(draw.between(10, 1000), parts.start)
  }

  function fails(kind: 'engine' | 'partner', share: number): boolean {
    if (armed !== kind && !(storm() && draw.hits(share))) return false
    armed = undefined
    count(kind)
    return true
  }

  if (plan === 'storm') {
    const blow = (): void => {
      hit(draw.pick(KINDS) ?? 'kill')
      if (storm()) later(draw.between(100, 3000), blow)
    }
    later(draw.between(10, 1000), blow)
    const act = (): void => {
      person(parts)
      if (storm()) later(draw.between(100, 2000), act)
    }
    later(2000, act)
  }

  return {
    strike(event) {
      if (event !== waiting) return
      waiting = -1
      hit(draw.pick(KINDS) ?? 'kill')
    },
    engineFails: () => fails('engine', 0.01),
    partnerFails: () => fails('partner', 0.15),
    called(member, call) {
      if (call !== ambush?.call) return
      const { kind } = ambush
      ambush = undefined
      strikeMember(kind, members().get(member))
    },
    over: () => !storm() && underWay === 0,
    struck,
  }
}

/** A person looks at the inbox, and now and then cancels what is under way. */
function person({ draw, store, engine, time, checks, log }: Parts): void {
  const at = Math.floor(time.now)
  const run = draw.pick([...store.runs.values()].filter((it) => it.status !== 'done'))
  if (!run) return
  const id = run.inbound.run
  if (isOpen(run.status)) {
    if (draw.hits(0.1)) void engine.cancel(id, at, errorData('run.stopped', { reason: 'thử' }))
    return
  }
  const entry = wish(run, draw, at)
  // As the API does: whether it is taken up is known when the engine has answered, and the allowance must be there before.
  if (entry.decision?.as === 'resend') checks.resend(id, entry.decision.path)
  log(() => `person resumes ${id} ${JSON.stringify(entry)}`)
  void engine.resume(id, entry)
}

type Resume = Extract<JournalEntry, { kind: 'resume' }>

function wish(run: StoredRun, draw: Draw, at: number): Resume {
  const base = { kind: 'resume', by: 'thu', at } as const
  const path = doubts(run)[0]
  const as = draw.pick(['sent', 'resend', 'drop'] as const) ?? 'sent'
  if (run.status === 'in-doubt' && path !== undefined && draw.hits(0.8))
    return { ...base, decision: { path, as, reason: 'đã hỏi' } }
  const answered = run.journal.flatMap((row) => {
    const entry = JSON.parse(row) as JournalEntry
    return entry.kind === 'effect' ? entry.path : []
  })
  const from = draw.hits(0.3) ? draw.pick(answered) : undefined
  return { ...base, ...(from === undefined ? {} : { from }) }
}

/** Steps that a person must decide about. */
function doubts(run: StoredRun): readonly string[] {
  const rows = run.journal.map((row) => JSON.parse(row) as JournalEntry)
  const answered = new Set(rows.flatMap((row) => (row.kind === 'effect' ? row.path : [])))
  return rows.flatMap((row) => (row.kind === 'failed' && row.doubt && !answered.has(row.path) ? row.path : []))
}
