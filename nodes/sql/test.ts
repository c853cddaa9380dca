import { runStages } from '#nodes/connections/checks.ts'
import { climb } from '#nodes/connections/ladder.ts'
import { valuesOf } from '#nodes/connections/read-connection.ts'
import { sqlConnection } from '#nodes/connections/sql.ts'
import type { ConnectionCheck, ConnectionTestContext } from '#shared/node/connection.ts'
import type { ConnectionHandle } from '#shared/node/run.ts'
import type { Text } from '#shared/text/text.ts'
import type { Database } from './drivers/database.ts'
import { openDatabase } from './drivers/open.ts'

const TIMEOUT_MS = 15_000

/** How the tables that an account sees are counted, by driver; `one` is a statement that every database answers. */
const SAMPLES = {
  sqlite: { one: 'SELECT 1 AS so', tables: "SELECT count(*) AS so FROM sqlite_master WHERE type = 'table'" },
  postgres: {
    one: 'SELECT 1 AS so',
    tables:
      "SELECT count(*)::int AS so FROM information_schema.tables WHERE table_schema NOT IN ('pg_catalog', 'information_schema')",
  },
  mysql: {
    one: 'SELECT 1 AS so',
    tables: 'SELECT count(*) AS so FROM information_schema.tables WHERE table_schema = database()',
  },
  sqlserver: { one: 'SELECT 1 AS so', tables: 'SELECT count(*) AS so FROM INFORMATION_SCHEMA.TABLES' },
} as const

/** Tries a database: reached, over TLS where that is asked for, signed in to, and read. Nothing is changed. */
export async function testSql(
  connection: ConnectionHandle,
  { signal }: ConnectionTestContext,
): Promise<readonly ConnectionCheck[]> {
  const { driver, ssl } = valuesOf(sqlConnection, connection)
  const { one, tables } = SAMPLES[driver]
  const call = (database: Database, source: string) =>
    database.run({
      kind: 'query',
      source,
      values: {},
      limits: { rows: 10, bytes: 10_000, timeoutMs: TIMEOUT_MS },
      signal,
    })
  const open = async (): Promise<Database> => {
    const database = await openDatabase(connection)
    try {
      await call(database, one)
      return database
    } catch (error) {
      await database.close()
      throw error
    }
  }
  const sample = async (database: Database): Promise<Text> => {
    const { rows } = await call(database, tables)
    const count = String(Object.values(rows[0] ?? {})[0] ?? 0)
    return { vi: `Đọc được, có ${count} bảng`, en: `Readable, ${count} tables` }
  }
  if (driver !== 'sqlite' && ssl !== 'off') return climb({ safe: SAFE, open, sample, close: (it) => it.close() })
  let database: Database | undefined
  try {
    return await runStages({
      async signIn() {
        database = await open()
      },
      sample: async () => (database === undefined ? { vi: '', en: '' } : sample(database)),
    })
  } finally {
    await database?.close()
  }
}

const SAFE = {
  name: { vi: 'Mã hoá đường truyền (TLS)', en: 'Encryption (TLS)' },
  codes: ['connect.certificate', 'connect.unreachable', 'connect.cut', 'connect.timeout'],
  good: { vi: 'Đường truyền được mã hoá', en: 'The line is encrypted' },
}
