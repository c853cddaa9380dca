import { fileURLToPath } from 'node:url'
import { permanent } from '#shared/errors/flow-error.ts'
import type { Engine, Instant } from '../engine.ts'
import { createLeaseClock } from '../lease-clock.ts'
import { readMigrations } from '../rows/migrations.ts'
import { createAccepting } from './accept.ts'
import { createAnswers } from './answers.ts'
import { createClaims } from './claim.ts'
import { createCommit } from './commit.ts'
import { createGroups } from './groups.ts'
import { createHistory } from './history.ts'
import { createInOrder } from './in-order.ts'
import { migrate } from './migrate.ts'
import { createRepair } from './repair.ts'
import { createRetention } from './retention.ts'
import { createServers } from './servers.ts'
import { createStore } from './store.ts'
import { createTimers } from './timers.ts'

/** Where the engine on PostgreSQL keeps its runs. */
export interface PostgresEngineOptions {
  /**
   * `postgres://user:password@host:port/database?schema=name`. Several hosts (`a:5432,b:5432`) are tried in turn until one writes; the
   * tables are in the schema `lienthong` unless another one is named.
   */
  readonly url: string
  /** How long a lease lasts without renewal; 15 s unless told. */
  readonly leaseMs?: number
  clock(): Instant
  /** A text that is made nowhere else: it marks what a call has written, so that the call knows it again when its answer was lost. */
  newMark(): string
  /** Milliseconds of a clock that nobody sets; with it a jump of `clock` ends no lease (`lease-clock.ts`). */
  readonly steady?: (() => number) | undefined
}

/** Takes our own word out of the address; `pg` reads the others. */
function readAddress(address: string): { readonly url: string; readonly schema: string } {
  const found = /[?&]schema=([^&]*)/.exec(address)
  const schema = found?.[1] ?? 'lienthong'
  if (!/^[a-z_][a-z0-9_]{0,62}$/.test(schema))
    throw permanent('engine.server', {
      reason: {
        vi: 'tên lược đồ trong địa chỉ chỉ được gồm chữ thường không dấu, chữ số và gạch dưới',
        en: 'the schema in the address is no plain lower-case name',
      },
    })
  const url = found ? address.replace(found[0], '').replace(/^([^?]*?)&/, '$1?') : address
  return { url, schema }
}

const MIGRATIONS = fileURLToPath(new URL('./migrations/', import.meta.url))
/** Connections of one process. */
const CONNECTIONS = 8

/**
 * Opens the engine on PostgreSQL (15 or later), creating or migrating its tables. Throws `engine.server` when the server cannot be
 * reached, does not let us in or would not keep a commit, `engine.newer-schema` when a newer release has written the tables.
 */
export async function openPostgresEngine(options: PostgresEngineOptions): Promise<Engine> {
  const { clock, newMark, steady, leaseMs = 15_000 } = options
  const { url, schema } = readAddress(options.url)
  const store = createStore(createServers({ url, schema, most: CONNECTIONS }))
  try {
    await migrate(store, schema, readMigrations(MIGRATIONS), clock())
  } catch (error) {
    await store.close()
    throw error
  }
  const leases = createLeaseClock(clock, steady, leaseMs)
  const inOrder = createInOrder()
  const { commit, intend } = createCommit({ store, inOrder, newMark, clock })
  return {
    accept: createAccepting({ store, inOrder, leaseMs, clock }),
    commit,
    intend,
    ...createClaims({ store, commit, leases, leaseMs, clock }),
    ...createRepair({ store, leases }),
    ...createTimers(store, newMark),
    waits: createAnswers(store),
    groups: createGroups(store, inOrder, newMark),
    history: createHistory(store),
    retention: createRetention({ store, clock }),
    close: store.close,
  }
}
