import { createServer, type Server } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openSender, visit } from '#nodes/queues/open.ts'
import { openDatabase } from '#nodes/sql/drivers/open.ts'
import { createEgressPolicy } from '#runtime/security/egress.ts'
import { toErrorData } from '#shared/errors/flow-error.ts'
import type { ConnectionHandle } from '#shared/node/run.ts'
import { createReach } from './reach.ts'

let server: Server
let port: number
let arrived: number

beforeEach(async () => {
  arrived = 0
  server = createServer((socket) => {
    arrived++
    socket.on('error', () => undefined)
    socket.destroy()
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  port = typeof address === 'object' && address ? address.port : 0
})
afterEach(() => new Promise<void>((done) => void server.close(() => done())))

/** A connection to the port of the test, as a worker hands it to a node. */
function connectionTo(kind: string, host: string, given: object, own: readonly string[], listed: readonly string[]) {
  const values = { host, port, user: 'thu', ...given }
  const reach = createReach(createEgressPolicy(own), [])(listed)
  return { id: 'ket-noi', kind, values, secrets: { password: 'thu' }, simulator: false, reach }
}

async function query(connection: ConnectionHandle): Promise<void> {
  const database = await openDatabase(connection)
  const limits = { rows: 1, bytes: 100, timeoutMs: 2000 }
  const signal = new AbortController().signal
  try {
    await database.run({ kind: 'query', source: 'SELECT 1 AS so', values: {}, limits, signal })
  } finally {
    await database.close()
  }
}

const DRIVERS = [
  ['postgres', 'sql', { driver: 'postgres', database: 'thu' }, query],
  ['mysql', 'sql', { driver: 'mysql', database: 'thu' }, query],
  ['sqlserver', 'sql', { driver: 'sqlserver', database: 'thu' }, query],
  ['amqp', 'queue', { protocol: 'amqp' }, openSender],
  ['amqp1', 'queue', { protocol: 'amqp1' }, openSender],
  ['kafka', 'queue', { protocol: 'kafka' }, visit],
  ['nats', 'queue', { protocol: 'nats' }, visit],
  ['mqtt', 'queue', { protocol: 'mqtt' }, visit],
  ['redis', 'queue', { protocol: 'redis' }, visit],
] as const

describe.each(DRIVERS)('%s', (_name, kind, given, use) => {
  const tryOut = (host: string, own: readonly string[], listed = [`${host}:${port}`]) =>
    use(connectionTo(kind, host, given, own, listed)).then(
      () => Promise.reject(new Error('it did not fail')),
      (error: unknown) => toErrorData(error),
    )

  test('opens no socket to a host that the connection does not list, or to a listener of our own', async () => {
    const refused = { code: 'connect.host-not-allowed', class: 'policy' }
    expect(await tryOut('127.0.0.1', [], ['127.0.0.1:1'])).toMatchObject(refused)
    expect(await tryOut('127.0.0.1', [`127.0.0.1:${port}`])).toMatchObject(refused)
    expect(await tryOut('localhost', [`127.0.0.1:${port}`])).toMatchObject(refused)
    expect(await tryOut('169.254.169.254', [])).toMatchObject(refused)
    expect(arrived).toBe(0)
  })

  test('goes where the name leads when that is allowed, and a name that cannot be found is worth another try', async () => {
    expect(await tryOut('localhost', [])).toMatchObject({ class: 'transient' })
    expect(arrived).toBe(1)
    expect(await tryOut('khong-co.invalid', [])).toMatchObject({ code: 'connect.unreachable', class: 'transient' })
    expect(arrived).toBe(1)
  })
})
