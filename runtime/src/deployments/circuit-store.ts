import type { Database } from 'better-sqlite3'
import { z } from 'zod'
import type { Text } from '#shared/text/text.ts'

/** A circuit that is not closed, as it is kept over a restart. */
export interface StoredCircuit {
  readonly since: number
  readonly until: number
  /** How long the newest pause is; a failed trial doubles it. */
  readonly pauseMs: number
  readonly reason: Text
}

/** Circuits that are not closed. */
export interface CircuitStore {
  all(): ReadonlyMap<string, StoredCircuit>
  put(connection: string, circuit: StoredCircuit): void
  remove(connection: string): void
}

interface Row {
  readonly connection: string
  readonly since: number
  readonly until: number
  readonly pause_ms: number
  readonly reason: string
}

const reasonSchema = z.object({ vi: z.string(), en: z.string() })

/** Circuits in the table `circuits`. */
export function createCircuitStore(db: Database): CircuitStore {
  const all = db.prepare<[], Row>('SELECT * FROM circuits')
  const put = db.prepare(
    `INSERT INTO circuits (connection, since, until, pause_ms, reason) VALUES (@connection, @since, @until, @pauseMs, @reason)
     ON CONFLICT (connection) DO UPDATE SET since = @since, until = @until, pause_ms = @pauseMs, reason = @reason`,
  )
  const remove = db.prepare<[string]>('DELETE FROM circuits WHERE connection = ?')
  return {
    all: () =>
      new Map(
        all
          .all()
          .map(({ connection, since, until, pause_ms, reason }) => [
            connection,
            { since, until, pauseMs: pause_ms, reason: reasonSchema.parse(JSON.parse(reason)) },
          ]),
      ),
    put: (connection, { reason, ...circuit }) =>
      void put.run({ connection, ...circuit, reason: JSON.stringify(reason) }),
    remove: (connection) => void remove.run(connection),
  }
}
