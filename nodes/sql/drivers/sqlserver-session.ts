import { once } from 'node:events'
import type { Socket } from 'node:net'
import { Connection, Request, TYPES } from 'tedious'
import { FlowError, permanent } from '#shared/errors/flow-error.ts'
import type { Limits, ProcedureParameter, Row } from './database.ts'
import { rowCollector } from './rows.ts'
import { CONNECT_MS, placeOf, reachingSocket, type ServerAddress } from './server.ts'
import { connectFault } from './sqlserver-faults.ts'
import { type ColumnType, fromSqlServer, toSqlServer } from './sqlserver-values.ts'

/** How long a statement that was told to stop may take to do so, in milliseconds, before its connection is given up. */
const STOP_MS = 3000

/** One open connection to SQL Server. */
export interface Session {
  readonly connection: Connection
  readonly socket: Socket
}

/** What a statement or procedure gave. */
export interface Answer {
  readonly sets: readonly (readonly Row[])[]
  readonly out: Readonly<Record<string, unknown>>
  /** Rows that the server counted. */
  readonly count: number
}

/** Connects and signs in; throws `connect.*` or `sql.auth`. */
export async function openSession(address: ServerAddress): Promise<Session> {
  const { host, port, database, user, password = '', ssl, ca } = address
  let socket: Socket | undefined
  let refused: unknown
  const connection = new Connection({
    server: host,
    authentication: { type: 'default', options: { userName: user, password } },
    options: {
      port,
      database,
      appName: 'lienthong',
      connector: async () => {
        socket = reachingSocket(address)
        try {
          await once(socket, 'connect')
          return socket
        } catch (error) {
          refused = error
          throw error
        }
      },
      encrypt: ssl !== 'off',
      trustServerCertificate: ssl !== 'verify',
      ...(ca === undefined ? {} : { cryptoCredentialsDetails: { ca } }),
      connectTimeout: CONNECT_MS,
      cancelTimeout: STOP_MS,
      // Each statement has its own.
      requestTimeout: 0,
      maxRetriesOnTransientErrors: 0,
      // Any error takes the whole transaction back.
      abortTransactionOnError: true,
      useUTC: true,
    },
  })
  // Broken while nobody uses it: the pool looks before it hands it out.
  connection.on('error', () => socket?.destroy())
  try {
    await new Promise<void>((done, fail) => connection.connect((error) => (error ? fail(error) : done())))
    if (!socket) throw new Error('not connected')
    return { connection, socket }
  } catch (error) {
    connection.close()
    socket?.destroy()
    throw connectFault(refused instanceof FlowError ? refused : error, placeOf(address))
  }
}

/** Closes at once; the server rolls back what was not committed. */
export function closeSession({ connection, socket }: Session): void {
  connection.close()
  socket.destroy()
}

/** True while nothing is known to have broken it. */
export function isAlive({ connection, socket }: Session): boolean {
  return !connection.closed && !socket.destroyed && socket.readable && socket.writable
}

/** A step of a transaction; throws what the driver throws. */
export function transact(
  { connection }: Session,
  step: 'beginTransaction' | 'commitTransaction' | 'rollbackTransaction',
): Promise<void> {
  return new Promise((done, fail) => connection[step]((error) => (error ? fail(error) : done())))
}

/** Runs a statement with `@p1` … beside it. Throws what the driver throws or the limits say. */
export function execute(
  session: Session,
  text: string,
  values: readonly unknown[],
  limits: Pick<Limits, 'timeoutMs'> & Partial<Limits>,
): Promise<Answer> {
  return answered(session, text, limits, (request) => {
    for (const [at, given] of values.entries()) {
      const { type, value } = toSqlServer(given)
      request.addParameter(`p${at + 1}`, type, value, type === TYPES.NVarChar ? lengthOf(value) : {})
    }
    session.connection.execSql(request)
  })
}

/** Calls a procedure with its parameters by name; what it gives back comes as text, which SQL Server converts to. */
export function call(
  session: Session,
  name: string,
  parameters: readonly ProcedureParameter[],
  limits: Limits,
): Promise<Answer> {
  return answered(session, name, limits, (request) => {
    for (const { name: parameter, direction, value: given } of parameters) {
      const bare = parameter.replace(/^@/, '')
      const { type, value } = toSqlServer(direction === 'out' ? null : given)
      if (direction === 'in') request.addParameter(bare, type, value)
      else request.addOutputParameter(bare, TYPES.NVarChar, value === null ? null : String(value), { length: Infinity })
    }
    session.connection.callProcedure(request)
  })
}

/** One declared length for all short texts, so that the server keeps one plan for a statement. */
function lengthOf(value: unknown): { length?: number } {
  return typeof value === 'string' && value.length > 4000 ? {} : { length: 4000 }
}

function answered(
  session: Session,
  text: string,
  limits: Pick<Limits, 'timeoutMs'> & Partial<Limits>,
  start: (request: Request) => void,
): Promise<Answer> {
  return new Promise((done, fail) => {
    const sets: { readonly columns: readonly ColumnType[]; readonly collector: ReturnType<typeof rowCollector> }[] = []
    const out: Record<string, unknown> = {}
    const { rows: mostRows = 0, bytes = 0, timeoutMs } = limits
    let left = mostRows
    let wrong: unknown
    const heard = (work: () => void): void => {
      if (wrong !== undefined) return
      try {
        work()
      } catch (error) {
        wrong = error
        session.connection.cancel()
      }
    }
    const request = new Request(text, (error, count) => {
      if (wrong ?? error) fail(wrong ?? error)
      else done({ sets: sets.map(({ collector }) => collector.rows), out, count: count ?? 0 })
    })
    request.setTimeout(timeoutMs)
    request.on('columnMetadata', (columns) =>
      heard(() => {
        left -= sets.at(-1)?.collector.rows.length ?? 0
        const list: readonly ColumnType[] = Object.values(columns)
        // An expression without a name still needs a field of its own.
        const names = list.map(({ colName }, at) => (colName === '' ? `column${at + 1}` : colName))
        sets.push({ columns: list, collector: rowCollector(names, { rows: left, bytes, timeoutMs }) })
      }),
    )
    request.on('row', (cells: readonly { readonly value: unknown; readonly metadata: ColumnType }[]) =>
      heard(() => sets.at(-1)?.collector.add(cells.map(({ value, metadata }) => fromSqlServer(value, metadata)))),
    )
    request.on('returnValue', (name, value) =>
      heard(() => {
        if (name === '__proto__') throw permanent('json.forbidden-key', { key: name })
        out[name] = value ?? null
      }),
    )
    start(request)
  })
}
