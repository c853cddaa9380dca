import { afterAll, afterEach, beforeAll, beforeEach, expect, vi } from 'vitest'
import { definition as queueIn } from '#nodes/queue-in/definition.ts'
import { listen } from '#nodes/queue-in/listen.ts'
import { definition as queueOut } from '#nodes/queue-out/definition.ts'
import { run } from '#nodes/queue-out/run.ts'
import { type RabbitQueue, rabbitQueue } from '#nodes/queues/amqp/amqp.fixture.ts'
import { testQueue } from '#nodes/queues/test.ts'
import { cutProxy } from '#nodes/testing/brokers.ts'
import { type Stored, testListener } from '#nodes/testing/listen-context.ts'
import { type OwnRabbit, startRabbit, withOwnRabbit } from '#nodes/testing/own-rabbit.ts'
import { handle, type RealPartners, realPartners } from '#nodes/testing/real-partners.ts'
import { toErrorData } from '#shared/errors/flow-error.ts'
import { testNode } from '#shared/node/testing.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 180_000 })

const { here, test: onRabbit } = withOwnRabbit()
const soon = { timeout: 40_000 }
let server: OwnRabbit
let queue: RabbitQueue
let name = ''
const opened: RealPartners[] = []

beforeAll(async () => {
  if (here) server = await startRabbit()
})
afterAll(() => server?.remove())
beforeEach(async () => {
  if (!here) return
  queue = await rabbitQueue({ durable: true }, server)
  name = queue.name
})
afterEach(async () => {
  for (const partners of opened.splice(0)) await partners.close()
  if (here) await queue.close()
})

const amqp = (values: object = {}, password = 'guest') =>
  handle(
    'queue',
    { protocol: 'amqp1', host: server.host, port: server.port, user: 'guest', ...values },
    { password },
    'hang-doi',
  )
const settings = (given: object = {}) => queueIn.settings.parse({ connection: 'hang-doi', queue: name, ...given })
const bodies = (it: { readonly accepted: readonly { readonly body: unknown }[] }) => it.accepted.map(({ body }) => body)
const fault = (sent: Promise<unknown>) => sent.then(() => 'sent', toErrorData)
const heard = async (given: object, partner = amqp()) =>
  toErrorData(await testListener(listen, settings(given), partner).ended)
const sender = (given: object = {}, partner = amqp(), idempotencyKey = 'run-7/gui') => {
  const partners = realPartners([partner], { idempotencyKey })
  opened.push(partners)
  return testNode({ definition: queueOut, run }, { connection: 'hang-doi', to: name, ...given }, partners)
}

onRabbit(
  'what is sent is accepted, arrives with headers and Vietnamese text, and waits until it is stored',
  async () => {
    const headers = [
      { name: 'X-Don-Vi', value: 'Huế' },
      { name: 'Correlation-Id', value: { field: 'Ma' } },
      { name: 'Subject', value: 'ho-so-moi' },
    ]
    await sender({ headers, expires: 'PT10M' }).send({ Ma: '00012', ChuHoSo: 'Lê Thị Thuỳ' })
    await sender({ form: 'xml' }, amqp(), 'm-2').send('<a>ổn</a>')
    await sender({ form: 'binary' }, amqp(), 'm-3').send('AP8=')
    await sender({ form: 'text' }, amqp(), 'm-4').send('xin chào')
    const stored = Promise.withResolvers<void>()
    const it = testListener(listen, settings(), amqp(), new Map(), () => stored.promise)
    await expect
      .poll(() => bodies(it), soon)
      .toEqual([{ Ma: '00012', ChuHoSo: 'Lê Thị Thuỳ' }, '<a>ổn</a>', 'AP8=', 'xin chào'])
    expect(it.accepted[0]?.headers).toEqual({
      'content-type': 'application/json',
      'message-id': 'run-7/gui',
      'correlation-id': '00012',
      subject: 'ho-so-moi',
      'x-don-vi': 'Huế',
    })
    const stopping = it.stop()
    stored.resolve()
    await stopping
    expect(await queue.waiting()).toBe(0)
  },
)

onRabbit(
  'what was stored but not acknowledged when the connection broke comes again and is not run twice',
  async () => {
    const proxy = await cutProxy(server)
    const store: Stored = new Map()
    const stuck = Promise.withResolvers<void>()
    const over = () => amqp({ port: proxy.port })
    const first = testListener(listen, settings(), over(), store, () => stuck.promise)
    // One with an id, and one without.
    await queue.put({ so: 1 }, { messageId: 'm-1' })
    await queue.put({ so: 2 })
    await expect.poll(() => first.accepted.length, soon).toBe(2)
    proxy.cut()
    expect(toErrorData(await first.ended)).toMatchObject({ code: 'connect.cut', class: 'transient', side: 'partner' })
    stuck.resolve()
    const second = testListener(listen, settings(), over(), store)
    await second.ready
    await queue.put({ so: 3 }, { messageId: 'm-3' })
    await expect.poll(() => bodies(second), soon).toEqual([{ so: 3 }])
    await second.stop()
    expect(await queue.waiting()).toBe(0)
    await proxy.close()
  },
)

