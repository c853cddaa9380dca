import type { Passage } from '#runtime/executor/run-env.ts'
import { type ErrorData, errorData } from '#shared/errors/flow-error.ts'
import type { ConnectionLimits } from '#shared/node/connection-limits.ts'
import { durationMs } from '#shared/node/fields.ts'
import type { CircuitState, ConnectionConfig, KernelApi, Leave } from './protocol.ts'

/** Stands before every call to a partner. A connection without limits and with a closed circuit costs one look-up. */
export interface PartnerGate {
  configure(connections: readonly ConnectionConfig[]): void
  /** All circuits that are not closed. */
  circuits(states: readonly CircuitState[]): void
  enter(connection: string, signal: AbortSignal): Passage | Promise<Passage>
}

/** What the gate works with. */
export interface GateParts {
  readonly kernel: Pick<KernelApi, 'pass' | 'passed' | 'tripped'>
  readonly member: string
  clock(): number
  log(level: 'warn', message: string, details: Readonly<Record<string, unknown>>): void
}

interface Partner {
  readonly limits: ConnectionLimits
  /** Consecutive infrastructure failures that this worker saw. */
  failures: number
  /** Until when its circuit is open; after that, and until the kernel says closed, half open. */
  openUntil: number | undefined
}

/** Infrastructure failures: the partner as a whole is in trouble, not this message. */
const FAULTS: ReadonlySet<string> = new Set([
  'connect.unreachable',
  'connect.timeout',
  'connect.cut',
  'http.server-error',
  'dvcqg.unavailable',
])
/** A call waits so long for its turn; then its run goes back to the queue on the disk. */
const WAIT_MS = 10_000

const FREE: Passage = { go: true, leave: () => undefined }

/** Makes the gate of one worker. */
export function createPartnerGate({ kernel, member, clock, log }: GateParts): PartnerGate {
  let partners = new Map<string, Partner>()
  let states: readonly CircuitState[] = []
  let last = 0

  function tell(connection: string, partner: Partner, how: Leave): void {
    if (how.how === 'ok') {
      partner.failures = 0
      partner.openUntil = undefined
    }
    if (how.how !== 'fault' || partner.openUntil !== undefined) return
    partner.failures++
    const { breakAfter, pause } = partner.limits
    if (breakAfter === 0 || partner.failures < breakAfter) return
    partner.failures = 0
    // Not only when the kernel says so: the next call is about to go.
    partner.openUntil = clock() + durationMs(pause)
    log('warn', 'circuit opened', { connection, failures: breakAfter })
    void kernel.tripped({ connection, reason: how.reason ?? { vi: '', en: '' } }).catch(() => undefined)
  }

  function refused(connection: string, until: number, why: 'circuit' | 'limit'): Passage {
    const code = why === 'circuit' ? 'connect.circuit-open' : 'connect.limited'
    return { go: false, until, error: errorData(code, { connection }, { connection }) }
  }

  async function ask(connection: string, partner: Partner, signal: AbortSignal): Promise<Passage> {
    const ticket = `${member}:${++last}`
    let gone = false
    const leave = (error?: ErrorData | 'cut'): void => {
      if (gone) return
      gone = true
      signal.removeEventListener('abort', giveUp)
      const how = howItWent(error)
      tell(connection, partner, how)
      void kernel.passed({ connection, ticket, ...how }).catch(() => undefined)
    }
    const giveUp = (): void => leave('cut')
    signal.addEventListener('abort', giveUp, { once: true })
    const turn = await kernel.pass({ connection, member, ticket, waitMs: WAIT_MS })
    if (turn.go) return { go: true, leave }
    signal.removeEventListener('abort', giveUp)
    return refused(connection, turn.until, turn.why ?? 'circuit')
  }

  return {
    configure(connections) {
      const before = partners
      partners = new Map(
        connections.map(({ id, limits }) => [
          id,
          { limits, failures: before.get(id)?.failures ?? 0, openUntil: undefined },
        ]),
      )
      this.circuits(states)
    },
    circuits(next) {
      states = next
      const open = new Map(next.map(({ connection, until }) => [connection, until]))
      for (const [id, partner] of partners) partner.openUntil = open.get(id)
    },
    enter(connection, signal) {
      const partner = partners.get(connection)
      // The step itself says that there is no such connection.
      if (!partner) return FREE
      const { openUntil, limits } = partner
      if (openUntil !== undefined && clock() < openUntil) return refused(connection, openUntil, 'circuit')
      if (openUntil !== undefined || limits.concurrency !== undefined || limits.rate !== undefined)
        return ask(connection, partner, signal)
      return { go: true, leave: (error) => tell(connection, partner, howItWent(error)) }
    },
  }
}

/** A partner that answers, even with a refusal, is there; an error of ours says nothing about it. */
function howItWent(error: ErrorData | 'cut' | undefined): Leave {
  if (error === undefined) return { how: 'ok' }
  if (error === 'cut') return { how: 'unknown' }
  if (FAULTS.has(error.code)) return { how: 'fault', reason: error.message }
  return { how: error.side === 'partner' ? 'ok' : 'unknown' }
}
