import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { postgresAddress } from '#nodes/testing/postgres.ts'

const { host, port, user, database } = postgresAddress

/** The server of tests as an address of the engine. */
export const SERVER = `postgres://${user}@${host}:${port}/${database}`

/** A name for a schema of a test's own. */
export function schemaName(): string {
  return `thu_${randomBytes(6).toString('hex')}`
}

/** Removes the schema with all that is in it. */
export async function dropSchema(schema: string, server = SERVER): Promise<void> {
  const client = new pg.Client({ connectionString: server })
  await client.connect()
  await client.query(`drop schema if exists ${schema} cascade`)
  await client.end()
}