onRabbit('the same body without an id runs each time it is sent', async () => {
  for (let i = 0; i < 3; i++) await queue.put({ nhip: 'con-song' })
  const it = testListener(listen, settings(), amqp())
  await expect.poll(() => it.accepted.length, soon).toBe(3)
  await it.stop()
})

onRabbit('3,000 messages arrive in order, each once, with never more under way than was asked for', async () => {
  for (let so = 0; so < 3000; so++) {
    queue.channel.sendToQueue(name, Buffer.from(JSON.stringify({ so })), { persistent: true, messageId: `m-${so}` })
  }
  await queue.channel.waitForConfirms()
  let most = 0
  let underWay = 0
  const it = testListener(listen, settings({ prefetch: 20 }), amqp(), new Map(), async () => {
    most = Math.max(most, ++underWay)
    await new Promise((done) => setImmediate(done))
    underWay--
  })
  await expect.poll(() => it.accepted.length, soon).toBe(3000)
  expect(bodies(it)).toEqual(Array.from({ length: 3000 }, (_, so) => ({ so })))
  expect(most).toBeLessThanOrEqual(20)
  await it.stop()
  expect(await queue.waiting()).toBe(0)
})

onRabbit('10 MB go out and come in whole; what is larger waits in the error queue with the reason', async () => {
  const text = 'Ố'.repeat(3_490_000)
  await sender({ form: 'text' }).send(text)
  await queue.put(Buffer.alloc(10_485_761, 65), { contentType: 'text/plain', messageId: 'to', expiration: '600000' })
  const it = testListener(listen, settings(), amqp())
  await expect.poll(() => it.log.length, soon).toBe(1)
  expect(it.accepted.map(({ body }) => body === text)).toEqual([true])
  await it.stop()
  expect(await queue.waiting()).toBe(0)
  const aside = testListener(listen, settings({ queue: `${name}.loi`, maxBytes: 20_000_000 }), amqp())
  await expect.poll(() => aside.accepted.length, soon).toBe(1)
  await aside.stop()
  expect(aside.accepted[0]?.headers).toMatchObject({
    'message-id': 'to',
    'x-error-code': 'queue.too-large',
    'x-error': 'Thông điệp lớn hơn 10 MB',
  })
})

onRabbit('a body that cannot be read is kept for a person, and the rest goes on', async () => {
  await queue.put('{"MaHoSo": 1,}', { messageId: 'm-1' })
  await queue.put({ so: 2 }, { messageId: 'm-2' })
  const it = testListener(listen, settings(), amqp())
  await expect.poll(() => bodies(it), soon).toEqual(['{"MaHoSo": 1,}', { so: 2 }])
  expect(it.accepted[0]?.headers['unread-as']).toBe('text')
  await it.stop()
})

onRabbit('2,000 messages sent at once are all accepted, and two listeners share them', async () => {
  const node = sender({ form: 'text', messageId: { expr: 'so' }, body: { expr: 'so' } })
  await Promise.all(Array.from({ length: 2000 }, (_, so) => node.send({ so: `${so}` })))
  expect(await queue.waiting()).toBe(2000)
  const store: Stored = new Map()
  const both = [1, 2].map(() => testListener(listen, settings({ order: 'compete', prefetch: 5 }), amqp(), store))
  await expect.poll(() => both.reduce((sum, it) => sum + it.accepted.length, 0), soon).toBe(2000)
  for (const it of both) expect(it.accepted.length).toBeGreaterThan(0)
  await Promise.all(both.map((it) => it.stop()))
})

onRabbit('a connection that breaks before the outcome leaves a doubt; the next message opens a new one', async () => {
  const proxy = await cutProxy(server)
  const node = sender({}, amqp({ port: proxy.port }))
  await node.send({ so: 1 })
  proxy.muffle()
  const doubtful = fault(node.send({ so: 2 }))
  await expect.poll(() => queue.waiting(), soon).toBe(2)
  proxy.cut()
  expect(await doubtful).toMatchObject({ code: 'connect.cut' })
  expect(await fault(node.send({ so: 3 }))).toBe('sent')
  expect(await queue.waiting()).toBe(3)
  await proxy.close()
})

