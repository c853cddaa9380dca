import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { test } from 'vitest'

/** The PostgreSQL server of tests; another one by the usual variables of PostgreSQL. */
export const postgresAddress = {
  host: process.env.PGHOST ?? '127.0.0.1',
  port: Number(process.env.PGPORT ?? 5432),
  database: process.env.PGDATABASE ?? 'test',
  user: process.env.PGUSER ?? 'postgres',
} as const

/** A schema of its own that is gone after the test. */
export interface TemporarySchema {
  readonly name: string
  exec(sql: string): Promise<pg.QueryResult>
  drop(): Promise<void>
}

async function reachable(): Promise<string | undefined> {
  const client = new pg.Client({ ...postgresAddress, connectionTimeoutMillis: 2000 })
  try {
    await client.connect()
    await client.end()
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message || error.name : String(error)
  }
}

/** Why there is no PostgreSQL for tests; absent when there is one. */
export const postgresAbsent = await reachable()
const { host, port } = postgresAddress
if (postgresAbsent !== undefined && process.env.CI === 'true')
  throw new Error(`PostgreSQL at ${host}:${port} is needed: ${postgresAbsent}`)
if (postgresAbsent !== undefined) console.warn(`skipped: no PostgreSQL at ${host}:${port} (${postgresAbsent})`)

/** `test` that is skipped with its reason printed when there is no PostgreSQL; with CI=true that is a failure. */
export const withPostgres = test.skipIf(postgresAbsent !== undefined)

/** Makes a schema of its own. */
export async function temporarySchema(): Promise<TemporarySchema> {
  const name = `lt_${randomBytes(6).toString('hex')}`
  const client = new pg.Client(postgresAddress)
  await client.connect()
  await client.query(`CREATE SCHEMA ${name}; SET search_path = ${name}`)
  return {
    name,
    exec: (sql) => client.query(sql),
    async drop() {
      await client.query(`DROP SCHEMA ${name} CASCADE`)
      await client.end()
    },
  }
}
