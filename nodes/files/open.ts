import { folderConnection } from '#nodes/connections/folder.ts'
import { ftpConnection } from '#nodes/connections/ftp.ts'
import { valuesOf } from '#nodes/connections/read-connection.ts'
import { s3Connection } from '#nodes/connections/s3.ts'
import { sftpConnection } from '#nodes/connections/sftp.ts'
import { permanent } from '#shared/errors/flow-error.ts'
import type { ConnectionHandle } from '#shared/node/run.ts'
import type { FileStore } from './store.ts'

/** The kinds of connection that hold files. */
export const FILE_KINDS = [sftpConnection.kind, ftpConnection.kind, s3Connection.kind, folderConnection.kind]

/** What opens connections: `StepContext` and `PollContext` both do. */
export interface Opener {
  readonly signal: AbortSignal
  connection(id: string): Promise<ConnectionHandle>
}

/** Opens the files of a connection with the driver that is loaded for it; the caller closes them. */
export async function openStore(connection: ConnectionHandle, signal: AbortSignal): Promise<FileStore> {
  signal.throwIfAborted()
  if (connection.kind === sftpConnection.kind) return (await import('./drivers/sftp.ts')).openSftp(connection, signal)
  if (connection.kind === ftpConnection.kind) return (await import('./drivers/ftp.ts')).openFtp(connection, signal)
  if (connection.kind === s3Connection.kind) return (await import('./drivers/s3.ts')).openS3(connection, signal)
  if (connection.kind !== folderConnection.kind)
    throw permanent('connect.not-configured', { connection: connection.id, what: FILE_KINDS.join(', ') })
  const { folder } = valuesOf(folderConnection, connection)
  const { openFolder } = await import('./drivers/folder.ts')
  return openFolder(await connection.reach.folder(folder))
}

/** Works on the files of a connection and closes them whatever happens. */
export async function withStore<T>(id: string, context: Opener, work: (store: FileStore) => Promise<T>): Promise<T> {
  const store = await openStore(await context.connection(id), context.signal)
  try {
    return await work(store)
  } finally {
    await store.close().catch(() => undefined)
  }
}
