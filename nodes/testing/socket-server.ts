import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { createServer as createSafeServer } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type WebSocket, WebSocketServer } from 'ws'
import { testCertificate } from './certificate.ts'

/** A partner of a test that speaks WebSocket. */
export interface SocketServer {
  readonly port: number
  /** Values of a connection to it. */
  readonly values: Readonly<Record<string, unknown>>
  /** All texts that came, in their order. */
  readonly heard: readonly string[]
  /** Connections that were made so far. */
  readonly met: number
  /** Sends to all who are connected. */
  say(text: string | Buffer): void
  /** Closes with a code and a reason, or, without a code, breaks the lines. */
  close(code?: number, reason?: string): void
  stop(): Promise<void>
}

/** What a partner of a test is to be like. */
export interface SocketPartner {
  readonly tls?: boolean
  /** Bearer token that it wants; others get HTTP 401. */
  readonly token?: string
  /** HTTP status with which it refuses everybody. */
  readonly refuses?: number
  /** Does not answer pings. */
  readonly deaf?: boolean
  /** What it says on being connected, and on each message. */
  greet?(socket: WebSocket): void
  answer?(text: string, socket: WebSocket): void
}

/** Starts a WebSocket server on a free port of this machine. */
export async function startSocketServer(partner: SocketPartner = {}): Promise<SocketServer> {
  const folder = mkdtempSync(join(tmpdir(), 'lt-ws-'))
  const certificate = partner.tls ? testCertificate(folder) : undefined
  const server = certificate
    ? createSafeServer({ cert: certificate.pem, key: readFileSync(certificate.keyFile) })
    : createServer()
  const sockets = new WebSocketServer({ noServer: true, autoPong: !partner.deaf })
  const heard: string[] = []
  let met = 0
  server.on('upgrade', (request, socket, head) => {
    const unknown = partner.token !== undefined && request.headers.authorization !== `Bearer ${partner.token}`
    const status = partner.refuses ?? (unknown ? 401 : undefined)
    if (status !== undefined) return socket.end(`HTTP/1.1 ${status} No\r\ncontent-length: 0\r\n\r\n`)
    sockets.handleUpgrade(request, socket, head, (it) => {
      met++
      it.on('error', () => undefined)
      it.on('message', (data) => {
        heard.push(String(data))
        partner.answer?.(String(data), it)
      })
      partner.greet?.(it)
    })
  })
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const place = server.address()
      resolve(typeof place === 'object' && place ? place.port : 0)
    })
  })
  return {
    port,
    values: {
      address: `${partner.tls ? 'wss' : 'ws'}://127.0.0.1:${port}/su-kien`,
      ...(partner.token === undefined ? {} : { auth: 'bearer' }),
      ...(certificate ? { authority: certificate.pem } : {}),
    },
    heard,
    get met() {
      return met
    },
    say(text) {
      for (const it of sockets.clients) it.send(text)
    },
    close(code, reason) {
      for (const it of sockets.clients) code === undefined ? it.terminate() : it.close(code, reason)
    },
    async stop() {
      for (const it of sockets.clients) it.terminate()
      await new Promise<void>((done) => server.close(() => done()))
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
