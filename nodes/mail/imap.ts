import { type FetchMessageObject, type FetchQueryObject, ImapFlow, type SearchObject } from 'imapflow'
import { imapConnection } from '#nodes/connections/imap.ts'
import { secretOf, valuesOf } from '#nodes/connections/read-connection.ts'
import { tlsOptions } from '#nodes/connections/tls-options.ts'
import { CONNECT_MS, codeOf, messageOf, networkFault } from '#nodes/files/drivers/faults.ts'
import { FlowError, permanent, retryable } from '#shared/errors/flow-error.ts'
import type { ConnectionHandle } from '#shared/node/run.ts'

const IDLE_MS = 30_000
const MB = 1024 * 1024
/** What one answer may have at most in bytes: above the largest letter that a node may take. */
const MOST_LITERAL = 64 * MB
/** How much of a letter that is not read whole is fetched for its headers. */
const HEAD_BYTES = 256 * 1024

/** A folder of a mailbox as it was opened. UIDs mean the same letters only while `uidValidity` is the same (RFC 3501 §2.3.1.1). */
export interface OpenFolder {
  readonly uidValidity: string
  readonly uidNext: number
  readonly exists: number
}

/** Size in bytes, and when the letter came in, in milliseconds since the epoch. */
export interface LetterFacts {
  readonly size: number
  readonly received: number
}

/** A mailbox, signed in to. Everything that fails is a `FlowError`. One piece of work at a time. */
export interface Mailbox {
  readonly host: string
  /** Opens a folder to read and change its letters. */
  open(folder: string): Promise<OpenFolder>
  /** Opens a folder so that nothing in it can change. */
  look(folder: string): Promise<OpenFolder>
  /** UIDs above one, ascending, of letters that came in at or after a day; those that are being deleted are left out. */
  uidsAfter(uid: number, since: Date | undefined): Promise<readonly number[]>
  /** Undefined when the letter is gone. */
  facts(uid: number): Promise<LetterFacts | undefined>
  /** The letter as it is, at most so many bytes of it; it is not marked as read. */
  source(uid: number, most?: number): Promise<Buffer | undefined>
  /** Moves letters into a folder, which is made when needed. */
  move(uids: readonly number[], folder: string): Promise<void>
  /** Marks letters as read. */
  markRead(uids: readonly number[]): Promise<void>
  close(): Promise<void>
}

