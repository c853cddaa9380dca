import { secretOf, valuesOf } from '#nodes/connections/read-connection.ts'
import { sqlConnection, sqlPort } from '#nodes/connections/sql.ts'
import type { ConnectionHandle } from '#shared/node/run.ts'
import type { Database } from './database.ts'
import type { ServerAddress } from './server.ts'

/** What keeps one resource a connection and worker: `StepContext` and `PollContext` both do. */
export interface SharedResources {
  connection(id: string): Promise<ConnectionHandle>
  shared<T>(key: string, open: () => Promise<T>, close?: (it: T) => Promise<void> | void): Promise<T>
}

/** Key of the shared database of a connection. */
function databaseKey(connection: string): string {
  return `sql:${connection}`
}

/** The database of a connection of kind `sql`, opened once a worker. */
export async function databaseOf(id: string, context: SharedResources): Promise<Database> {
  const connection = await context.connection(id)
  return context.shared(
    databaseKey(id),
    () => openDatabase(connection),
    (database) => database.close(),
  )
}

/** Opens the database that a connection names, with the driver that is loaded for it; the caller closes it. */
export async function openDatabase(connection: ConnectionHandle): Promise<Database> {
  const values = valuesOf(sqlConnection, connection)
  if (values.driver === 'sqlite') return (await import('./sqlite.ts')).openSqlite(values.file ?? '')
  const { driver, host = '', database = '', user = '', ssl, ca, poolSize } = values
  const port = sqlPort(driver, values.port)
  const address: ServerAddress = {
    ...{ host, port, database, user, ssl, poolSize },
    ...(ca === undefined ? {} : { ca }),
    ...(Object.hasOwn(connection.secrets, 'password') ? { password: secretOf(connection, 'password') } : {}),
    reach: () => connection.reach.host(host, port),
  }
  switch (driver) {
    case 'postgres':
      return (await import('./postgres.ts')).openPostgres(address)
    case 'mysql':
      return (await import('./mysql.ts')).openMysql(address)
    case 'sqlserver':
      return (await import('./sqlserver.ts')).openSqlServer(address)
  }
}
