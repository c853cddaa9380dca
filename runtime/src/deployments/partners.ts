import type { ConnectionLimits } from '#shared/node/connection-limits.ts'
import type { Engine } from '../engine/engine.ts'
import type { Clock } from '../security/ports.ts'
import type { KernelApi } from '../worker/protocol.ts'
import type { CircuitStore } from './circuit-store.ts'
import { type Circuits, createCircuits } from './circuits.ts'
import { createTurnstiles } from './turnstiles.ts'
import type { WorkerPool } from './worker-pool.ts'

/** Keeps partners from being hammered: limits and circuit breakers of connections, for all workers together. */
export interface Partners extends Pick<Circuits, 'of' | 'states'> {
  /** What workers ask and tell. */
  readonly calls: Pick<KernelApi, 'pass' | 'passed' | 'tripped'>
  /** Lets one call try now; false when the circuit is closed. */
  tryNow(connection: string): Promise<boolean>
  /** A worker has died. */
  forget(member: string): void
}

/** What they work with. */
export interface PartnerParts {
  limits(connection: string): ConnectionLimits
  readonly pool: WorkerPool
  readonly engine: Pick<Engine, 'hasten'>
  readonly clock: Clock
  readonly store: CircuitStore
  /** Told of each circuit that opened or closed. */
  noticed(connection: string, state: 'open' | 'half-open' | 'closed'): void
}

/** Runs that were turned away just before a circuit closed need a moment to lie down before they can be woken. */
const LIE_DOWN_MS = 1000
/** Runs woken at a time when a circuit closes. */
const CHUNK = 200

/** Makes the guard over all connections. */
export function createPartners(parts: PartnerParts): Partners {
  const { limits, clock, pool, engine, store } = parts
  const turnstiles = createTurnstiles(limits, clock)
  const circuits = createCircuits({ limits, clock, store, changed })
  for (const { connection } of circuits.states()) parts.noticed(connection, 'open')

  function changed(connection: string, state: 'open' | 'half-open' | 'closed'): void {
    parts.noticed(connection, state)
    // A worker that misses it refuses a little longer, or asks and is told.
    void pool.all((worker) => worker.circuits(circuits.states())).catch(() => undefined)
    if (state !== 'closed') return
    const wakeThem = (): void => void wakeAll(connection).catch(() => undefined)
    wakeThem()
    setTimeout(wakeThem, LIE_DOWN_MS).unref()
  }

  /** Runs that sleep because the circuit was open need not wait for the end of their pause. */
  async function wakeAll(connection: string): Promise<void> {
    while (circuits.of(connection) === undefined && (await wake(connection, CHUNK)) === CHUNK);
  }

  async function wake(connection: string, max: number): Promise<number> {
    const woken = await engine.hasten({ code: 'connect.circuit-open', connection }, clock(), max)
    if (woken > 0) await pool.all((worker) => worker.wake())
    return woken
  }

  return {
    of: circuits.of,
    states: circuits.states,
    forget: turnstiles.forget,
    async tryNow(connection) {
      if (!circuits.tryNow(connection)) return false
      await wake(connection, 1)
      return true
    },
    calls: {
      async pass({ waitMs, ...call }) {
        const turn = circuits.ask(call.connection, call.ticket)
        if (!turn.go) return { ...turn, why: 'circuit' }
        const { concurrency, rate } = limits(call.connection)
        if (concurrency === undefined && rate === undefined) return turn
        const entered = await turnstiles.enter(call, waitMs)
        // Without a place there was no trial.
        if (!entered.go) circuits.tell(call.connection, call.ticket, { how: 'unknown' })
        return entered.go ? entered : { ...entered, why: 'limit' }
      },
      async passed({ connection, ticket, ...how }) {
        turnstiles.leave(connection, ticket)
        circuits.tell(connection, ticket, how)
      },
      async tripped({ connection, reason }) {
        circuits.trip(connection, reason)
      },
    },
  }
}
