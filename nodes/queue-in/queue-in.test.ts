import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type RabbitQueue, rabbit, rabbitQueue } from '#nodes/queues/amqp/amqp.fixture.ts'
import { brokerPlaces, cutProxy, withBroker } from '#nodes/testing/brokers.ts'
import { type Stored, testListener } from '#nodes/testing/listen-context.ts'
import { toErrorData } from '#shared/errors/flow-error.ts'
import { testNode } from '#shared/node/testing.ts'
import { definition } from './definition.ts'
import { listen } from './listen.ts'
import { run } from './run.ts'

vi.setConfig({ testTimeout: 60_000 })

const onRabbit = await withBroker('amqp')
let queue: RabbitQueue | undefined
const open = async (): Promise<RabbitQueue> => {
  queue = await rabbitQueue()
  return queue
}
beforeEach(() => {
  queue = undefined
})
afterEach(() => queue?.close())

const settings = (name: string, given: object = {}) =>
  definition.settings.parse({ connection: 'hang-doi', queue: name, ...given })
const bodies = (it: { readonly accepted: readonly { readonly body: unknown }[] }) => it.accepted.map(({ body }) => body)
const soon = { timeout: 20_000 }

onRabbit('messages become runs with headers and Vietnamese text, and are acknowledged after that', async () => {
  const { name, put, waiting } = await open()
  const stored = Promise.withResolvers<void>()
  const it = testListener(listen, settings(name), rabbit(), new Map(), () => stored.promise)
  await put(
    { MaHoSo: '000.00.00.H22-260105-0001', ChuHoSo: 'Nguyễn Thị Hằng' },
    { messageId: 'm-1', correlationId: 'c-1', headers: { 'X-Don-Vi': 'H22', lan: 2 }, timestamp: 1_767_571_200 },
  )
  await put('<a>ổn</a>', { contentType: 'application/xml', messageId: 'm-2' })
  await put(Buffer.from([0, 255]), { contentType: 'application/pdf', messageId: 'm-3' })
  await put('xin chào', { contentType: 'text/plain', messageId: 'm-4' })
  await expect
    .poll(() => bodies(it), soon)
    .toEqual([{ MaHoSo: '000.00.00.H22-260105-0001', ChuHoSo: 'Nguyễn Thị Hằng' }, '<a>ổn</a>', 'AP8=', 'xin chào'])
  expect(it.accepted[0]?.headers).toEqual({
    'content-type': 'application/json',
    'message-id': 'm-1',
    'correlation-id': 'c-1',
    'x-don-vi': 'H22',
    lan: '2',
    timestamp: '2026-01-05T00:00:00.000Z',
    'routing-key': name,
  })
  const stopping = it.stop()
  // Nothing was acknowledged yet: a stop waits for what is being stored.
  stored.resolve()
  await stopping
  expect(await waiting()).toBe(0)
})

onRabbit(
  'what was stored but not acknowledged when the connection broke comes again and is not run twice',
  async () => {
    const { name, put, waiting } = await open()
    const proxy = await cutProxy(brokerPlaces.amqp)
    const store: Stored = new Map()
    const stuck = Promise.withResolvers<void>()
    const first = testListener(listen, settings(name), rabbit({ port: proxy.port }), store, () => stuck.promise)
    // One with an id, and two of the same content without one.
    await put({ so: 1 }, { messageId: 'm-1' })
    await put({ so: 2 })
    await expect.poll(() => first.accepted.length, soon).toBe(2)
    proxy.cut()
    expect(toErrorData(await first.ended)).toMatchObject({ code: 'connect.cut', class: 'transient', side: 'partner' })
    stuck.resolve()
    const second = testListener(listen, settings(name), rabbit({ port: proxy.port }), store)
    await second.ready
    await put({ so: 3 }, { messageId: 'm-3' })
    await expect.poll(() => bodies(second), soon).toEqual([{ so: 3 }])
    await second.stop()
    expect(await waiting()).toBe(0)
    await proxy.close()
  },
)

onRabbit('the same body without an id runs each time it is sent, unless duplicates are told by content', async () => {
  const { name, put } = await open()
  for (let i = 0; i < 3; i++) await put({ nhip: 'con-song' })
  const each = testListener(listen, settings(name), rabbit())
  await expect.poll(() => each.accepted.length, soon).toBe(3)
  await each.stop()
  for (let i = 0; i < 3; i++) await put({ nhip: 'con-song' }, { messageId: `khac-${i}` })
  await put({ cuoi: true })
  const once = testListener(listen, settings(name, { duplicates: 'content' }), rabbit())
  await expect.poll(() => bodies(once), soon).toEqual([{ nhip: 'con-song' }, { cuoi: true }])
  await once.stop()
})

onRabbit('10,000 messages arrive in order, each once', async () => {
  const { name, channel } = await open()
  for (let so = 0; so < 10_000; so++) {
    channel.sendToQueue(name, Buffer.from(JSON.stringify({ so })), { persistent: true, messageId: `m-${so}` })
  }
  await channel.waitForConfirms()
  const it = testListener(listen, settings(name, { prefetch: 200 }), rabbit())
  await expect.poll(() => it.accepted.length, { timeout: 50_000 }).toBe(10_000)
  expect(bodies(it)).toEqual(Array.from({ length: 10_000 }, (_, so) => ({ so })))
  await it.stop()
})

