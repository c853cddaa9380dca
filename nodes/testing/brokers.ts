import { createConnection, createServer, type Socket } from 'node:net'
import { test } from 'vitest'

/** Where the brokers of the tests are; others by these variables, as `host:port`. */
export const brokerPlaces = {
  amqp: placeOf(process.env.LIENTHONG_TEST_AMQP, 5672),
  nats: placeOf(process.env.LIENTHONG_TEST_NATS, 4222),
  mqtt: placeOf(process.env.LIENTHONG_TEST_MQTT, 1883),
  redis: placeOf(process.env.LIENTHONG_TEST_REDIS, 6379),
} as const

function placeOf(text: string | undefined, port: number): { readonly host: string; readonly port: number } {
  const [host = '127.0.0.1', given] = (text ?? '127.0.0.1').split(':')
  return { host, port: Number(given ?? port) }
}

function reachable({ host, port }: { readonly host: string; readonly port: number }): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = createConnection({ host, port, timeout: 2000 })
    const told = (reason: string | undefined): void => {
      socket.destroy()
      resolve(reason)
    }
    socket.on('connect', () => told(undefined))
    socket.on('error', (error) => told(error.message))
    socket.on('timeout', () => told('no answer'))
  })
}

/** `test` that is skipped with its reason printed when there is no such broker; with CI=true that is a failure. */
export async function withBroker(protocol: keyof typeof brokerPlaces): Promise<typeof test> {
  const { host, port } = brokerPlaces[protocol]
  const absent = await reachable({ host, port })
  if (absent !== undefined && process.env.CI === 'true')
    throw new Error(`a broker (${protocol}) at ${host}:${port} is needed: ${absent}`)
  if (absent !== undefined) console.warn(`skipped: no broker (${protocol}) at ${host}:${port} (${absent})`)
  return test.skipIf(absent !== undefined) as typeof test
}

/** A way to a broker that can be cut. */
export interface CutProxy {
  readonly port: number
  /** Breaks all connections at once. */
  cut(): void
  /** Breaks them and takes no new ones until `open`. */
  shut(): Promise<void>
  open(): Promise<void>
  close(): Promise<void>
  /** From now on, until a cut, nothing of what the broker says arrives, or nothing of what is said to it. */
  muffle(who?: 'broker' | 'us'): void
}

/** Makes a way on a free port of this machine. */
export async function cutProxy(to: { readonly host: string; readonly port: number }): Promise<CutProxy> {
  const sockets = new Set<Socket>()
  let muffled: 'broker' | 'us' | undefined
  const server = createServer((near) => {
    const far = createConnection(to)
    for (const [from, into] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from)
      from.on('data', (bytes) => void (muffled === (from === far ? 'broker' : 'us') ? undefined : into.write(bytes)))
      from.on('error', () => undefined)
      from.on('close', () => {
        sockets.delete(from)
        into.destroy()
      })
    }
  })
  const listen = (port: number): Promise<void> => new Promise((done) => server.listen(port, '127.0.0.1', () => done()))
  await listen(0)
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const cut = (): void => {
    for (const socket of sockets) socket.destroy()
    muffled = undefined
  }
  const shut = (): Promise<void> => {
    const closed = new Promise<void>((done) => server.close(() => done()))
    cut()
    return closed
  }
  return {
    port,
    cut,
    shut,
    open: () => listen(port),
    close: () => (server.listening ? shut() : Promise.resolve()),
    muffle(who = 'broker') {
      muffled = who
    },
  }
}
