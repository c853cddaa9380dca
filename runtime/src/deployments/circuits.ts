import type { ConnectionLimits } from '#shared/node/connection-limits.ts'
import { durationMs } from '#shared/node/fields.ts'
import type { Text } from '#shared/text/text.ts'
import type { Clock } from '../security/ports.ts'
import type { CircuitState, Leave, Turn } from '../worker/protocol.ts'
import type { CircuitStore, StoredCircuit } from './circuit-store.ts'

/** A circuit that is not closed, as people see it. */
export interface Circuit {
  /** `half-open`: the pause is over and the next call is a trial, or one is under way. */
  readonly state: 'open' | 'half-open'
  readonly since: number
  readonly until: number
  /** The failure that opened it. */
  readonly reason: Text
}

/** Circuit breakers of all connections; the kernel holds the state, so that all workers see one (Nygard, Release It!). */
export interface Circuits {
  /** A worker saw as many consecutive failures as the connection allows. */
  trip(connection: string, reason: Text): void
  /** Whether a call may go now: yes while closed; half open, for one at a time. */
  ask(connection: string, ticket: string): Turn
  /** How the call with this ticket went. */
  tell(connection: string, ticket: string, how: Leave): void
  /** Makes the next call a trial without waiting for the end of the pause; false when the circuit is closed. */
  tryNow(connection: string): boolean
  of(connection: string): Circuit | undefined
  states(): readonly CircuitState[]
}

/** What circuits work with. */
export interface CircuitParts {
  limits(connection: string): ConnectionLimits
  readonly clock: Clock
  /** Keeps over a restart what is not closed. */
  readonly store: CircuitStore
  /** A circuit opened, was given up to a trial, or closed. */
  changed(connection: string, state: 'open' | 'half-open' | 'closed'): void
}

interface Open extends StoredCircuit {
  trial?: { readonly ticket: string; readonly until: number }
}

/** The pause doubles up to so many times the first one. */
const LONGEST = 10
/** A trial that says nothing for so long is given up: its worker may have died. */
const TRIAL_MS = 330_000
/** Others come back so much later while a trial is under way. */
const ASK_AGAIN_MS = 5000

/** Makes the circuits of all connections, as the store has them. */
export function createCircuits({ limits, clock, store, changed }: CircuitParts): Circuits {
  const open = new Map<string, Open>(store.all())

  function keep(connection: string, it: StoredCircuit): void {
    const { since, until, pauseMs, reason } = it
    open.set(connection, it)
    quietly(() => store.put(connection, { since, until, pauseMs, reason }))
  }

  /** A clock that was set back does not make a pause longer. */
  function untilOf({ until, pauseMs }: StoredCircuit): number {
    return Math.min(until, clock() + pauseMs)
  }

  function openFor(connection: string, pauseMs: number, since: number, reason: Text): void {
    keep(connection, { since, reason, pauseMs, until: clock() + pauseMs })
    changed(connection, 'open')
  }

  return {
    trip(connection, reason) {
      if (open.has(connection)) return
      openFor(connection, durationMs(limits(connection).pause), clock(), reason)
    },
    ask(connection, ticket) {
      const it = open.get(connection)
      if (!it) return { go: true }
      const now = clock()
      if (it.until > now + it.pauseMs) keep(connection, { ...it, until: untilOf(it) })
      if (now < it.until) return { go: false, until: untilOf(it) }
      if (it.trial && now < it.trial.until && it.trial.until <= now + TRIAL_MS)
        return { go: false, until: now + ASK_AGAIN_MS }
      it.trial = { ticket, until: now + TRIAL_MS }
      return { go: true }
    },
    tell(connection, ticket, { how, reason }) {
      const it = open.get(connection)
      if (it?.trial?.ticket !== ticket) return
      if (how === 'unknown') delete it.trial
      else if (how === 'fault') {
        const first = durationMs(limits(connection).pause)
        openFor(connection, Math.min(it.pauseMs * 2, first * LONGEST), it.since, reason ?? it.reason)
      } else {
        open.delete(connection)
        quietly(() => store.remove(connection))
        changed(connection, 'closed')
      }
    },
    tryNow(connection) {
      const it = open.get(connection)
      if (!it) return false
      keep(connection, { ...it, until: Math.min(it.until, clock()) })
      changed(connection, 'half-open')
      return true
    },
    of(connection) {
      const it = open.get(connection)
      return (
        it && {
          state: clock() < it.until ? 'open' : 'half-open',
          since: it.since,
          until: untilOf(it),
          reason: it.reason,
        }
      )
    },
    states: () => [...open].map(([connection, it]) => ({ connection, until: untilOf(it) })),
  }
}

/** On a full disk the circuit in memory counts alone; the next change is written again. */
function quietly(write: () => void): void {
  try {
    write()
  } catch {
    // Told by the store's own guard where it matters.
  }
}
