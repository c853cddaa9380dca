import { randomBytes } from 'node:crypto'
import { type JetStreamManager, jetstream, jetstreamManager } from '@nats-io/jetstream'
import { connect, type NatsConnection } from '@nats-io/transport-node'
import { afterEach, beforeEach, expect, vi } from 'vitest'
import { definition as queueIn } from '#nodes/queue-in/definition.ts'
import { listen } from '#nodes/queue-in/listen.ts'
import { definition as queueOut } from '#nodes/queue-out/definition.ts'
import { run } from '#nodes/queue-out/run.ts'
import { brokerPlaces, cutProxy, withBroker } from '#nodes/testing/brokers.ts'
import { type Stored, testListener } from '#nodes/testing/listen-context.ts'
import { handle, type RealPartners, realPartners } from '#nodes/testing/real-partners.ts'
import { toErrorData } from '#shared/errors/flow-error.ts'
import { testNode } from '#shared/node/testing.ts'

vi.setConfig({ testTimeout: 60_000 })

const onNats = await withBroker('nats')
const soon = { timeout: 20_000 }
let connection: NatsConnection | undefined
let manager: JetStreamManager | undefined
let subject = ''
const opened: RealPartners[] = []

beforeEach(() => {
  subject = `lt${randomBytes(6).toString('hex')}.ho-so`
})
afterEach(async () => {
  for (const partners of opened.splice(0)) await partners.close()
  for (const one of [subject, `${subject}.loi`]) {
    const stream = await manager?.streams.find(one).catch(() => undefined)
    if (stream) await manager?.streams.delete(stream)
  }
  await connection?.close()
  connection = undefined
  manager = undefined
})

const nats = (values: object = {}) => handle('queue', { protocol: 'nats', ...brokerPlaces.nats, ...values }, {}, 'nats')
const settings = (given: object = {}) => queueIn.settings.parse({ connection: 'nats', queue: subject, ...given })
const fault = (sent: Promise<unknown>) => sent.then(() => 'sent', toErrorData)

async function stream(): Promise<{ put(body: unknown): Promise<unknown>; kept(of?: string): Promise<number> }> {
  const { host, port } = brokerPlaces.nats
  connection = await connect({ servers: `${host}:${port}` })
  const streams = await jetstreamManager(connection)
  manager = streams
  await streams.streams.add({ name: subject.replaceAll('.', '-'), subjects: [subject] })
  const js = jetstream(connection)
  return {
    put: (body) => js.publish(subject, typeof body === 'string' ? body : JSON.stringify(body)),
    kept: async (of = subject) => (await streams.streams.info(await streams.streams.find(of))).state.messages,
  }
}
const sender = (given: object, partner = nats()) => {
  const partners = realPartners([partner], { idempotencyKey: `run-${subject}/gui` })
  opened.push(partners)
  return testNode({ definition: queueOut, run }, { connection: 'nats', ...given }, partners)
}

onNats('what is sent is kept once for its id, and arrives with headers and Vietnamese text', async () => {
  const { kept } = await stream()
  const node = sender({ to: subject, headers: [{ name: 'X-Don-Vi', value: 'H22' }] })
  await node.send({ ChuHoSo: 'Lê Thị Thuỳ' })
  await node.send({ ChuHoSo: 'Lê Thị Thuỳ' })
  expect(await kept()).toBe(1)
  const it = testListener(listen, settings(), nats())
  await expect
    .poll(() => it.accepted, soon)
    .toMatchObject([
      {
        body: { ChuHoSo: 'Lê Thị Thuỳ' },
        headers: {
          'content-type': 'application/json',
          'message-id': `run-${subject}/gui`,
          'x-don-vi': 'H22',
          subject,
          'stream-sequence': '1',
        },
      },
    ])
  await it.stop()
})

onNats('messages arrive in order, and after a cut the one that was not acknowledged is recognised', async () => {
  const { put } = await stream()
  for (let so = 0; so < 500; so++) await put({ so })
  const proxy = await cutProxy(brokerPlaces.nats)
  const store: Stored = new Map()
  const first = testListener(listen, settings(), nats({ port: proxy.port }), store)
  await expect.poll(() => first.accepted.length, soon).toBeGreaterThan(100)
  proxy.cut()
  expect(toErrorData(await first.ended)).toMatchObject({ code: 'connect.cut', side: 'partner' })
  const second = testListener(listen, settings(), nats({ port: proxy.port }), store)
  await expect.poll(() => first.accepted.length + second.accepted.length, { timeout: 50_000 }).toBe(500)
  await second.stop()
  const numbers = [...first.accepted, ...second.accepted].map(({ body }) => Number(Reflect.get(Object(body), 'so')))
  expect(numbers).toEqual(Array.from({ length: 500 }, (_, so) => so))
  // Everything was acknowledged: nobody gets anything any more.
  const third = testListener(listen, settings(), nats())
  await third.ready
  await put({ so: 500 })
  await expect.poll(() => third.accepted.length, soon).toBe(1)
  await third.stop()
  await proxy.close()
})

onNats('what is too large goes to the error queue with the reason, and the rest goes on', async () => {
  const { put, kept } = await stream()
  await put('x'.repeat(2000))
  await put({ so: 1 })
  const it = testListener(listen, settings({ maxBytes: 1000, order: 'compete' }), nats())
  await expect.poll(() => it.accepted.map(({ body }) => body), soon).toEqual([{ so: 1 }])
  await expect.poll(() => it.log.length, soon).toBe(1)
  await it.stop()
  expect(await kept(`${subject}.loi`)).toBe(1)
})

onNats('faults are told apart, on the way in and on the way out', async () => {
  await stream()
  const heard = async (given: object, partner = nats()) =>
    toErrorData(await testListener(listen, settings(given), partner).ended)
  expect(await heard({ queue: 'lt.khong-co' })).toMatchObject({ code: 'queue.unknown', side: 'ours' })
  expect(await heard({}, nats({ port: 9 }))).toMatchObject({ code: 'connect.unreachable', side: 'partner' })
  expect(await fault(sender({ to: 'lt.khong-co' }).send({}))).toMatchObject({
    code: 'queue.no-target',
    class: 'permanent',
  })
  expect(await fault(sender({ to: subject, form: 'text' }).send('x'.repeat(2_000_000)))).toMatchObject({
    code: 'queue.too-large',
  })
  expect(await fault(sender({ to: subject }, nats({ port: 9 })).send({}))).toMatchObject({
    code: 'connect.unreachable',
  })
})

onNats('a connection that breaks before the confirmation leaves a doubt', async () => {
  const { kept } = await stream()
  const proxy = await cutProxy(brokerPlaces.nats)
  const node = sender({ to: subject }, nats({ port: proxy.port }))
  await node.send({ so: 1 })
  proxy.muffle()
  const doubtful = fault(node.send({ so: 2 }))
  await new Promise((done) => setTimeout(done, 300))
  proxy.cut()
  expect(await doubtful).toMatchObject({ code: 'connect.cut' })
  expect(await fault(node.send({ so: 3 }))).toBe('sent')
  // All three carry the id of one step: the stream has kept it once.
  expect(await kept()).toBe(1)
  await proxy.close()
})
