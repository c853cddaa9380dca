import type { Clock } from './ports.ts'

/** One counted thing (a name, an address or both) and how it slows down. */
interface Rule {
  readonly key: (name: string, address: string) => string
  /** Tries before waiting begins. */
  readonly free: number
  readonly longestMs: number
}

/**
 * The pair is slowed hardest. The name alone is slowed briefly, so that a stranger cannot lock an officer out for long;
 * the address alone is allowed more tries, because a whole office may share it.
 */
const rules: readonly Rule[] = [
  { key: (name, address) => `pair ${name} ${address}`, free: 5, longestMs: 15 * 60_000 },
  { key: (name) => `name ${name}`, free: 15, longestMs: 30_000 },
  { key: (_name, address) => `address ${address}`, free: 40, longestMs: 5 * 60_000 },
]

/** A counter is forgotten this long after its last try. */
const MEMORY_MS = 60 * 60_000
const MAX_COUNTERS = 50_000

/** Slows down guessing of passwords and links (reliability case 44). */
export interface SignInThrottle {
  /** Counts a try and answers 0, or refuses it and answers how many milliseconds to wait. */
  begin(name: string, address: string): number
  /** The try was right: its counts are taken back. */
  succeeded(name: string, address: string): void
}

/** Counts tries when they begin, so that a thousand at once are slowed like a thousand in a row. */
export function createSignInThrottle(clock: Clock): SignInThrottle {
  const counters = new Map<string, { tries: number; last: number; until: number }>()

  function forgetOld(now: number): void {
    for (const [key, counter] of counters) {
      if (counters.size > MAX_COUNTERS || now - counter.last > MEMORY_MS) counters.delete(key)
      else break
    }
  }

  function count(rule: Rule, key: string, now: number): void {
    const known = counters.get(key)
    const tries = known && now - known.last <= MEMORY_MS ? known.tries + 1 : 1
    const over = tries - rule.free
    const wait = over < 0 ? 0 : Math.min(rule.longestMs, 1000 * 2 ** Math.min(over, 20))
    // Set again at the end of the map, which is thereby ordered by the last try.
    counters.delete(key)
    counters.set(key, { tries, last: now, until: now + wait })
  }

  return {
    begin(name, address) {
      const now = clock()
      forgetOld(now)
      const waits = rules.map((rule) => (counters.get(rule.key(name, address))?.until ?? 0) - now)
      const wait = Math.max(0, ...waits)
      if (wait === 0) for (const rule of rules) count(rule, rule.key(name, address), now)
      return wait
    },
    succeeded(name, address) {
      for (const rule of rules) {
        const key = rule.key(name, address)
        const counter = counters.get(key)
        if (!counter) continue
        if (key.startsWith('address')) counter.tries = Math.max(0, counter.tries - 1)
        else counters.delete(key)
      }
    },
  }
}
