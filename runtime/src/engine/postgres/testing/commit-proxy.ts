import { createConnection, createServer, type Socket } from 'node:net'

/** A way to the server on which connections can break in chosen moments. */
export interface CommitProxy {
  readonly port: number
  /** The next "commit" reaches the server, and the connection breaks before its answer arrives. */
  loseNextAnswer(): void
  /** From now on nothing passes, in both directions, and nobody is told. */
  hold(): void
  /** Everything that was held passes. */
  release(): void
  close(): Promise<void>
}

const COMMIT = Buffer.from('commit\0')

/** Listens on a free port and passes everything on to `to`. */
export async function commitProxy(to: { readonly host: string; readonly port: number }): Promise<CommitProxy> {
  const sockets = new Set<Socket>()
  let losing = false
  let held = false
  const server = createServer((near) => {
    const far = createConnection(to)
    let lost = false
    const pass = (from: Socket, into: Socket, watch: boolean): void => {
      sockets.add(from)
      if (held) from.pause()
      from.on('data', (bytes) => {
        if (watch && losing && bytes.includes(COMMIT)) {
          losing = false
          lost = true
        }
        if (!watch && lost) near.destroy()
        else into.write(bytes)
      })
      from.on('error', () => undefined)
      from.on('close', () => {
        sockets.delete(from)
        into.destroy()
      })
    }
    pass(near, far, true)
    pass(far, near, false)
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    loseNextAnswer() {
      losing = true
    },
    hold() {
      held = true
      for (const socket of sockets) socket.pause()
    },
    release() {
      held = false
      for (const socket of sockets) socket.resume()
    },
    close() {
      for (const socket of sockets) socket.destroy()
      return new Promise((done) => void server.close(() => done()))
    },
  }
}
