import { Buffer } from 'node:buffer'
import { once } from 'node:events'
import type pg from 'pg'
import { toPostgres } from './postgres-values.ts'

/** Bytes handed to the connection at a time. */
const PIECE = 65_536

/** The part of pg's connection that COPY needs; its types leave it out. */
interface CopyConnection extends pg.Connection {
  sendCopyFromChunk(chunk: Buffer): void
  sendCopyFail(reason: string): void
  endCopyFrom(): void
}

/** Sends rows by `COPY … FROM STDIN` in the text format, piece by piece as the connection takes them. Throws what the server reports. */
export function copyRows(client: pg.PoolClient, copy: string, rows: Iterable<readonly unknown[]>): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  // pg calls these methods of a query while it is under way.
  const query = {
    submit(connection: pg.Connection) {
      connection.query(copy)
    },
    handleCopyInResponse(connection: CopyConnection) {
      send(connection, rows).then(
        () => connection.endCopyFrom(),
        (error: unknown) => {
          reject(error)
          connection.sendCopyFail('stopped')
        },
      )
    },
    handleError: (error: unknown) => reject(error),
    handleCommandComplete: () => undefined,
    handleReadyForQuery: () => resolve(),
  }
  client.query(query)
  return promise
}

async function send(connection: CopyConnection, rows: Iterable<readonly unknown[]>): Promise<void> {
  let piece = ''
  for (const row of rows) {
    piece += `${row.map(copyText).join('\t')}\n`
    if (piece.length < PIECE) continue
    connection.sendCopyFromChunk(Buffer.from(piece))
    piece = ''
    if (connection.stream.destroyed) return
    if (connection.stream.writableNeedDrain)
      await Promise.race([once(connection.stream, 'drain'), once(connection.stream, 'close')])
  }
  if (piece !== '') connection.sendCopyFromChunk(Buffer.from(piece))
}

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' }

/** A value in the text format of COPY (PostgreSQL manual, "COPY", File Formats). */
export function copyText(value: unknown): string {
  const given = toPostgres(value)
  if (given === null) return '\\N'
  if (typeof given !== 'string') return String(given)
  return /[\\\t\n\r]/.test(given) ? given.replace(/[\\\t\n\r]/g, (c) => ESCAPES[c] ?? c) : given
}
