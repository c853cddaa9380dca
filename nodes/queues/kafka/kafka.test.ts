import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createServer as createTlsServer } from 'node:tls'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { definition as queueIn } from '#nodes/queue-in/definition.ts'
import { listen } from '#nodes/queue-in/listen.ts'
import { definition as queueOut } from '#nodes/queue-out/definition.ts'
import { run } from '#nodes/queue-out/run.ts'
import { visit } from '#nodes/queues/open.ts'
import { cutProxy } from '#nodes/testing/brokers.ts'
import { testCertificate } from '#nodes/testing/certificate.ts'
import { type KafkaStandIn, startKafkaStandIn, withKafkaStandIn } from '#nodes/testing/kafka-stand-in.ts'
import { type Stored, testListener } from '#nodes/testing/listen-context.ts'
import { handle, type RealPartners, realPartners } from '#nodes/testing/real-partners.ts'
import { permanent, toErrorData } from '#shared/errors/flow-error.ts'
import { testNode } from '#shared/node/testing.ts'
import { kafkaFault } from './faults.ts'

vi.setConfig({ testTimeout: 90_000, hookTimeout: 90_000 })

const { here, test: onStandIn } = withKafkaStandIn()
/** The stand-in lets a second member of a group wait for 30 seconds after the first has left; Kafka does not. */
const soon = { timeout: 60_000 }
let cluster: KafkaStandIn
let topic = ''
const opened: RealPartners[] = []

beforeAll(async () => {
  if (here) cluster = await startKafkaStandIn()
})
afterAll(() => cluster?.stop())
beforeEach(() => {
  topic = `lt-${randomBytes(6).toString('hex')}`
})
afterEach(async () => {
  for (const partners of opened.splice(0)) await partners.close()
})

const kafka = (values: object = {}, password?: string) => {
  const at = { host: cluster.host, port: cluster.port }
  return handle('queue', { protocol: 'kafka', ...at, ...values }, password ? { password } : {}, 'kafka')
}
const settings = (given: object = {}) =>
  queueIn.settings.parse({ connection: 'kafka', queue: topic, group: topic, ...given })
const bodies = (it: { readonly accepted: readonly { readonly body: unknown }[] }) => it.accepted.map(({ body }) => body)
const fault = (sent: Promise<unknown>) => sent.then(() => 'sent', toErrorData)
const sender = (given: object = {}, partner = kafka(), idempotencyKey = 'run-7/gui') => {
  const partners = realPartners([partner], { idempotencyKey })
  opened.push(partners)
  return testNode({ definition: queueOut, run }, { connection: 'kafka', to: topic, ...given }, partners)
}
const numbered = () =>
  sender({ headers: [{ name: 'message-key', value: { expr: "'ma-1'" } }], messageId: { expr: "'m-' & so" } })

onStandIn('what is sent arrives with its key, headers and Vietnamese text', async () => {
  const node = sender({
    headers: [
      { name: 'X-Don-Vi', value: 'Huế' },
      { name: 'Message-Key', value: { field: 'Ma' } },
    ],
  })
  await node.send({ Ma: '00012', ChuHoSo: 'Lê Thị Thuỳ' })
  const it = testListener(listen, settings(), kafka())
  await expect.poll(() => it.accepted.length, soon).toBe(1)
  expect(it.accepted[0]).toMatchObject({
    body: { Ma: '00012', ChuHoSo: 'Lê Thị Thuỳ' },
    headers: {
      'content-type': 'application/json',
      'message-id': 'run-7/gui',
      'message-key': '00012',
      'x-don-vi': 'Huế',
      topic,
      offset: '0',
    },
  })
  await it.stop()
})

onStandIn(
  'messages of one key come in order over an end, and what was stored but not committed is not run twice',
  async () => {
    const node = numbered()
    for (let so = 0; so < 200; so++) await node.send({ so })
    const store: Stored = new Map()
    let left = 70
    const stuck = Promise.withResolvers<void>()
    const first = testListener(listen, settings({ prefetch: 20 }), kafka(), store, () =>
      --left < 0 ? stuck.promise : Promise.resolve(),
    )
    await expect.poll(() => first.accepted.length, soon).toBeGreaterThan(70)
    // It ends while some are stored and nobody has committed them.
    const stopping = first.stop()
    stuck.resolve()
    await stopping
    const second = testListener(listen, settings(), kafka(), store)
    await expect.poll(() => first.accepted.length + second.accepted.length, soon).toBe(200)
    await second.stop()
    expect([...bodies(first), ...bodies(second)]).toEqual(Array.from({ length: 200 }, (_, so) => ({ so })))
  },
)

