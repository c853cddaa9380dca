import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import { type LiveCommand, liveCommandSchema } from '#shared/api/live.ts'
import { parseJson } from '#shared/message/safe-json.ts'
import type { Caller } from '../accounts/caller.ts'
import type { KernelMetrics } from '../observe/metrics.ts'
import type { Clock } from '../security/ports.ts'
import type { Authenticate } from './authenticate.ts'
import type { LiveHub } from './live-hub.ts'
import type { OriginRules } from './origin.ts'
import { API_PREFIX } from './route-lookup.ts'

/** Largest frame from a client. */
const MAX_FRAME = 64 * 1024
/** Frames a second that a client may send, and how many at once. */
const FRAMES_PER_SECOND = 10
const FRAMES_AT_ONCE = 40
const MAX_CLIENTS = 500
const MAX_CLIENTS_PER_CALLER = 20
/** Unsent bytes at which runs wait, and at which the client is given up. */
const CONGESTED_BYTES = 256 * 1024
const LOST_BYTES = 8 * 1024 * 1024
const FLUSH_MS = 250
const CHECK_MS = 20_000

/** What live connections need. */
export interface LiveSocketParts {
  readonly hub: LiveHub
  readonly authenticate: Authenticate
  readonly origins: OriginRules
  readonly sessionAlive: (session: string) => boolean
  readonly metrics: KernelMetrics
  readonly clock: Clock
}

/** Serves the WebSocket `/api/v1/live` on an HTTP server: own origin or bearer only, small frames, few of them, ends with the session. */
export function serveLive(server: Server, parts: LiveSocketParts): { close(): void } {
  const { hub } = parts
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_FRAME, perMessageDeflate: false })
  const perCaller = new Map<string, number>()

  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy())
    const admitted = admit(request)
    if (typeof admitted === 'number') return refuse(socket, admitted)
    sockets.handleUpgrade(request, socket, head, (ws) => welcome(ws, admitted))
  })

  function admit(request: IncomingMessage): Caller | number {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname
    if (path !== `${API_PREFIX}/live`) return 404
    if (!parts.origins.ownHost(request)) return 403
    const caller = parts.authenticate(request)
    if (!caller) return 401
    // A browser sends the cookie from any page, so its page must be ours; a script proves itself with a token.
    const allowed =
      caller.via === 'token'
        ? !parts.origins.foreign(request)
        : request.headers.origin !== undefined && parts.origins.ownOrigin(request)
    if (!allowed || caller.mustSetPassword) return 403
    if (hub.clients >= MAX_CLIENTS || (perCaller.get(caller.name) ?? 0) >= MAX_CLIENTS_PER_CALLER) return 503
    return caller
  }

  function welcome(ws: WebSocket, caller: Caller): void {
    const member = hub.join({
      caller,
      send(event) {
        if (ws.readyState !== ws.OPEN) return
        if (ws.bufferedAmount > LOST_BYTES) return ws.terminate()
        ws.send(JSON.stringify(event))
      },
      get congested() {
        return ws.bufferedAmount > CONGESTED_BYTES
      },
      end: () => ws.close(4401, 'session ended'),
    })
    perCaller.set(caller.name, (perCaller.get(caller.name) ?? 0) + 1)
    parts.metrics.liveClients(hub.clients)
    const allow = createAllowance(parts.clock)
    let answered = true
    const heartbeat = setInterval(() => {
      if (!answered) return ws.terminate()
      answered = false
      ws.ping()
    }, CHECK_MS)
    ws.on('pong', () => {
      answered = true
    })
    ws.on('message', (data, binary) => {
      if (!allow()) return ws.close(1008, 'too many messages')
      const command = binary ? undefined : readCommand(String(data))
      if (command) member.command(command)
      else ws.close(1003, 'not a command')
    })
    // An oversized frame arrives as an error; the library then closes with 1009.
    ws.on('error', () => undefined)
    ws.on('close', () => {
      clearInterval(heartbeat)
      member.leave()
      perCaller.set(caller.name, (perCaller.get(caller.name) ?? 1) - 1)
      if (perCaller.get(caller.name) === 0) perCaller.delete(caller.name)
      parts.metrics.liveClients(hub.clients)
    })
  }

  const flush = setInterval(() => hub.flush(), FLUSH_MS)
  const check = setInterval(() => hub.endStale(parts.sessionAlive), CHECK_MS)
  return {
    close() {
      clearInterval(flush)
      clearInterval(check)
      for (const ws of sockets.clients) ws.terminate()
      sockets.close()
    },
  }
}

/** A token bucket of frames. */
function createAllowance(clock: Clock): () => boolean {
  let left = FRAMES_AT_ONCE
  let last = clock()
  return () => {
    const now = clock()
    left = Math.min(FRAMES_AT_ONCE, left + ((now - last) / 1000) * FRAMES_PER_SECOND)
    last = now
    if (left < 1) return false
    left -= 1
    return true
  }
}

function readCommand(text: string): LiveCommand | undefined {
  try {
    return liveCommandSchema.safeParse(parseJson(text)).data
  } catch {
    return undefined
  }
}

const reasons: Readonly<Record<number, string>> = {
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  503: 'Service Unavailable',
}

function refuse(socket: Duplex, status: number): void {
  socket.end(`HTTP/1.1 ${status} ${reasons[status]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}
