import { PERIOD_MS } from '#shared/flow/limits.ts'
import type { ConnectionLimits } from '#shared/node/connection-limits.ts'
import { createTokenBucket, type TokenBucket } from '../engine/token-bucket.ts'
import type { Clock } from '../security/ports.ts'
import type { Turn } from '../worker/protocol.ts'

/** Lets calls to limited connections through one after the other, for all workers together. */
export interface Turnstiles {
  /** Resolves when there is a place, or after `waitMs` with when to come back. */
  enter(call: Call, waitMs: number): Promise<Turn>
  /** The call is over, or does not want its place any more. */
  leave(connection: string, ticket: string): void
  /** The worker is gone, and its calls with it. */
  forget(member: string): void
  /** Calls that wait for a place. */
  waiting(connection: string): number
}

/** One call of a worker to a connection. */
export interface Call {
  readonly connection: string
  readonly member: string
  readonly ticket: string
}

interface Waiter extends Call {
  answer(turn: Turn): void
}

interface Turnstile {
  readonly inside: Map<string, string>
  readonly line: Map<string, Waiter>
  bucket: { readonly rate: number; readonly periodMs: number; readonly tokens: TokenBucket } | undefined
  timer: NodeJS.Timeout | undefined
}

/** A longer line would hold more runs in memory than it is good for; they go back to the queue on the disk. */
const LONGEST_LINE = 1000
/** When to come back after waiting in vain. */
const COME_BACK_MS = 5000

/** Makes the turnstiles; `limits` is asked at each call, so that a change counts at once. */
export function createTurnstiles(limits: (connection: string) => ConnectionLimits, clock: Clock): Turnstiles {
  const all = new Map<string, Turnstile>()

  function of(connection: string): Turnstile {
    const known = all.get(connection)
    if (known) return known
    const made: Turnstile = { inside: new Map(), line: new Map(), bucket: undefined, timer: undefined }
    all.set(connection, made)
    return made
  }

  function tokensOf(it: Turnstile, { rate, per }: ConnectionLimits): TokenBucket | undefined {
    if (rate === undefined) it.bucket = undefined
    else if (it.bucket?.rate !== rate || it.bucket.periodMs !== PERIOD_MS[per]) {
      // One second's worth: a minute's worth at once is what a partner calls a flood.
      const perSecond = (rate * 1000) / PERIOD_MS[per]
      const tokens = createTokenBucket(perSecond, Math.max(1, perSecond), Math.max(1, perSecond), clock())
      it.bucket = { rate, periodMs: PERIOD_MS[per], tokens }
    }
    return it.bucket?.tokens
  }

  /** Lets in as many as there is place for; comes back by itself when only the rate holds them up. */
  function admit(connection: string, it: Turnstile): void {
    const rules = limits(connection)
    const tokens = tokensOf(it, rules)
    for (const [ticket, waiter] of it.line) {
      if (it.inside.size >= (rules.concurrency ?? Number.POSITIVE_INFINITY)) return
      if (tokens && !tokens.take(clock())) return later(connection, it, tokens.nextAt(clock()) - clock())
      it.line.delete(ticket)
      it.inside.set(ticket, waiter.member)
      waiter.answer({ go: true })
    }
  }

  function later(connection: string, it: Turnstile, ms: number): void {
    it.timer ??= setTimeout(
      () => {
        it.timer = undefined
        admit(connection, it)
      },
      Math.max(1, ms),
    )
    it.timer.unref()
  }

  return {
    enter(call, waitMs) {
      const { connection, ticket } = call
      const it = of(connection)
      if (it.line.size >= LONGEST_LINE) return Promise.resolve({ go: false, until: clock() + COME_BACK_MS })
      return new Promise((resolve) => {
        const late = setTimeout(() => {
          it.line.delete(ticket)
          resolve({ go: false, until: clock() + COME_BACK_MS })
        }, waitMs)
        late.unref()
        it.line.set(ticket, {
          ...call,
          answer(turn) {
            clearTimeout(late)
            resolve(turn)
          },
        })
        admit(connection, it)
      })
    },
    leave(connection, ticket) {
      const it = all.get(connection)
      if (!it) return
      it.inside.delete(ticket)
      it.line.get(ticket)?.answer({ go: false, until: clock() })
      it.line.delete(ticket)
      admit(connection, it)
      if (it.inside.size === 0 && it.line.size === 0 && !it.bucket) all.delete(connection)
    },
    forget(member) {
      for (const [connection, it] of all) {
        for (const [ticket, holder] of it.inside) if (holder === member) it.inside.delete(ticket)
        for (const [ticket, waiter] of it.line) if (waiter.member === member) it.line.delete(ticket)
        admit(connection, it)
      }
    },
    waiting: (connection) => all.get(connection)?.line.size ?? 0,
  }
}
