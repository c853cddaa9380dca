import type { IncomingMessage } from 'node:http'
import { isIP, type LookupFunction } from 'node:net'
import { WebSocket } from 'ws'
import type { z } from 'zod'
import { secretOf, valuesOf } from '#nodes/connections/read-connection.ts'
import { websocketConnection } from '#nodes/connections/websocket.ts'
import { CONNECT_MS, codeOf, messageOf, networkFault } from '#nodes/files/drivers/faults.ts'
import { FlowError, permanent, retryable, toErrorData } from '#shared/errors/flow-error.ts'
import type { ConnectionHandle } from '#shared/node/run.ts'

/** An open WebSocket of a connection that is not read yet: `socket.resume()` once listeners are there. `ended` rejects with the `FlowError` that ended it, whoever did. */
export interface OpenSocket {
  readonly socket: WebSocket
  /** `host:port`, for sentences to the user. */
  readonly host: string
  readonly ended: Promise<never>
}

/** Opens the WebSocket that a connection names: to the checked address only, without redirects and without compression. */
export async function openSocket(connection: ConnectionHandle, signal: AbortSignal): Promise<OpenSocket> {
  const values = valuesOf(websocketConnection, connection)
  const [host = ''] = websocketConnection.hosts(values)
  const name = new URL(values.address).hostname.replace(/^\[|\]$/g, '')
  const headers = headersOf(connection, values)
  const reached = await connection.reach.host(name, Number(host.slice(host.lastIndexOf(':') + 1)))
  signal.throwIfAborted()
  const socket = new WebSocket(values.address, values.protocol === undefined ? [] : [values.protocol], {
    headers,
    handshakeTimeout: CONNECT_MS,
    maxPayload: values.maxBytes,
    // A small message that unpacks to a huge one is a known attack, and partners of ours send short JSON.
    perMessageDeflate: false,
    followRedirects: false,
    lookup: pinnedTo(reached),
    ...(values.authority === undefined ? {} : { ca: values.authority }),
  })
  const ended = Promise.withResolvers<never>()
  ended.promise.catch(() => undefined)
  let established = false
  const fail = (error: FlowError): void => {
    ended.reject(error)
    socket.terminate()
  }
  socket.on('error', (error) => fail(faultOf(error, host, values.maxBytes, established)))
  socket.on('unexpected-response', (_request, response) => fail(refusal(response, host)))
  socket.on('close', (code, reason) => fail(closed(host, code, reason.toString('utf8'))))
  const opened = Promise.withResolvers<void>()
  socket.once('open', () => {
    established = true
    // What comes at once waits until somebody listens.
    socket.pause()
    opened.resolve()
  })
  const stop = (): void => fail(retryable('connect.cut', { host }))
  signal.addEventListener('abort', stop, { once: true })
  try {
    await Promise.race([opened.promise, ended.promise])
  } catch (error) {
    throw notOpened(error, host)
  } finally {
    signal.removeEventListener('abort', stop)
  }
  return { socket, host, ended: ended.promise }
}

/** Nothing has been sent, so that a line which broke or kept silent is no reason to doubt. */
function notOpened(error: unknown, host: string): unknown {
  const { code, message } = toErrorData(error)
  if (!/^(?:connect\.cut|connect\.timeout|ws\.closed)$/.test(code)) return error
  return retryable('connect.unreachable', { host, reason: message })
}

/** Every question for a name is answered with the address that the egress policy let through. */
function pinnedTo(address: string): LookupFunction {
  const family = isIP(address) === 6 ? 6 : 4
  return (_name, { all }, done) => (all ? done(null, [{ address, family }]) : done(null, address, family))
}

function headersOf(
  connection: ConnectionHandle,
  { auth, headerName = '' }: z.output<typeof websocketConnection.values>,
): Record<string, string> {
  if (auth === 'none') return {}
  const token = secretOf(connection, 'token')
  if (/[^\x20-\x7e]/.test(token))
    throw permanent('connect.not-configured', { connection: connection.id, what: 'token' })
  return auth === 'bearer' ? { authorization: `Bearer ${token}` } : { [headerName]: token }
}

/** The server answered the handshake with something else than a WebSocket; nothing was sent over one. */
function refusal({ statusCode = 0 }: IncomingMessage, host: string): FlowError {
  if (statusCode === 401 || statusCode === 403) return permanent('http.auth', { host, status: statusCode })
  if (statusCode === 429) return retryable('http.too-many', { host })
  if (statusCode >= 500) return retryable('connect.unreachable', { host, reason: `HTTP ${statusCode}` })
  return permanent('http.rejected', { host, status: statusCode })
}

function closed(host: string, code: number, reason: string): FlowError {
  // 1006: the line broke without a word (RFC 6455 §7.4.1).
  if (code === 1006) return retryable('connect.cut', { host })
  return retryable('ws.closed', { host, code, reason: reason.replace(/\s+/g, ' ').slice(0, 120) || '—' })
}

function faultOf(error: unknown, host: string, limit: number, established: boolean): FlowError {
  if (error instanceof FlowError) return error
  if (codeOf(error) === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH') return permanent('ws.too-large', { host, limit })
  const known = networkFault(error, { host }, established)
  if (known) return known
  return established
    ? retryable('connect.cut', { host }, { reason: messageOf(error) })
    : retryable('connect.unreachable', { host, reason: messageOf(error) })
}

/** Ends a WebSocket in the friendly way, without waiting long for the partner. */
export function leave({ socket }: OpenSocket): void {
  socket.close(1000)
  setTimeout(() => socket.terminate(), 2000).unref()
}