/** Connects, makes the line safe and signs in; the signal closes it. */
export async function openImap(connection: ConnectionHandle, signal: AbortSignal): Promise<Mailbox> {
  const { host, port, security, user, authority } = valuesOf(imapConnection, connection)
  const pass = secretOf(connection, 'password')
  const address = await connection.reach.host(host, port)
  signal.throwIfAborted()
  const tls = tlsOptions(host, authority)
  const client = new ImapFlow({
    host: address,
    port,
    secure: security === 'tls',
    ...(security === 'tls' ? {} : { doSTARTTLS: security === 'starttls' }),
    ...(tls.servername ? { servername: tls.servername } : {}),
    tls,
    auth: { user, pass },
    logger: false,
    disableAutoIdle: true,
    disableCompression: true,
    connectionTimeout: CONNECT_MS,
    greetingTimeout: CONNECT_MS,
    socketTimeout: IDLE_MS,
    maxLiteralSize: MOST_LITERAL,
    maxLineLength: 8 * MB,
    maxResponseSize: MOST_LITERAL + 8 * MB,
    clientInfo: { name: 'lienthong' },
  })
  // Its errors also reject what is under way, which is where they are told.
  client.on('error', () => undefined)
  const stop = (): void => client.close()
  signal.addEventListener('abort', stop, { once: true })

  async function tried<T>(folder: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work()
    } catch (error) {
      throw imapFault(error, { host, folder })
    }
  }

  const closed = async (): Promise<void> => {
    signal.removeEventListener('abort', stop)
    if (client.usable) await client.logout().catch(() => undefined)
    client.close()
  }
  try {
    await tried('', () => client.connect())
  } catch (error) {
    await closed()
    throw error
  }

  let current = ''
  const opened = (folder: string, readOnly: boolean): Promise<OpenFolder> =>
    tried(folder, async () => {
      const { uidValidity, uidNext, exists } = await client.mailboxOpen(folder, { readOnly })
      current = folder
      return { uidValidity: String(uidValidity), uidNext, exists }
    })
  const must = (done: unknown, what: string): void => {
    if (done) return
    throw client.usable ? retryable('mail.failed', { host, reason: what }) : retryable('connect.cut', { host })
  }
  /** What a search finds; the library gives nothing for a search that failed, which must not pass for an empty folder. */
  async function search(query: SearchObject): Promise<readonly number[]> {
    const found = await client.search(query, { uid: true })
    must(Array.isArray(found), 'SEARCH')
    return Array.isArray(found) ? found : []
  }
  /** One letter; undefined only when a search says too that it is gone. */
  async function fetched(uid: number, query: FetchQueryObject): Promise<FetchMessageObject | undefined> {
    const found = await client.fetchOne(String(uid), { uid: true, ...query }, { uid: true })
    if (found) return found
    must(!(await search({ uid: String(uid) })).includes(uid), 'FETCH')
    return undefined
  }
  return {
    host,
    open: (folder) => opened(folder, false),
    look: (folder) => opened(folder, true),
    uidsAfter: (uid, since) =>
      tried(current, async () => {
        const query = { uid: `${uid + 1}:*`, deleted: false, ...(since ? { since } : {}) }
        // `n:*` also names the last letter when its UID is below n (RFC 3501 §6.4.8).
        return (await search(query)).filter((it) => it > uid).sort((a, b) => a - b)
      }),
    facts: (uid) =>
      tried(current, async () => {
        const found = await fetched(uid, { size: true, internalDate: true })
        if (!found) return undefined
        const received = new Date(found.internalDate ?? 0).getTime()
        return { size: found.size ?? 0, received: Number.isFinite(received) ? received : 0 }
      }),
    source: (uid, most = HEAD_BYTES) =>
      tried(current, async () => {
        const found = await fetched(uid, { source: { maxLength: most } })
        must(found === undefined || found.source, 'FETCH')
        return found?.source
      }),
    move: (uids, folder) =>
      tried(folder, async () => {
        await client.mailboxCreate(folder)
        must(await client.messageMove(uids.join(','), folder, { uid: true }), 'MOVE')
      }),
    markRead: (uids) =>
      tried(current, async () =>
        must(await client.messageFlagsAdd(uids.join(','), ['\\Seen'], { uid: true }), 'STORE'),
      ),
    close: closed,
  }
}

function imapFault(error: unknown, { host, folder }: { readonly host: string; readonly folder: string }): FlowError {
  if (error instanceof FlowError) return error
  const at = (name: string): unknown => (typeof error === 'object' && error ? Reflect.get(error, name) : undefined)
  const reason = String(at('responseText') ?? messageOf(error))
    .replace(/\s+/g, ' ')
    .slice(0, 200)
  // A server that is busy or being repaired says so by this code (RFC 5530 §3).
  if (at('authenticationFailed') === true)
    return at('serverResponseCode') === 'UNAVAILABLE'
      ? retryable('mail.failed', { host, reason })
      : permanent('mail.auth', { host, reason })
  if (at('mailboxMissing') === true || at('serverResponseCode') === 'NONEXISTENT')
    return permanent('mail.no-folder', { host, folder })
  const known = networkFault(error, { host })
  if (known) return known
  const code = codeOf(error)
  if (at('tlsFailed') === true) return permanent('mail.no-tls', { host })
  if (/TIMEOUT$/.test(code)) return retryable('connect.timeout', { host, seconds: IDLE_MS / 1000 })
  if (/NoConnection|EConnectionClosed|StateLogout|ClosedAfterConnect/.test(code))
    return retryable('connect.cut', { host }, { reason })
  return retryable('mail.failed', { host, reason })
}
