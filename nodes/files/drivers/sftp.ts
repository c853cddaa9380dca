import { createHash } from 'node:crypto'
import { connect, type Socket } from 'node:net'
import { pipeline } from 'node:stream/promises'
import SftpClient from 'ssh2-sftp-client'
import { secretOf, valuesOf } from '#nodes/connections/read-connection.ts'
import { sftpConnection } from '#nodes/connections/sftp.ts'
import { type FlowError, permanent, retryable, toErrorData } from '#shared/errors/flow-error.ts'
import type { ConnectionHandle } from '#shared/node/run.ts'
import { joinPath } from '../safe-path.ts'
import { type FileEntry, type FileStore, MOST_ENTRIES } from '../store.ts'
import { CONNECT_MS, codeOf, messageOf, networkFault, type Place } from './faults.ts'

/** How long a partner may take to say goodbye. */
const END_MS = 1000

/** Signs in to an SFTP server whose key must be the accepted one; nothing secret is sent before it was compared. */
export async function openSftp(connection: ConnectionHandle, signal: AbortSignal): Promise<FileStore> {
  const values = valuesOf(sftpConnection, connection)
  const { host, port, user, auth, hostKey, root = '' } = values
  const credential =
    auth === 'password'
      ? { password: secretOf(connection, 'password') }
      : {
          privateKey: secretOf(connection, 'privateKey'),
          ...(connection.secrets.passphrase ? { passphrase: connection.secrets.passphrase } : {}),
        }
  const address = await connection.reach.host(host, port)
  const socket = await openSocket(address, port, host, signal)
  const client = new SftpClient('lien-thong', { error: () => undefined, end: () => undefined, close: () => undefined })
  let shown: string | undefined
  try {
    await client.connect({
      sock: socket,
      username: user,
      ...credential,
      readyTimeout: CONNECT_MS,
      keepaliveInterval: 10_000,
      keepaliveCountMax: 3,
      hostVerifier: (key: Buffer) => {
        shown = fingerprintOf(key)
        return shown === hostKey
      },
    })
  } catch (error) {
    socket.destroy()
    throw connectFault(error, { host, shown, accepted: hostKey })
  }
  return createStore(client, socket, host, root)
}

/** A socket of our own: small packets go at once, and its end is seen even when the library waits for an answer. */
function openSocket(address: string, port: number, host: string, signal: AbortSignal): Promise<Socket> {
  return new Promise((ready, fail) => {
    const socket = connect({ host: address, port, noDelay: true, timeout: CONNECT_MS })
    const stop = (): void => void socket.destroy()
    const refused = (error: Error): void => {
      fail(networkFault(error, { host }) ?? retryable('connect.unreachable', { host, reason: messageOf(error) }))
    }
    signal.addEventListener('abort', stop, { once: true })
    socket.once('close', () => {
      signal.removeEventListener('abort', stop)
      fail(retryable('connect.cut', { host }))
    })
    socket.once('error', refused)
    socket.once('timeout', () => socket.destroy(Object.assign(new Error('timeout'), { code: 'ETIMEDOUT' })))
    socket.once('connect', () => {
      socket.setTimeout(0)
      socket.removeAllListeners('timeout')
      socket.off('error', refused)
      // Told by what waits for an answer.
      socket.on('error', () => undefined)
      ready(socket)
    })
  })
}

/** As `ssh-keygen -l` shows it. */
function fingerprintOf(key: Buffer): string {
  return `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`
}

function connectFault(
  error: unknown,
  {
    host,
    shown,
    accepted,
  }: { readonly host: string; readonly shown: string | undefined; readonly accepted: string | undefined },
): FlowError {
  const network = networkFault(error, { host })
  if (shown !== undefined && shown !== accepted) {
    const details = { fingerprint: shown }
    return accepted === undefined
      ? permanent('file.no-host-key', { host, fingerprint: shown }, details)
      : permanent('file.host-key-changed', { host, fingerprint: shown, expected: accepted }, details)
  }
  if (/authentication methods failed|parse privateKey|passphrase|Encrypted .*key/i.test(messageOf(error)))
    return permanent('file.auth', { host })
  return network ?? retryable('connect.cut', { host }, { reason: messageOf(error) })
}

