import type { WorkCalendar } from '#shared/calendar/calendar.ts'
import type { Engine } from '../engine/engine.ts'
import { faults } from '../faults.ts'
import { errorFields, type Log } from '../observe/log.ts'
import type { Clock } from '../security/ports.ts'
import { dueSlots, nextSlot, type Plan, passedUntil } from './slots.ts'

/** A trigger node of a running flow that the clock calls. */
export interface ScheduledTrigger {
  readonly flow: string
  readonly node: string
  readonly plan: Plan
  /** Slots before this instant do not count: the flow was not running then. */
  readonly since: number
}

/** The newest slot of each schedule that a worker has confirmed. */
export interface SlotMarks {
  get(schedule: string): number | undefined
  set(schedule: string, slot: number): void
}

/** What the scheduler needs. */
export interface SchedulerParts {
  /** Triggers that are to run now; read anew on every tick. */
  readonly triggers: () => readonly ScheduledTrigger[]
  readonly engine: Pick<Engine, 'fire' | 'lastSlot'>
  /** The working calendar of now. */
  readonly calendar: () => WorkCalendar
  readonly marks: SlotMarks
  /** Hands a slot to a worker. Safe to repeat: the worker stores a slot's message once. */
  readonly hand: (trigger: { flow: string; node: string; slot: number }) => Promise<number>
  readonly clock: Clock
  readonly log: Log
  readonly wait: (ms: number) => Promise<void>
  /** From 0 up to 1, for the random delay that a schedule may ask for. */
  readonly random: () => number
}

/** Calls schedules and polls: each slot for one member only, none lost by a crash, misfires by the plan's rule. */
export interface Scheduler {
  start(): void
  /** The set of triggers changed. */
  refresh(): void
  /** Fires what is due; resolves when the due slots were handed over. Called by its own timer. */
  tick(): Promise<void>
  stop(): void
}

/** At least this often the clock is looked at, so that a changed system clock is noticed. */
const LONGEST_SLEEP_MS = 30_000
const FIRST_RETRY_MS = 500
const LONGEST_RETRY_MS = 60_000

/** A scheduler over the engine's slots. */
export function createScheduler(parts: SchedulerParts): Scheduler {
  const { engine, marks, clock, log } = parts
  /** The newest slot that is settled here, by schedule. */
  const settled = new Map<string, number>()
  /** The newest poll of each trigger since the clock was set back behind what is settled. */
  const behind = new Map<string, number>()
  const busy = new Set<string>()
  let timer: NodeJS.Timeout | undefined
  let stopped = false

  /** After a start: where it left off, and the slot that a crash may have kept from its worker. */
  async function recall(id: string, trigger: ScheduledTrigger): Promise<number> {
    const known = settled.get(id)
    if (known !== undefined) return Math.max(known, trigger.since)
    const last = await engine.lastSlot(id)
    if (last !== undefined && last > (marks.get(id) ?? Number.NEGATIVE_INFINITY)) await hand(id, trigger, last)
    const from = Math.max(last ?? trigger.since, trigger.since)
    settled.set(id, from)
    return from
  }

  async function run(id: string, trigger: ScheduledTrigger): Promise<void> {
    const after = await recall(id, trigger)
    if (trigger.plan.kind === 'every' && clock() < after) return pollAgain(id, trigger)
    behind.delete(id)
    // One instant for both: what comes due while a slot is handed over is for the next look.
    const now = clock()
    for (const slot of dueSlots(trigger.plan, after, now, parts.calendar())) {
      if (stopped) return
      const ours = await engine.fire(id, slot)
      settled.set(id, slot)
      if (ours) await begin(id, trigger, slot)
    }
    // Slots that the rule leaves out are settled too.
    settled.set(id, Math.max(settled.get(id) ?? after, passedUntil(trigger.plan, after, now, parts.calendar())))
  }

  async function begin(id: string, trigger: ScheduledTrigger, slot: number): Promise<void> {
    faults.at('cron.slot')
    const { plan } = trigger
    if (plan.kind === 'cron' && plan.jitterMs > 0) await parts.wait(plan.jitterMs * parts.random())
    await hand(id, trigger, slot)
  }

  /** The clock was set back: the slots of the time that comes once more have fired, but a partner is not left alone for so long. */
  async function pollAgain(id: string, trigger: ScheduledTrigger): Promise<void> {
    const slot = passedUntil(trigger.plan, Number.NEGATIVE_INFINITY, clock())
    if (behind.get(id) === slot) return
    behind.set(id, slot)
    await begin(id, trigger, slot)
  }

  /** A schedule's slot is handed over until a worker took it; a poll that failed has its next slot. */
  async function hand(id: string, trigger: ScheduledTrigger, slot: number): Promise<void> {
    const { flow, node } = trigger
    for (let failures = 0; !stopped; failures++) {
      try {
        await parts.hand({ flow, node, slot })
        break
      } catch (error) {
        log.warn({ schedule: id, slot, failures, ...errorFields(error) }, 'a slot was not taken')
        if (trigger.plan.kind === 'every' || !stillThere(id)) break
        await parts.wait(Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** failures))
      }
    }
    if (!stopped) marks.set(id, Math.max(slot, marks.get(id) ?? slot))
  }

  function stillThere(id: string): boolean {
    return parts.triggers().some((it) => idOf(it) === id)
  }

  async function tick(): Promise<void> {
    const triggers = parts.triggers()
    const ids = new Set(triggers.map(idOf))
    // A flow that was paused or rolled back starts from its new `since`.
    for (const id of settled.keys()) if (!ids.has(id)) settled.delete(id)
    for (const id of behind.keys()) if (!ids.has(id)) behind.delete(id)
    await Promise.all(triggers.map((trigger) => guarded(idOf(trigger), trigger)))
  }

  /** One slot of a schedule after the other: a poll that takes long is not started twice. */
  async function guarded(id: string, trigger: ScheduledTrigger): Promise<void> {
    if (busy.has(id)) return
    busy.add(id)
    try {
      await run(id, trigger)
    } catch (error) {
      // Nobody knows how far it came: the next tick asks the engine, and hands over a slot that no worker has had.
      settled.delete(id)
      log.error({ schedule: id, ...errorFields(error) }, 'a schedule could not be read')
    } finally {
      busy.delete(id)
      if (timer !== undefined) arm()
    }
  }

  function arm(): void {
    clearTimeout(timer)
    if (stopped) return
    const now = clock()
    const next = parts.triggers().flatMap((it) => nextOf(it, now) ?? [])
    const wait = Math.min(LONGEST_SLEEP_MS, ...next.map((slot) => slot - now))
    timer = setTimeout(
      () => {
        void tick()
        arm()
      },
      Math.max(wait, 5),
    )
  }

  function nextOf(trigger: ScheduledTrigger, now: number): number | undefined {
    try {
      return nextSlot(trigger.plan, now, parts.calendar())
    } catch {
      // Reported by `tick`, once.
      return undefined
    }
  }

  return {
    start() {
      void tick()
      arm()
    },
    refresh() {
      if (timer !== undefined && !stopped) arm()
    },
    tick,
    stop() {
      stopped = true
      clearTimeout(timer)
    },
  }
}

/** The name of a schedule in the engine. */
export function idOf({ flow, node }: Pick<ScheduledTrigger, 'flow' | 'node'>): string {
  return `${flow}/${node}`
}
