import type { ClaimedRun, Instant, Lease, Next, RunId, Sharing } from '#runtime/engine/engine.ts'
import { type ErrorData, errorData, toErrorData } from '#shared/errors/flow-error.ts'
import type { ExecutorParts } from '../executor-parts.ts'
import { foldJournal } from '../memo.ts'
import { GRACE_MS, type Work } from '../work.ts'
import type { Callers } from './callers.ts'
import type { Room } from './room.ts'

/** Takes up the runs that the engine has waiting, and keeps the leases of what is under way. */
export interface Claims {
  /** Looks for runnable runs now. */
  wake(): void
  /** Takes up one run if it is runnable. */
  takeUp(run: RunId): Promise<void>
  /** The run is due at this instant: a near one gets a timer here. */
  sleep(run: RunId, wakeAt: Instant | undefined): void
  /** Prolongs the leases. */
  heartbeat(): void
  /** Resolves when no claim is under way. */
  rest(): Promise<void>
}

/** Runs taken from the queue at a time. */
const CLAIM = 64
/**
 * In a backlog more is taken when so many have ended, or after so long when this process has time left: quick runs stay few, and what they
 * hold in memory little; slow ones, which wait for partners, become as many as there is room for. A process that is busy waits longer.
 */
const TAKE_MORE = { ended: CLAIM / 2, ms: 100, busyMs: 1000 } as const
const AFTER_REFUSAL_MS = 2000
/** A run that saw this many of its workers die is set aside. */
const DEADLY = 2

/** Makes the claims of one worker. */
export function createClaims(parts: ExecutorParts, room: Room, callers: Callers, work: Work): Claims {
  const { engine, member, flows, clock } = parts
  let claiming: Promise<void> | undefined
  /** Asked to look again while it was looking. */
  let again = false
  /** The run under way here whose worker died before: never two at a time, so that a killer strikes alone. */
  let suspect: RunId | undefined
  /** Takes long only while the store takes nothing, as on a full disk. */
  let renewing: Promise<void> | undefined
  /** When the store last refused a claim. */
  let refusedAt = Number.NEGATIVE_INFINITY

  function take(claimed: ClaimedRun): void {
    const { lease, inbound } = claimed
    if (claimed.deaths > 0) suspect = inbound.run
    const abort = new AbortController()
    room.start(
      inbound.flow,
      lease,
      abort,
      proceed(claimed, abort).finally(() => cleared(inbound.run)),
    )
  }

  /** Takes what there is still room for: messages that came in meanwhile may have taken some of it. */
  async function takeAll(claimed: readonly ClaimedRun[], sharing: Sharing | undefined): Promise<void> {
    if (sharing)
      room.admission.claimed(
        sharing,
        claimed.map(({ inbound }) => inbound.flow),
      )
    const tooMany: Lease[] = []
    for (const it of claimed) {
      if (room.admission.takes(it.inbound.flow)) take(it)
      else tooMany.push(it.lease)
    }
    if (tooMany.length > 0) await engine.release(tooMany)
  }

  function cleared(run: RunId): void {
    if (suspect !== run) return
    suspect = undefined
    setImmediate(wake)
  }

  async function proceed(claimed: ClaimedRun, abort: AbortController): Promise<void> {
    const { lease, inbound } = claimed
    if (claimed.deaths >= DEADLY) return setAside(claimed, errorData('run.poison', { times: claimed.deaths }))
    const memo = foldJournal(claimed.journal)
    const compiled = await flows.version(inbound.flow, memo.version ?? inbound.version).catch((error: unknown) => {
      const data = toErrorData(error)
      // A fault of ours says nothing about the version: the lease runs out and the run is taken up again.
      if (data.class === 'bug') throw error
      return setAside(claimed, data)
    })
    if (compiled) await work.durable({ compiled, inbound, memo, lease, accepted: Promise.resolve(), abort })
  }

  /** A poison message, or one whose version cannot run here: its neighbours go on, it waits for a person. */
  async function setAside({ lease, inbound, journal }: ClaimedRun, error: ErrorData): Promise<void> {
    const halfUndone = foldJournal(journal).undoing?.complete === false
    const standing = halfUndone ? ({ compensation: 'partial' } as const) : {}
    const next: Next = { status: 'failed', at: clock(), error, errorNode: inbound.trigger, ...standing }
    await engine.commit(lease, [], next)
    parts.moved({ inbound, version: inbound.version, next })
    callers.answer(inbound.run, { next })
  }

  async function takeUp(run: RunId, at: Instant = clock()): Promise<void> {
    if (room.draining || room.active.has(run)) return
    const claimed = await engine.claimOne(member, run, at).catch(() => undefined)
    if (!claimed) return
    // The stop came in between: nobody would wait for this run any more.
    if (room.draining || !room.admission.takes(claimed.inbound.flow))
      await engine.release([claimed.lease]).catch(() => undefined)
    else take(claimed)
  }

  function sleep(run: RunId, wakeAt: Instant | undefined): void {
    if (wakeAt === undefined) return
    // Only near wake-ups are worth a timer here; the poll finds the rest.
    const wait = wakeAt - clock()
    if (wait < 60_000) setTimeout(() => void takeUp(run, wakeAt + GRACE_MS), Math.max(0, wait)).unref()
  }

  function wake(): void {
    if (claiming || renewing) again = true
    // While the store takes nothing leases run out although their workers live: those come first when it goes on.
    const out = renewing !== undefined || Math.abs(clock() - refusedAt) < AFTER_REFUSAL_MS
    if (room.draining || claiming || out) return
    again = false
    claiming = claim()
      .catch((error: unknown) => {
        refusedAt = clock()
        parts.log('warn', 'cannot claim', { error: toErrorData(error) })
      })
      .finally(() => {
        claiming = undefined
        if (again) setImmediate(wake)
      })
  }

  async function claim(): Promise<void> {
    while (room.left > 0 && !room.draining) {
      const sharing = room.admission.sharing()
      const suspects = suspect === undefined ? 'one' : 'none'
      const claimed = await engine.claim(member, Math.min(CLAIM, room.left), clock(), suspects, sharing)
      await takeAll(claimed, sharing)
      if (claimed.length < CLAIM) return
      await someEnd()
    }
  }

  /** A backlog: what was taken shall come to an end before more is taken, but slow runs must not keep the others waiting. */
  async function someEnd(): Promise<void> {
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<void>((resolve) => {
      const look = (): void => {
        if (parts.saturated?.()) timer = setTimeout(resolve, TAKE_MORE.busyMs - TAKE_MORE.ms)
        else resolve()
      }
      parts.saturated?.()
      timer = setTimeout(look, TAKE_MORE.ms)
    })
    await Promise.race([late, room.active.ends(TAKE_MORE.ended)])
    clearTimeout(timer)
  }

  function heartbeat(): void {
    renewing ??= room.active
      .renew()
      .catch((error: unknown) => parts.log('warn', 'cannot renew leases', { error: toErrorData(error) }))
      .finally(() => {
        renewing = undefined
        if (again) setImmediate(wake)
      })
  }

  return { wake, takeUp, sleep, heartbeat, rest: async () => claiming }
}
