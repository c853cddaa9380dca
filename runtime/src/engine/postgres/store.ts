import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { retryable } from '#shared/errors/flow-error.ts'
import type { Servers } from './servers.ts'
import { storageFault } from './storage-errors.ts'
import { createTally, type Tally } from './tally.ts'
import { toColumn } from './text.ts'

type Value = string | number | null | readonly (string | number | null)[]

/** Statements on one connection, with `$1` … for the values. */
export interface Statements {
  all<R>(sql: string, ...values: readonly Value[]): Promise<readonly R[]>
  get<R>(sql: string, ...values: readonly Value[]): Promise<R | undefined>
  /** Answers how many rows were changed. */
  run(sql: string, ...values: readonly Value[]): Promise<number>
}

/** A transaction under way. */
export interface Transaction extends Statements {
  /** Counts, which are written at its end. */
  readonly tally: Tally
  /** Keeps other transactions with the same words out until this one ends. */
  lock(...words: readonly string[]): Promise<void>
  /** The same when nobody holds it now. */
  tryLock(...words: readonly string[]): Promise<boolean>
  /** Several statements without values. */
  script(sql: string): Promise<void>
}

/** How a transaction is to be tried. */
export interface Trying {
  /** For what has happened already, such as an answer of a partner: waits for the server as long as it takes (or until the store is closed). */
  readonly persist?: boolean
}

/** The tables of the engine on the server that writes. Every fault of it comes as a typed error. */
export interface Store extends Statements {
  /**
   * Runs `work` in one transaction and resolves once that is durable. `work` may run several times, also after a try whose answer to
   * "commit" was lost: it must touch nothing but the tables, and find out there whether an earlier try of its own went well.
   */
  write<T>(work: (tx: Transaction) => Promise<T>, trying?: Trying): Promise<T>
  /** Several queries that see the same state. */
  read<T>(work: (statements: Statements) => Promise<T>): Promise<T>
  close(): Promise<void>
}

/** How long a call that may be refused is tried again; then its caller is told to come again. */
const PATIENCE_MS = 5000
const PAUSE_MS = { first: 20, most: 1000 }

/** The store on these servers. */
export function createStore(servers: Servers): Store {
  const statements = new Map<string, string>()
  let closed = false

  /** Parsed once a connection. Only fixed texts come here, or texts put together from few fixed pieces. */
  const nameOf = (sql: string): string => {
    const known = statements.get(sql)
    if (known !== undefined) return known
    const name = `s${statements.size}`
    statements.set(sql, name)
    return name
  }

  function on(client: pg.PoolClient): Statements {
    const query = (text: string, values: readonly Value[]) =>
      client.query({ name: nameOf(text), text, values: values.map(bound) })
    return {
      all: async <R>(sql: string, ...values: readonly Value[]) => (await query(sql, values)).rows as readonly R[],
      get: async <R>(sql: string, ...values: readonly Value[]) => (await query(sql, values)).rows[0] as R | undefined,
      run: async (sql, ...values) => (await query(sql, values)).rowCount ?? 0,
    }
  }

  /** Uses a connection; one on which anything failed is not used again. */
  async function using<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
    if (closed) throw retryable('engine.server', { reason: { vi: 'hệ thống đang dừng', en: 'the system is stopping' } })
    const client = await servers.connect()
    let broken = true
    try {
      const answer = await work(client)
      broken = false
      return answer
    } finally {
      client.release(broken)
    }
  }

  async function read<T>(work: (statements: Statements) => Promise<T>): Promise<T> {
    return patiently(() =>
      using(async (client) => {
        await client.query('begin isolation level repeatable read read only')
        const answer = await work(on(client))
        await client.query('commit')
        return answer
      }),
    )
  }

  async function transact<T>(client: pg.PoolClient, work: (tx: Transaction) => Promise<T>): Promise<T> {
    const it = on(client)
    const tally = createTally(it)
    await client.query('begin')
    const outcome = await work({
      ...it,
      tally,
      lock: async (...words) => void (await it.run(`select pg_advisory_xact_lock(${LOCK})`, JSON.stringify(words))),
      tryLock: async (...words) =>
        (await it.get<{ free: boolean }>(`select pg_try_advisory_xact_lock(${LOCK}) as free`, JSON.stringify(words)))
          ?.free === true,
      script: async (sql) => void (await client.query(sql)),
    })
    await tally.flush()
    return outcome
  }

  const write: Store['write'] = (work, { persist = false } = {}) =>
    patiently(
      () =>
        using(async (client) => {
          try {
            const outcome = await transact(client, work)
            await client.query('commit')
            return outcome
          } catch (error) {
            await client.query('rollback').catch(() => undefined)
            throw error
          }
        }),
      persist,
    )

  /** Tries again what failed for a reason that passes. */
  async function patiently<T>(attempt: () => Promise<T>, forever = false): Promise<T> {
    const end = performance.now() + PATIENCE_MS
    for (let pause = PAUSE_MS.first; ; pause = Math.min(pause * 2, PAUSE_MS.most)) {
      try {
        return await attempt()
      } catch (thrown) {
        const { kind, error } = storageFault(thrown)
        const passes = kind === 'again' || kind === 'lost' || (forever && kind !== 'call')
        if (!passes || closed || (!forever && performance.now() + pause > end)) throw error
        await sleep(pause)
      }
    }
  }

  return {
    write,
    read,
    all: (sql, ...values) => patiently(() => using((client) => on(client).all(sql, ...values))),
    get: (sql, ...values) => patiently(() => using((client) => on(client).get(sql, ...values))),
    run: (sql, ...values) => patiently(() => using((client) => on(client).run(sql, ...values))),
    close: async () => {
      if (closed) return
      closed = true
      await servers.close()
    },
  }
}

const LOCK = 'hashtextextended($1, 0)'

function bound(value: Value): unknown {
  if (typeof value === 'string') return toColumn(value)
  return Array.isArray(value) ? value.map((it) => (typeof it === 'string' ? toColumn(it) : it)) : value
}
