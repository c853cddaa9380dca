import { type IncomingMessage, type Server, STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import { type ErrorData, errorData, permanent } from '#shared/errors/flow-error.ts'
import { problemDocument } from './answer.ts'

/** All headers of a request together, with its first line. */
export const MAX_HEADER_BYTES = 16_384

/** Refuses a request that two readers could understand differently: HTTP/1.1 names its host, and nobody names two (RFC 9112 §3.2). */
export function checkHead(request: IncomingMessage): void {
  let hosts = 0
  const { rawHeaders } = request
  for (let i = 0; i < rawHeaders.length; i += 2) if (isHost(rawHeaders[i] ?? '')) hosts++
  if (hosts > 1 || (hosts === 0 && request.httpVersion === '1.1'))
    throw permanent('gateway.bad-request', { reason: hosts > 1 ? 'Host ×2' : 'Host' })
}

function isHost(name: string): boolean {
  return name.length === 4 && name.toLowerCase() === 'host'
}

/** Answers with our code what Node refuses before it becomes a request: broken framing, too many headers, senders who never finish, CONNECT. */
export function refuseUnread(server: Server): void {
  const answering = new WeakMap<Duplex, { readonly headersSent: boolean; readonly writableFinished: boolean }>()
  server.prependListener('request', (request, response) => void answering.set(request.socket, response))
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    const current = answering.get(socket)
    // An answer that is half out cannot be taken back; another one behind it would be read as part of it.
    if (!socket.writable || (current?.headersSent && !current.writableFinished)) return void socket.destroy()
    endWith(socket, faultOf(error))
  })
  server.on('connect', (_request, socket) => {
    socket.on('error', () => undefined)
    // No method is allowed at what CONNECT names (RFC 9110 §10.2.1: an empty list).
    endWith(socket, { ...errorData('gateway.no-route'), status: 405 }, { allow: '' })
  })
}

function faultOf({ code = '' }: NodeJS.ErrnoException): ErrorData {
  if (code === 'HPE_HEADER_OVERFLOW')
    return errorData('gateway.headers-too-large', { limit: `${MAX_HEADER_BYTES / 1024} KB` })
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return errorData('gateway.too-slow')
  return errorData('gateway.bad-request', {
    reason: code.replace(/^HPE_/, '').toLowerCase().replaceAll('_', ' ') || 'HTTP',
  })
}

function endWith(socket: Duplex, error: ErrorData, more: Readonly<Record<string, string>> = {}): void {
  const { text, headers } = problemDocument(error)
  const lines = Object.entries({ ...headers, ...more, 'content-length': Buffer.byteLength(text), connection: 'close' })
  const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')
  socket.end(`HTTP/1.1 ${error.status} ${STATUS_CODES[error.status] ?? 'Error'}\r\n${head}\r\n${text}`)
  // The other side may never close.
  setTimeout(() => socket.destroy(), 1000).unref()
}