function createStore(client: SftpClient, socket: Socket, host: string, root: string): FileStore {
  const broken = new Promise<never>((_, fail) => {
    socket.once('close', () => fail(retryable('connect.cut', { host })))
  })
  broken.catch(() => undefined)

  const at = (path: string): string => {
    const base = root === '' ? '.' : root.replace(/(.)\/$/, '$1')
    return path === '' ? base : `${base === '/' ? '' : base}/${path}`
  }

  async function tried<T>(path: string, work: () => Promise<T>): Promise<T> {
    try {
      return await Promise.race([work(), broken])
    } catch (error) {
      throw sftpFault(error, { host, path })
    }
  }

  async function find(path: string): Promise<FileEntry | undefined> {
    const found = await tried(path, () =>
      client.lstat(at(path)).catch((error: unknown) => {
        if (isMissing(error)) return undefined
        throw error
      }),
    )
    if (!found) return undefined
    const kind = found.isFile ? 'file' : found.isDirectory ? 'folder' : 'other'
    return entryOf(path.slice(path.lastIndexOf('/') + 1), kind, found)
  }

  async function replace(from: string, to: string): Promise<void> {
    const atomic = await tried(from, () =>
      client.posixRename(at(from), at(to)).then(
        () => true,
        (error: unknown) => {
          if (/unsupported|not support/i.test(messageOf(error))) return false
          throw error
        },
      ),
    )
    if (atomic) return
    if (await find(to)) await tried(to, () => client.delete(at(to)))
    await tried(from, () => client.rename(at(from), at(to)))
  }

  async function spare(from: string, to: string): Promise<void> {
    try {
      await tried(from, () => client.rename(at(from), at(to)))
    } catch (error) {
      // The protocol has one code for every refusal, so it is looked at what is there.
      if (toErrorData(error).code === 'file.failed' && (await find(to))) throw permanent('file.exists', { path: to })
      throw error
    }
  }

  return {
    host,
    list: (folder) =>
      tried(folder, async () => {
        const found = await client.list(at(folder))
        if (found.length > MOST_ENTRIES) throw permanent('file.too-many', { path: folder, limit: MOST_ENTRIES })
        return found
          .filter((it) => it.type !== 'l')
          .map((it) => entryOf(it.name, it.type === '-' ? 'file' : it.type === 'd' ? 'folder' : 'other', it))
      }),
    find,
    download: (path, sink, from = 0) =>
      tried(path, () => pipeline(client.createReadStream(at(path), { start: from }), sink)),
    upload: (path, source) => tried(path, () => pipeline(source, client.createWriteStream(at(path)))),
    rename: (from, to, over) => (over ? replace(from, to) : spare(from, to)),
    remove: (path) => tried(path, async () => void (await client.delete(at(path)))),
    async makeFolder(path) {
      let made = ''
      for (const segment of path.split('/')) {
        made = joinPath(made, segment)
        const there = await find(made)
        if (there?.kind === 'folder') continue
        await tried(made, () => client.mkdir(at(made))).catch(async (error: unknown) => {
          if ((await find(made))?.kind !== 'folder') throw error
        })
      }
    },
    async close() {
      const ended = new Promise((done) => socket.once('close', done))
      void client.end().catch(() => undefined)
      await Promise.race([ended, new Promise((done) => setTimeout(done, END_MS).unref())])
      socket.destroy()
    },
  }
}

function entryOf(
  name: string,
  kind: FileEntry['kind'],
  { size, modifyTime }: { readonly size: number; readonly modifyTime: number },
): FileEntry {
  return { name, kind, size, modified: modifyTime, stamp: `${size}:${modifyTime}` }
}

/** SSH_FX_NO_SUCH_FILE, as the stream and as the client tell it. */
function isMissing(error: unknown): boolean {
  return codeOf(error) === '2' || codeOf(error) === 'ENOENT'
}

function sftpFault(error: unknown, place: Place): FlowError {
  const known = networkFault(error, place)
  if (known) return known
  if (isMissing(error)) return permanent('file.not-found', { path: place.path })
  const code = codeOf(error)
  if (code === '3' || code === 'EACCES') return permanent('file.denied', { ...place })
  const reason = messageOf(error)
  if (code === '14' || /no space|quota/i.test(reason)) return retryable('file.full', { ...place })
  if (
    /No response from server|Not connected|No SFTP connection|ERR_NOT_CONNECTED|connection (lost|closed)|ended/i.test(
      `${code} ${reason}`,
    )
  )
    return retryable('connect.cut', { host: place.host }, { reason })
  // SSH_FX_FAILURE says nothing more; a full disk and a missing folder are among its reasons.
  return retryable('file.failed', { ...place, reason })
}
