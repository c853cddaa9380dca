import type { Socket } from 'node:net'
import { type Connection, createConnection, type FieldPacket, type ResultSetHeader } from 'mysql2'
import { connectFault } from './mysql-faults.ts'
import { toMysql } from './mysql-values.ts'
import { CONNECT_MS, placeOf, reachingSocket, type ServerAddress } from './server.ts'

/** One open connection to MariaDB or MySQL. */
export interface Session {
  readonly connection: Connection
  readonly socket: Socket
  /** Number by which the server knows it. */
  readonly thread: number
}

/** What hears of a result while it comes; throwing from it gives the connection up. */
export interface Listener {
  columns(columns: readonly FieldPacket[], set: number): void
  row(values: readonly unknown[], set: number): void
}

/** Wrong data is an error and is never cut to fit, whatever the server is set to. */
const PREPARE_SESSION = "SET SESSION sql_mode = CONCAT(@@SESSION.sql_mode, ',STRICT_ALL_TABLES')"

/** Connects and signs in; throws `connect.*` or `sql.auth`. */
export async function openSession(address: ServerAddress): Promise<Session> {
  const { host, port, database, user, password, ssl, ca } = address
  const socket = reachingSocket(address)
  // Over an address, the certificate is compared with what the connection names.
  Object.assign(socket, { _host: host })
  const connection = createConnection({
    host,
    port,
    database,
    user,
    ...(password === undefined ? {} : { password }),
    stream: () => socket,
    ...(ssl === 'off'
      ? {}
      : {
          ssl: {
            rejectUnauthorized: ssl === 'verify',
            verifyIdentity: ssl === 'verify',
            ...(ca === undefined ? {} : { ca }),
          },
        }),
    connectTimeout: CONNECT_MS,
    maxPreparedStatements: 100,
    multipleStatements: false,
    flags: ['-LOCAL_FILES'],
    // Readers of rows are fixed code instead of code made from column names.
    disableEval: true,
    dateStrings: true,
    supportBigNumbers: true,
    bigNumberStrings: true,
    jsonStrings: true,
  })
  // Broken while nobody uses it: the pool looks before it hands it out.
  connection.on('error', () => socket.destroy())
  try {
    await new Promise<void>((done, fail) => connection.connect((error) => (error ? fail(error) : done())))
    const session = { connection, socket, thread: connection.threadId }
    await statement(session, PREPARE_SESSION)
    return session
  } catch (error) {
    socket.destroy()
    throw connectFault(error, placeOf(address))
  }
}

/** Closes at once; the server rolls back what was not committed. */
export function closeSession({ connection, socket }: Session): void {
  connection.destroy()
  socket.destroy()
}

/** True while nothing is known to have broken it. */
export function isAlive({ socket }: Session): boolean {
  return !socket.destroyed && socket.readable && socket.writable
}

/** Runs a statement of our own, without values; throws what the driver throws. */
export function statement(session: Session, sql: string): Promise<ResultSetHeader> {
  return settled(session, (done, fail) => {
    session.connection.query<ResultSetHeader>({ sql }, (error, header) => (error ? fail(error) : done(header)))
  })
}

/** Runs a prepared statement, its values beside it; gives what each statement of it reported. Throws what the driver or the listener throws. */
export function execute(
  session: Session,
  sql: string,
  values: readonly unknown[],
  listener?: Listener,
): Promise<readonly ResultSetHeader[]> {
  return settled(session, (done, fail) => {
    const headers: ResultSetHeader[] = []
    const command = session.connection.execute({ sql, rowsAsArray: true }, values.map(toMysql))
    const heard = (work: () => void): void => {
      try {
        work()
      } catch (error) {
        fail(error)
        session.socket.destroy()
      }
    }
    command.on('error', fail)
    command.on('fields', (columns: readonly FieldPacket[] | undefined, set: number) => {
      if (columns) heard(() => listener?.columns(columns, set))
    })
    command.on('result', (result: readonly unknown[] | ResultSetHeader, set: number) => {
      if (isRow(result)) heard(() => listener?.row(result, set))
      else headers.push(result)
    })
    command.on('end', () => done(headers))
  })
}

function isRow(result: readonly unknown[] | ResultSetHeader): result is readonly unknown[] {
  return Array.isArray(result)
}

/** A command without a callback does not hear that its connection broke; the connection does. */
function settled<T>(
  { connection, socket }: Session,
  start: (done: (it: T) => void, fail: (error: unknown) => void) => void,
): Promise<T> {
  const { promise, resolve, reject } = Promise.withResolvers<T>()
  const lost = (): void => reject(new Error('connection lost'))
  connection.on('error', reject)
  socket.on('close', lost)
  if (socket.destroyed) lost()
  else start(resolve, reject)
  return promise.finally(() => {
    connection.off('error', reject)
    socket.off('close', lost)
  })
}