onRabbit('a body of 10 MB arrives whole; a larger one goes to the error queue as it was, with the reason', async () => {
  const { name, put, waiting, next } = await open()
  const text = 'Ố'.repeat(3_490_000)
  await put(text, { contentType: 'text/plain' })
  await put(Buffer.alloc(10_485_761, 65), { contentType: 'text/plain', messageId: 'to', expiration: '600000' })
  const it = testListener(listen, settings(name), rabbit())
  await expect.poll(() => it.log.length, soon).toBe(1)
  expect(it.accepted.map(({ body }) => body === text)).toEqual([true])
  await it.stop()
  expect(await waiting()).toBe(0)
  const aside = await next(`${name}.loi`)
  expect(aside?.bytes.length).toBe(10_485_761)
  expect(aside?.properties).toMatchObject({
    messageId: 'to',
    deliveryMode: 2,
    headers: { 'x-error-code': 'queue.too-large', 'x-error': 'Thông điệp lớn hơn 10 MB', 'x-from-routing-key': name },
  })
  expect(aside?.properties.expiration).toBeUndefined()
})

onRabbit('an id that comes again with another body is not taken for a duplicate and not lost', async () => {
  const { name, put, next } = await open()
  await put({ so: 1 }, { messageId: 'm' })
  await put({ so: 2 }, { messageId: 'm' })
  const it = testListener(listen, settings(name), rabbit())
  await expect.poll(() => it.log.length, soon).toBe(1)
  await it.stop()
  expect(bodies(it)).toEqual([{ so: 1 }])
  expect(JSON.parse(String((await next(`${name}.loi`))?.bytes))).toEqual({ so: 2 })
})

onRabbit('a message that is delivered again and again leaves for the error queue', async () => {
  queue = await rabbitQueue({ durable: true, arguments: { 'x-queue-type': 'quorum' } })
  const { name, put, channel, next } = queue
  await put({ so: 1 }, { messageId: 'doc' })
  for (let i = 0; i < 3; i++) {
    let got = await channel.get(name)
    while (!got) got = await channel.get(name)
    channel.nack(got)
  }
  const it = testListener(listen, settings(name, { maxDeliveries: 3 }), rabbit())
  await expect.poll(() => it.log.length, soon).toBe(1)
  await it.stop()
  expect(it.accepted).toEqual([])
  expect((await next(`${name}.loi`))?.properties).toMatchObject({ headers: { 'x-error-code': 'queue.too-often' } })
})

onRabbit('two listeners share the messages between them', async () => {
  const { name, put } = await open()
  const store: Stored = new Map()
  const both = [1, 2].map(() =>
    testListener(listen, settings(name, { order: 'compete', prefetch: 1 }), rabbit(), store),
  )
  await Promise.all(both.map((it) => it.ready))
  for (let so = 0; so < 40; so++) await put({ so }, { messageId: `m-${so}` })
  await expect.poll(() => both.reduce((sum, it) => sum + it.accepted.length, 0), soon).toBe(40)
  for (const it of both) expect(it.accepted.length).toBeGreaterThan(0)
  await Promise.all(both.map((it) => it.stop()))
})

onRabbit('a queue that is not there, a wrong password and an address where nobody is are told apart', async () => {
  const fault = async (name: string, connection: ReturnType<typeof rabbit>) =>
    toErrorData(await testListener(listen, settings(name), connection).ended)
  expect(await fault('lt.khong-co', rabbit())).toMatchObject({
    code: 'queue.unknown',
    side: 'ours',
    message: { vi: expect.stringContaining('lt.khong-co') },
  })
  expect(await fault('x', rabbit({}, 'sai'))).toMatchObject({ code: 'queue.auth', side: 'ours' })
  expect(await fault('x', rabbit({ vhost: 'khong-co' }))).toMatchObject({ code: 'queue.auth', side: 'ours' })
  expect(await fault('x', rabbit({ port: 9 }))).toMatchObject({ code: 'connect.unreachable', side: 'partner' })
})

onRabbit('a missing queue is made when that is asked for', async () => {
  const { name, channel } = await open()
  await channel.deleteQueue(name)
  const it = testListener(listen, settings(name, { create: true }), rabbit())
  await it.ready
  await it.stop()
  expect((await channel.checkQueue(name)).messageCount).toBe(0)
})

onRabbit(
  'a body that cannot be read is kept, fails at the trigger, and runs once a person has corrected it',
  async () => {
    const { name, put } = await open()
    await put('{"MaHoSo": 1,}', { messageId: 'm-1', headers: { 'unread-as': 'text' } })
    await put(Buffer.from([0x7b, 0xff]), { messageId: 'm-2' })
    const it = testListener(listen, settings(name), rabbit())
    await expect.poll(() => bodies(it), soon).toEqual(['{"MaHoSo": 1,}', 'e/8='])
    await it.stop()
    const node = testNode({ definition, run }, { connection: 'hang-doi', queue: name })
    const [first, second] = it.accepted
    if (!first || !second) throw new Error('both are needed')
    await expect(node.send(first)).rejects.toMatchObject({
      data: { code: 'json.malformed', side: 'data', message: { vi: expect.stringMatching(/1:14/) } },
    })
    await expect(node.send(second)).rejects.toMatchObject({
      data: { code: 'text.encoding' },
    })
    expect(await node.send({ ...first, body: '{"MaHoSo": 1}' })).toMatchObject({
      port: 'out',
      message: { body: { MaHoSo: 1 } },
    })
    expect(await node.send({ ...first, body: { MaHoSo: 2 } })).toMatchObject({ message: { body: { MaHoSo: 2 } } })
  },
)

test('a sender cannot mark a body as unread', async () => {
  const { messageOf } = await import('./unread.ts')
  const message = messageOf({ bytes: Buffer.from('{"a":1}'), headers: { 'unread-as': 'base64' } }, 'json')
  expect(message).toEqual({ body: { a: 1 }, headers: {}, keys: {} })
})
