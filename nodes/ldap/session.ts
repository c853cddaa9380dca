import { connect as connectTcp, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { Attribute, Change, Client, type Entry, type Filter } from 'ldapts'
import { ldapConnection } from '#nodes/connections/ldap.ts'
import { secretOf, valuesOf } from '#nodes/connections/read-connection.ts'
import { tlsOptions } from '#nodes/connections/tls-options.ts'
import { CONNECT_MS } from '#nodes/files/drivers/faults.ts'
import { permanent, retryable } from '#shared/errors/flow-error.ts'
import type { ConnectionHandle } from '#shared/node/run.ts'
import { changeFault, ldapFault, resultCode } from './faults.ts'

/** Request name of StartTLS (RFC 4511 §4.14). */
const START_TLS = '1.3.6.1.4.1.1466.20037'

/** What is searched for, and the bounds on it. */
export interface LdapSearch {
  readonly base: string
  readonly scope: 'base' | 'one' | 'sub'
  readonly filter: Filter
  /** Names of attributes; `1.1` alone asks for none (RFC 4511 §4.5.1.8). */
  readonly attributes: readonly string[]
  readonly pageSize: number
  readonly maxEntries: number
  readonly maxBytes: number
  readonly timeoutMs: number
  readonly signal: AbortSignal
}

/** What a search found: entries whose values are all bytes, and the places (LDAP URLs) where the server says there may be more. */
export interface LdapFound {
  readonly entries: readonly Entry[]
  readonly references: readonly string[]
}

/** Values under the name of an attribute. */
export interface LdapValues {
  readonly name: string
  readonly values: readonly Buffer[]
}

/** One change of one entry, done whole or not at all. */
export type LdapEdit =
  | { readonly action: 'add'; readonly attributes: readonly LdapValues[] }
  | {
      readonly action: 'modify'
      readonly changes: readonly (LdapValues & { readonly how: 'replace' | 'add' | 'delete' })[]
    }
  | { readonly action: 'delete' }
  /** `to`: the new name, and with a comma the new place too. */
  | { readonly action: 'rename'; readonly to: string }

/** A change and the bounds on it. */
export interface LdapChange {
  readonly dn: string
  readonly edit: LdapEdit
  readonly timeoutMs: number
  readonly signal: AbortSignal
}

/** A line to a directory, signed in, for one question at a time. Everything that fails is a `FlowError` (`ldap.*`, `connect.*`). */
export interface LdapSession {
  /** False when the line is gone. */
  readonly alive: boolean
  search(call: LdapSearch): Promise<LdapFound>
  change(call: LdapChange): Promise<void>
  close(): void
}

/** Asks the library for all values as bytes: it compares names with those that the server writes, which may differ in case. */
class EveryName extends Array<string> {
  override includes(): boolean {
    return true
  }
}

/** Connects, makes the line safe and signs in, within the time. */
export async function openLdap(
  connection: ConnectionHandle,
  within: { readonly signal: AbortSignal; readonly timeoutMs: number },
): Promise<LdapSession> {
  const values = valuesOf(ldapConnection, connection)
  const { host, port, security, bindDn, authority } = values
  // A DN with an empty password would be let in as nobody (RFC 4513 §5.1.2); `secretOf` refuses it.
  const password = bindDn === undefined ? '' : secretOf(connection, 'password')
  const address = await connection.reach.host(host, port)
  within.signal.throwIfAborted()
  const line = createLine(host)
  const stopWatch = line.watch(within.signal, Math.min(CONNECT_MS, within.timeoutMs))
  try {
    const plain = await line.step(connected(line.own(connectTcp({ host: address, port })), 'connect'))
    const safe = async (): Promise<Socket> => {
      if (security === 'starttls') await askForTls(plain, line, host)
      const options = { socket: plain, ...tlsOptions(host, authority) }
      return line.step(connected(line.own(connectTls(options)), 'secureConnect'))
    }
    const socket = security === 'none' ? plain : await safe()
    const client = clientOn(socket)
    if (bindDn !== undefined) await line.step(client.bind(bindDn, password))
    line.signedIn()
    stopWatch()
    return sessionOn(client, socket, line, host)
  } catch (error) {
    stopWatch()
    line.close()
    throw ldapFault(error, host, false)
  }
}

/** A client that works on this socket only and never connects by itself. */
function clientOn(socket: Socket): Client {
  return new Client({ url: 'ldap://thu-muc', createConnection: () => socket })
}

/** Has the server agree to TLS. The client of this question is left behind, so that nothing sent before TLS is ever taken for an answer. */
async function askForTls(plain: Socket, line: Line, host: string): Promise<void> {
  try {
    await line.step(clientOn(plain).exop(START_TLS))
  } catch (error) {
    throw resultCode(error) === undefined ? error : permanent('ldap.no-tls', { host })
  }
  for (const event of ['data', 'end', 'timeout']) plain.removeAllListeners(event)
}

function connected<T extends Socket>(socket: T, event: 'connect' | 'secureConnect'): Promise<T> {
  return new Promise((resolve) => socket.once(event, () => resolve(socket)))
}

/** The sockets of a line, and the one place where its end is known. */
interface Line {
  readonly alive: boolean
  own<T extends Socket>(socket: T): T
  /** Waits for work on the line, or for the end of the line. */
  step<T>(work: Promise<T>): Promise<T>
  /** Ends the line when the time is up or the step is stopped; gives what takes that back. */
  watch(signal: AbortSignal, ms: number): () => void
  end(error: Error): void
  signedIn(): void
  close(): void
}

function createLine(host: string): Line {
  const ended = Promise.withResolvers<never>()
  ended.promise.catch(() => undefined)
  const sockets: Socket[] = []
  let alive = true
  let known = false

  function end(error: unknown): void {
    alive = false
    ended.reject(ldapFault(error, host, known))
    for (const socket of sockets) socket.destroy()
  }
  return {
    get alive() {
      return alive
    },
    own(socket) {
      sockets.push(socket)
      socket.on('error', end)
      socket.once('close', () => end(Object.assign(new Error('closed'), { code: 'ECONNRESET' })))
      return socket
    },
    async step(work) {
      work.catch(() => undefined)
      return Promise.race([work, ended.promise])
    },
    watch(signal, ms) {
      const late = (): void => end(retryable('connect.timeout', { host, seconds: Math.round(ms / 1000) }))
      const stop = (): void => end(retryable('connect.cut', { host }))
      const timer = setTimeout(late, ms)
      signal.addEventListener('abort', stop, { once: true })
      if (signal.aborted) stop()
      return () => {
        clearTimeout(timer)
        signal.removeEventListener('abort', stop)
      }
    },
    end,
    signedIn() {
      known = true
    },
    close: () => end(new Error('closed')),
  }
}

function sessionOn(client: Client, socket: Socket, line: Line, host: string): LdapSession {
  return {
    get alive() {
      return line.alive
    },
    async search(call) {
      const { signal, timeoutMs, maxBytes } = call
      let bytes = 0
      const count = (chunk: Buffer): void => {
        bytes += chunk.length
        if (bytes > maxBytes) line.end(permanent('ldap.too-large', { host, limit: maxBytes }))
      }
      const stopWatch = line.watch(signal, timeoutMs)
      socket.on('data', count)
      try {
        return await line.step(allPages(client, call))
      } catch (error) {
        throw ldapFault(error, host, true)
      } finally {
        socket.off('data', count)
        stopWatch()
      }
    },
    async change(call) {
      const stopWatch = line.watch(call.signal, call.timeoutMs)
      try {
        await line.step(changed(client, call))
      } catch (error) {
        throw changeFault(error, host, call.dn)
      } finally {
        stopWatch()
      }
    },
    close() {
      // What a client says before it goes (RFC 4511 §4.3); nobody waits for it.
      client.unbind().catch(() => undefined)
      line.close()
    },
  }
}

function changed(client: Client, { dn, edit }: LdapChange): Promise<void> {
  const attribute = ({ name, values }: LdapValues) => new Attribute({ type: name, values: [...values] })
  if (edit.action === 'add') return client.add(dn, edit.attributes.map(attribute))
  if (edit.action === 'delete') return client.del(dn)
  if (edit.action === 'rename') return client.modifyDN(dn, edit.to)
  const changes = edit.changes.map((it) => new Change({ operation: it.how, modification: attribute(it) }))
  return client.modify(dn, changes)
}

/** One page after the other. No size limit is asked of the server: the library would take a list that was cut for a whole one. */
async function allPages(client: Client, call: LdapSearch): Promise<LdapFound> {
  const { base, scope, filter, attributes, pageSize, maxEntries, timeoutMs } = call
  const entries: Entry[] = []
  const references: string[] = []
  const pages = client.searchPaginated(base, {
    scope,
    filter,
    attributes: [...attributes],
    explicitBufferAttributes: new EveryName(),
    timeLimit: Math.max(1, Math.ceil(timeoutMs / 1000)),
    paged: { pageSize },
  })
  for await (const page of pages) {
    entries.push(...page.searchEntries)
    references.push(...page.searchReferences)
    if (entries.length > maxEntries) throw permanent('ldap.too-many', { limit: maxEntries })
  }
  return { entries, references }
}
