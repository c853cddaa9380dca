import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { onTestFinished } from 'vitest'

/** A partner's server on a free port of this machine, as hostile as its handler. */
export interface Partner {
  readonly url: string
  readonly port: number
  /** Requests that arrived: method, path, headers and body. */
  readonly heard: readonly {
    readonly path: string
    readonly headers: IncomingMessage['headers']
    readonly body: string
  }[]
  close(): Promise<void>
}

/** Starts a partner; `port` 0 = any. It is closed when the test ends. */
export async function startPartner(
  handle: (request: IncomingMessage, response: ServerResponse) => void,
  port = 0,
): Promise<Partner> {
  const heard: { path: string; headers: IncomingMessage['headers']; body: string }[] = []
  const sockets = new Set<Socket>()
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (data) => {
      body += String(data)
    })
    request.on('end', () => {
      heard.push({ path: request.url ?? '', headers: request.headers, body })
      handle(request, response)
    })
    request.on('error', () => undefined)
  })
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  const address = server.address()
  const actual = typeof address === 'object' && address ? address.port : port
  const close = async (): Promise<void> => {
    for (const socket of sockets) socket.destroy()
    await new Promise<void>((resolve) => server.close(() => resolve()))
  }
  onTestFinished(close)
  return { url: `http://127.0.0.1:${actual}`, port: actual, heard, close }
}

/** Answers with JSON. */
export function answerJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}
