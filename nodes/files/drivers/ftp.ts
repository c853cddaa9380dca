import { PassThrough } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Client, type FileInfo, FTPError } from 'basic-ftp'
import { ftpConnection } from '#nodes/connections/ftp.ts'
import { secretOf, valuesOf } from '#nodes/connections/read-connection.ts'
import { tlsOptions } from '#nodes/connections/tls-options.ts'
import { type FlowError, permanent, retryable } from '#shared/errors/flow-error.ts'
import type { ConnectionHandle } from '#shared/node/run.ts'
import { type FileEntry, type FileStore, MOST_ENTRIES } from '../store.ts'
import { codeOf, messageOf, networkFault, type Place } from './faults.ts'

const IDLE_MS = 30_000

/** Signs in to an FTP server; data connections only go to the same address. */
export async function openFtp(connection: ConnectionHandle, signal: AbortSignal): Promise<FileStore> {
  const { host, port, security, user, authority, root = '' } = valuesOf(ftpConnection, connection)
  const password = secretOf(connection, 'password')
  const address = await connection.reach.host(host, port)
  const client = new Client(IDLE_MS, { allowSeparateTransferHost: false })
  const stop = (): void => client.close()
  signal.addEventListener('abort', stop, { once: true })
  try {
    const secure = security === 'none' ? false : security === 'implicit' ? 'implicit' : true
    await client.access({ host: address, port, user, password, secure, secureOptions: tlsOptions(host, authority) })
    const begin = root === '' ? await client.pwd() : root
    return createStore(client, host, begin.replace(/(.)\/$/, '$1'), () => {
      signal.removeEventListener('abort', stop)
      client.close()
    })
  } catch (error) {
    signal.removeEventListener('abort', stop)
    client.close()
    if (error instanceof FTPError && (error.code === 530 || error.code === 332)) throw permanent('file.auth', { host })
    throw ftpFault(error, { host, path: root })
  }
}

function createStore(client: Client, host: string, root: string, close: () => void): FileStore {
  const at = (path: string): string => (path === '' ? root : `${root === '/' ? '' : root}/${path}`)

  async function tried<T>(path: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work()
    } catch (error) {
      throw ftpFault(error, { host, path }, true)
    }
  }

  const list = (folder: string): Promise<FileInfo[]> =>
    tried(folder, async () => {
      // A listing of a path with blanks or of a file would be read as an option or as one entry, so the folder is entered.
      await client.cd(at(folder))
      const found = await client.list()
      if (found.length > MOST_ENTRIES) throw permanent('file.too-many', { path: folder, limit: MOST_ENTRIES })
      return found.filter((it) => it.name !== '.' && it.name !== '..' && !it.isSymbolicLink)
    })

  async function find(path: string): Promise<FileEntry | undefined> {
    const name = path.slice(path.lastIndexOf('/') + 1)
    try {
      const size = await client.size(at(path))
      const modified = await client.lastMod(at(path)).then(Number, () => 0)
      return { name, kind: 'file', size, modified, stamp: `${size}:${modified}` }
    } catch (error) {
      if (!(error instanceof FTPError)) throw ftpFault(error, { host, path }, true)
    }
    try {
      await client.cd(at(path))
      return { name, kind: 'folder', size: 0, modified: 0, stamp: '' }
    } catch (error) {
      if (error instanceof FTPError) return undefined
      throw ftpFault(error, { host, path }, true)
    }
  }

  return {
    host,
    list: async (folder) => (await list(folder)).map(entryOf),
    find,
    download: (path, sink, from = 0) =>
      tried(path, async () => {
        const through = new PassThrough()
        const sent = pipeline(through, sink)
        await together(client.downloadTo(through, at(path), from), sent, through)
      }),
    upload: (path, source) => tried(path, async () => void (await client.uploadFrom(source, at(path)))),
    rename: (from, to, over) =>
      tried(from, async () => {
        // The protocol has no renaming that spares a target; between the question and the renaming another may write.
        if (!over && (await find(to))) throw permanent('file.exists', { path: to })
        await client.rename(at(from), at(to)).catch(async (error: unknown) => {
          if (!over || !(error instanceof FTPError) || !(await find(to))) throw error
          await client.remove(at(to))
          await client.rename(at(from), at(to))
        })
      }),
    remove: (path) => tried(path, async () => void (await client.remove(at(path)))),
    makeFolder: (path) =>
      tried(path, async () => {
        await client.ensureDir(at(path))
      }),
    close: async () => close(),
  }
}

/** Both ends of a transfer; when one fails the other is stopped, and the first fault is the one that is told. */
async function together(first: Promise<unknown>, second: Promise<unknown>, through: PassThrough): Promise<void> {
  const results = await Promise.allSettled([
    first.catch((error: unknown) => {
      through.destroy(error instanceof Error ? error : new Error(String(error)))
      throw error
    }),
    second,
  ])
  for (const result of results) if (result.status === 'rejected') throw result.reason
}

function entryOf({ name, size, isDirectory, isFile, modifiedAt, rawModifiedAt }: FileInfo): FileEntry {
  const modified = modifiedAt?.getTime() ?? 0
  const kind = isFile ? 'file' : isDirectory ? 'folder' : 'other'
  return { name, kind, size, modified, stamp: `${size}:${rawModifiedAt}` }
}

function ftpFault(error: unknown, place: Place, established = false): FlowError {
  const code = codeOf(error)
  const reason = messageOf(error)
  if (error instanceof FTPError) {
    if (code === '550' && /permission|denied|not allowed/i.test(reason)) return permanent('file.denied', { ...place })
    if (code === '550') return permanent('file.not-found', { path: place.path })
    if (code === '553' || code === '532') return permanent('file.denied', { ...place })
    if (code === '452' || code === '552' || /no space|quota/i.test(reason)) return retryable('file.full', { ...place })
    if (code === '426' || code === '421') return retryable('connect.cut', { host: place.host }, { reason })
    return retryable('file.failed', { ...place, reason })
  }
  const known = networkFault(error, place, established)
  if (known) return known
  if (/closed|FIN packet|reset|ended|not connected/i.test(reason))
    return retryable('connect.cut', { host: place.host }, { reason })
  return retryable('file.failed', { ...place, reason })
}