onRabbit('a queue that is deleted ends the listening, the next try names it, and nothing is sent to it', async () => {
  const node = sender()
  await node.send({ so: 1 })
  const it = testListener(listen, settings(), amqp())
  await expect.poll(() => bodies(it), soon).toEqual([{ so: 1 }])
  await queue.channel.deleteQueue(name)
  // RabbitMQ 3.10 says nothing and closes the connection.
  expect(toErrorData(await it.ended)).toMatchObject({ code: expect.stringMatching(/connect.cut|queue.unknown/) })
  expect(await heard({})).toMatchObject({ code: 'queue.unknown', message: { vi: expect.stringContaining(name) } })
  await expect.poll(() => fault(node.send({ so: 2 })), soon).toMatchObject({ code: 'queue.no-target' })
})

onRabbit('a missing queue is made when that is asked for, and is an error when not', async () => {
  expect(await heard({ queue: `${name}/chưa có` })).toMatchObject({ code: 'queue.unknown', side: 'ours' })
  expect(await fault(sender({ to: `${name}/chưa có` }).send({}))).toMatchObject({
    code: 'queue.no-target',
    side: 'ours',
  })
  const it = testListener(listen, settings({ queue: `${name}/chưa có`, create: true }), amqp())
  await it.ready
  await sender({ to: `${name}/chưa có` }).send({ so: 1 })
  await expect.poll(() => bodies(it), soon).toEqual([{ so: 1 }])
  await it.stop()
  await queue.channel.deleteQueue(`${name}/chưa có`)
})

onRabbit('an exchange gives to the queues that are bound to it, and one that is not there is an error', async () => {
  await queue.channel.assertExchange(`${name}.x`, 'topic', { durable: false, autoDelete: true })
  await queue.channel.bindQueue(name, `${name}.x`, 'ho-so.*')
  await sender({ to: 'ho-so.moi', exchange: `${name}.x` }).send({ so: 1 })
  expect(await queue.waiting()).toBe(1)
  expect(await fault(sender({ to: 'a', exchange: 'lt.khong-co' }).send({}))).toMatchObject({ code: 'queue.no-target' })
})

onRabbit(
  'wrong password, wrong virtual host and nobody there are told apart; the nameless are let in where allowed',
  async () => {
    expect(await heard({}, amqp({}, 'sai'))).toMatchObject({ code: 'queue.auth', side: 'ours' })
    expect(await heard({}, amqp({ vhost: 'khong-co' }))).toMatchObject({ code: 'queue.auth', side: 'ours' })
    expect(await heard({}, amqp({ port: 9 }))).toMatchObject({ code: 'connect.unreachable', side: 'partner' })
    const told = await testQueue(amqp({ user: undefined }))
    expect(told.map(({ ok }) => ok)).toEqual([true, true, true])
    expect(JSON.stringify(told[2])).toMatch(/RabbitMQ 3.*AMQP 1\.0/)
  },
)

onRabbit('TLS is used, and the certificate is checked when that is asked for', async () => {
  const tls = (values: object) => amqp({ host: 'localhost', port: server.tlsPort, ...values })
  await sender({}, tls({ tls: 'verify', ca: server.ca })).send({ so: 1 })
  await sender({}, tls({ tls: 'require' })).send({ so: 2 })
  expect(await queue.waiting()).toBe(2)
  expect(await fault(sender({}, tls({ tls: 'verify' })).send({}))).toMatchObject({ code: 'connect.certificate' })
  const plain = await fault(sender({}, amqp({ tls: 'require' })).send({}))
  expect(plain).toMatchObject({ code: 'connect.unreachable', side: 'partner' })
})

onRabbit('when the broker is killed nothing that was accepted is lost, and a new connection goes on', async () => {
  const node = sender({ messageId: { expr: 'so' } })
  for (let so = 0; so < 50; so++) await node.send({ so: `${so}` })
  const it = testListener(listen, settings({ prefetch: 5 }), amqp(), new Map(), () => new Promise(() => undefined))
  await it.ready
  await queue.close({ keep: true })
  await server.kill()
  expect(toErrorData(await it.ended)).toMatchObject({ code: 'connect.cut', class: 'transient' })
  expect(await fault(node.send({ so: '50' }))).toMatchObject({
    code: expect.stringMatching(/^connect\.(cut|unreachable)$/),
  })
  await server.start()
  const again = testListener(listen, settings(), amqp())
  await expect.poll(() => again.accepted.length, soon).toBe(50)
  await again.stop()
  expect(await fault(node.send({ so: '50' }))).toBe('sent')
  queue = await rabbitQueue({ durable: true }, server)
})