onStandIn('a message whose storing fails is not committed: it comes again to whoever listens next', async () => {
  const node = numbered()
  for (let so = 0; so < 3; so++) await node.send({ so })
  const store: Stored = new Map()
  const first = testListener(listen, settings({ prefetch: 1 }), kafka(), store, (message) => {
    if (JSON.stringify(message.body) !== '{"so":1}') return Promise.resolve()
    store.delete('id:m-1')
    return Promise.reject(permanent('queue.body', { reason: 'x' }))
  })
  expect(toErrorData(await first.ended)).toMatchObject({ code: 'queue.body' })
  const second = testListener(listen, settings(), kafka(), store)
  await expect.poll(() => bodies(second), soon).toEqual([{ so: 1 }, { so: 2 }])
  await second.stop()
})

onStandIn('what is too large waits in the error topic with the reason, and the rest goes on', async () => {
  await sender({ form: 'text' }).send('x'.repeat(2000))
  await sender({ messageId: 'm-2' }).send({ so: 1 })
  const it = testListener(listen, settings({ maxBytes: 1000 }), kafka())
  await expect.poll(() => bodies(it), soon).toEqual([{ so: 1 }])
  await expect.poll(() => it.log.length, soon).toBe(1)
  await it.stop()
  const aside = testListener(listen, settings({ queue: `${topic}.loi`, group: `${topic}.loi` }), kafka())
  await expect.poll(() => bodies(aside), soon).toEqual(['x'.repeat(2000)])
  expect(aside.accepted[0]?.headers).toMatchObject({ 'x-error-code': 'queue.too-large', 'x-from-topic': topic })
  await aside.stop()
})

onStandIn('a cluster that goes away ends the listening, and a message under way leaves a doubt', async () => {
  const own = await startKafkaStandIn()
  const node = sender({}, kafka({ port: own.port }))
  await node.send({ so: 1 })
  const it = testListener(listen, settings(), kafka({ port: own.port }))
  await expect.poll(() => it.accepted.length, soon).toBe(1)
  await own.stop()
  expect(toErrorData(await it.ended)).toMatchObject({ class: 'transient', side: 'partner' })
  expect(await fault(node.send({ so: 2 }))).toMatchObject({
    code: expect.stringMatching(/^connect\./),
    class: 'transient',
  })
})

onStandIn('a broker that the cluster tells of is asked of the egress policy before it is connected to', async () => {
  const proxy = await cutProxy(cluster)
  const only = { ...kafka({ port: proxy.port }) }
  const asked: string[] = []
  const reach = {
    ...only.reach,
    host: async (host: string, port: number) => {
      asked.push(`${host}:${port}`)
      if (port === proxy.port) return host
      throw permanent('connect.host-not-allowed', { host: `${host}:${port}` })
    },
  }
  expect(await fault(sender({}, { ...only, reach }).send({}))).toMatchObject({ code: 'connect.host-not-allowed' })
  expect(asked).toContain(`127.0.0.1:${cluster.port}`)
  await proxy.close()
})

async function at(server: Server): Promise<number> {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  return typeof address === 'object' && address ? address.port : 0
}

test('nobody there, one who does not speak Kafka, and certificates that do not fit are told apart', async () => {
  const seen = (values: object) =>
    visit(handle('queue', { protocol: 'kafka', host: '127.0.0.1', ...values }, { password: 'thu' })).then(
      () => 'in',
      toErrorData,
    )
  expect(await seen({ port: 9 })).toMatchObject({ code: 'connect.unreachable', side: 'partner' })
  const closing = createServer((socket) => void socket.on('error', () => undefined).destroy())
  expect(await seen({ port: await at(closing), user: 'thu' })).toMatchObject({ class: 'transient', side: 'partner' })
  closing.close()
  const folder = mkdtempSync(join(tmpdir(), 'lt-kafka-'))
  const { certFile, keyFile } = testCertificate(folder)
  const own = { cert: readFileSync(certFile), key: readFileSync(keyFile) }
  const secure = createTlsServer(own, (socket) => void socket.on('error', () => undefined))
  secure.on('tlsClientError', () => undefined)
  expect(await seen({ port: await at(secure), tls: 'verify' })).toMatchObject({ code: 'connect.certificate' })
  secure.close()
  rmSync(folder, { recursive: true })
})

test('what a cluster says is told apart', () => {
  const said = (type: string, name = 'KafkaJSProtocolError') =>
    kafkaFault({ name: 'KafkaJSNumberOfRetriesExceeded', message: 'x', cause: { name, type, message: 'y' } }, 'h', 't')
      .data
  expect(said('UNKNOWN_TOPIC_OR_PARTITION')).toMatchObject({ code: 'queue.unknown', side: 'ours' })
  expect(said('TOPIC_AUTHORIZATION_FAILED')).toMatchObject({ code: 'queue.auth' })
  expect(said('MESSAGE_TOO_LARGE')).toMatchObject({ code: 'queue.too-large' })
  expect(said('NOT_ENOUGH_REPLICAS')).toMatchObject({ code: 'queue.refused', class: 'transient' })
  expect(said('INVALID_TOPIC_EXCEPTION')).toMatchObject({ code: 'queue.rejected', class: 'permanent' })
  expect(said('', 'KafkaJSSASLAuthenticationError')).toMatchObject({ code: 'queue.auth', side: 'ours' })
})
