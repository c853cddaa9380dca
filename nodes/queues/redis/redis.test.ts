import { randomBytes } from 'node:crypto'
import { Redis } from 'ioredis'
import { afterEach, beforeEach, expect, vi } from 'vitest'
import { definition as queueIn } from '#nodes/queue-in/definition.ts'
import { listen } from '#nodes/queue-in/listen.ts'
import { definition as queueOut } from '#nodes/queue-out/definition.ts'
import { run } from '#nodes/queue-out/run.ts'
import { brokerPlaces, cutProxy, withBroker } from '#nodes/testing/brokers.ts'
import { type Stored, testListener } from '#nodes/testing/listen-context.ts'
import { startBroker, withProgramOf } from '#nodes/testing/own-broker.ts'
import { handle, type RealPartners, realPartners } from '#nodes/testing/real-partners.ts'
import { toErrorData } from '#shared/errors/flow-error.ts'
import { testNode } from '#shared/node/testing.ts'

vi.setConfig({ testTimeout: 60_000 })

const onRedis = await withBroker('redis')
const soon = { timeout: 30_000 }
const GROUP = 'lien-thong'
let server: Redis
let stream = ''
const opened: RealPartners[] = []

beforeEach(() => {
  stream = `lt:${randomBytes(6).toString('hex')}`
  server = new Redis({ ...brokerPlaces.redis, lazyConnect: true, protocol: 2 })
})
afterEach(async () => {
  for (const partners of opened.splice(0)) await partners.close()
  await server.del(stream, `${stream}.loi`)
  server.disconnect()
})

const redis = (values: object = {}, password?: string) =>
  handle('queue', { protocol: 'redis', ...brokerPlaces.redis, ...values }, password ? { password } : {}, 'redis')
const settings = (given: object = {}) => queueIn.settings.parse({ connection: 'redis', queue: stream, ...given })
const bodies = (it: { readonly accepted: readonly { readonly body: unknown }[] }) => it.accepted.map(({ body }) => body)
const put = (body: unknown) => server.xadd(stream, '*', 'body', typeof body === 'string' ? body : JSON.stringify(body))
const pending = async (group = GROUP) => Number(Reflect.get(Object(await server.xpending(stream, group)), 0))
const fault = (sent: Promise<unknown>) => sent.then(() => 'sent', toErrorData)
const heard = async (given: object, partner = redis()) =>
  toErrorData(await testListener(listen, settings(given), partner).ended)
const sender = (given: object, partner = redis(), idempotencyKey = `run-${stream}/gui`) => {
  const partners = realPartners([partner], { idempotencyKey })
  opened.push(partners)
  return testNode({ definition: queueOut, run }, { connection: 'redis', to: stream, ...given }, partners)
}

onRedis('what is sent arrives with headers and Vietnamese text, and is acknowledged once it is stored', async () => {
  const stored = Promise.withResolvers<void>()
  const it = testListener(listen, settings({ create: true }), redis(), new Map(), () => stored.promise)
  await it.ready
  await sender({ headers: [{ name: 'X-Don-Vi', value: 'H22' }] }).send({ ChuHoSo: 'Lê Thị Thuỳ', Ma: '00012' })
  await expect
    .poll(() => it.accepted, soon)
    .toMatchObject([
      {
        body: { ChuHoSo: 'Lê Thị Thuỳ', Ma: '00012' },
        headers: {
          'content-type': 'application/json',
          'message-id': `run-${stream}/gui`,
          'x-don-vi': 'H22',
          'stream-entry': expect.stringMatching(/^\d+-\d+$/),
        },
      },
    ])
  const stopping = it.stop()
  expect(await pending()).toBe(1)
  stored.resolve()
  await stopping
  expect(await pending()).toBe(0)
})

onRedis('entries of other programs are read: one field is the body, several become an object', async () => {
  await server.xadd(stream, '*', 'du-lieu', '{"so":1}')
  await server.xadd(stream, '*', 'MaHoSo', '0012', 'ChuHoSo', 'Đỗ Ngọc Ánh')
  await server.xadd(stream, '*', 'body', '<a>ổn</a>', 'Content-Type', 'application/xml', 'nguon', 'mot-cua')
  await server.xadd(stream, '*', 'ten', Buffer.from([0x41, 0xff]), 'ma', '1')
  const it = testListener(listen, settings(), redis())
  await expect.poll(() => it.accepted.length, soon).toBe(4)
  await it.stop()
  expect(bodies(it).slice(0, 3)).toEqual([{ so: 1 }, { MaHoSo: '0012', ChuHoSo: 'Đỗ Ngọc Ánh' }, '<a>ổn</a>'])
  expect(it.accepted[2]?.headers).toMatchObject({ nguon: 'mot-cua' })
  // Not UTF-8: kept for a person with every byte.
  expect(it.accepted[3]?.headers['unread-as']).toBe('base64')
  expect(Buffer.from(String(bodies(it)[3]), 'base64').includes(Buffer.from([0x41, 0xff]))).toBe(true)
})

onRedis('messages arrive in order over a cut, and what was stored but not acknowledged is not run twice', async () => {
  for (let so = 0; so < 2000; so++) void put({ so })
  await server.xlen(stream)
  const proxy = await cutProxy(brokerPlaces.redis)
  const store: Stored = new Map()
  const first = testListener(listen, settings(), redis({ port: proxy.port }), store, async (message) => {
    // From here on nothing that we say arrives: it is stored, and Redis does not hear of it.
    if (Number(Reflect.get(Object(message.body), 'so')) === 700) proxy.muffle('us')
  })
  await expect.poll(() => first.accepted.length, soon).toBeGreaterThan(700)
  proxy.cut()
  expect(toErrorData(await first.ended)).toMatchObject({ code: 'connect.cut', class: 'transient', side: 'partner' })
  expect(await pending()).toBeGreaterThan(0)
  const second = testListener(listen, settings(), redis({ port: proxy.port }), store)
  await expect.poll(() => first.accepted.length + second.accepted.length, soon).toBe(2000)
  await second.stop()
  const numbers = [...bodies(first), ...bodies(second)].map((body) => Number(Reflect.get(Object(body), 'so')))
  expect(numbers).toEqual(Array.from({ length: 2000 }, (_, so) => so))
  expect(await pending()).toBe(0)
  await proxy.close()
})

onRedis('what a dead process held is taken over by another', async () => {
  for (let so = 0; so < 3; so++) await put({ so })
  await server.xgroup('CREATE', stream, GROUP, '0')
  await server.xreadgroup('GROUP', GROUP, 'da-chet', 'COUNT', 2, 'STREAMS', stream, '>')
  const compete = testListener(listen, settings({ order: 'compete' }), redis())
  // Not while it may be alive.
  await expect.poll(() => bodies(compete), soon).toEqual([{ so: 2 }])
  await expect.poll(() => bodies(compete), { timeout: 45_000 }).toEqual([{ so: 2 }, { so: 0 }, { so: 1 }])
  await compete.stop()
  expect(await pending()).toBe(0)
})

onRedis('what is stored slowly is not taken by another, and two share what comes', async () => {
  const stuck = Promise.withResolvers<void>()
  await server.xgroup('CREATE', stream, GROUP, '0', 'MKSTREAM')
  const slow = testListener(
    listen,
    settings({ order: 'compete', prefetch: 1 }),
    redis(),
    new Map(),
    () => stuck.promise,
  )
  await slow.ready
  await put({ so: 0 })
  await expect.poll(() => slow.accepted.length, soon).toBe(1)
  const other = testListener(listen, settings({ order: 'compete' }), redis())
  for (let so = 1; so < 20; so++) await put({ so })
  await expect.poll(() => other.accepted.length, soon).toBe(19)
  await new Promise((done) => setTimeout(done, 26_000))
  expect(other.accepted.length).toBe(19)
  stuck.resolve()
  await Promise.all([slow.stop(), other.stop()])
  expect(await pending()).toBe(0)
})

onRedis('a second group gets everything too', async () => {
  for (let so = 0; so < 5; so++) await put({ so })
  for (const group of [GROUP, 'thong-ke']) {
    const it = testListener(listen, settings({ group }), redis())
    await expect.poll(() => it.accepted.length, soon).toBe(5)
    await it.stop()
    expect(await pending(group)).toBe(0)
  }
})

onRedis('what can never be taken goes to the error stream with the reason, and the rest goes on', async () => {
  await put('x'.repeat(2000))
  await put('{"hong": ')
  const often = await put({ so: 1 })
  await put({ so: 2 })
  await server.xgroup('CREATE', stream, GROUP, '0')
  await server.xreadgroup('GROUP', GROUP, 'a', 'STREAMS', stream, '>')
  for (let i = 0; i < 4; i++) await server.xclaim(stream, GROUP, 'a', 0, String(often))
  const it = testListener(listen, settings({ maxBytes: 1000, maxDeliveries: 3 }), redis())
  await expect.poll(() => bodies(it), soon).toEqual(['{"hong": ', { so: 2 }])
  expect(it.accepted[0]?.headers['unread-as']).toBe('text')
  await expect.poll(() => it.log.length, soon).toBe(2)
  await it.stop()
  const aside = (await server.xrange(`${stream}.loi`, '-', '+')).map(([, fields]) => fields)
  expect(aside[0]?.slice(0, 4)).toEqual(['body', 'x'.repeat(2000), 'x-error-code', 'queue.too-large'])
  expect(aside[1]?.slice(0, 4)).toEqual(['body', '{"so":1}', 'x-error-code', 'queue.too-often'])
  expect(await pending()).toBe(0)
})

onRedis('faults are told apart, on the way in and on the way out', async () => {
  expect(await heard({})).toMatchObject({ code: 'queue.unknown', side: 'ours' })
  expect(await heard({}, redis({ port: 9 }))).toMatchObject({ code: 'connect.unreachable', side: 'partner' })
  expect(await heard({}, redis({ port: brokerPlaces.amqp.port }))).toMatchObject({ class: 'transient' })
  expect(await heard({}, redis({ user: 'khong-co' }, 'sai'))).toMatchObject({ code: 'queue.auth', side: 'ours' })
  expect(await fault(sender({}).send({}))).toMatchObject({ code: 'queue.no-target', class: 'permanent' })
  expect(await fault(sender({}, redis({ port: 9 })).send({}))).toMatchObject({ code: 'connect.unreachable' })
  await server.set(stream, 'chữ')
  expect(await fault(sender({}).send({}))).toMatchObject({ code: 'queue.rejected', class: 'permanent' })
  expect(await heard({})).toMatchObject({ code: 'queue.rejected' })
})

onRedis('a stream that is deleted while it is listened to is told as missing', async () => {
  const it = testListener(listen, settings({ create: true }), redis())
  await it.ready
  await server.del(stream)
  expect(toErrorData(await it.ended)).toMatchObject({ code: 'queue.unknown' })
})

onRedis(
  'a full stream is freed of what all groups have taken, and refuses more rather than lose the rest',
  async () => {
    for (const group of [GROUP, 'cham']) await server.xgroup('CREATE', stream, group, '0', 'MKSTREAM')
    const node = sender({ messageId: { field: 'so' } }, redis({ maxLength: 10 }))
    for (let so = 0; so < 10; so++) await node.send({ so })
    const full = { code: 'queue.refused', class: 'transient' }
    expect(await fault(node.send({ so: 10 }))).toMatchObject(full)
    const it = testListener(listen, settings(), redis())
    await expect.poll(() => it.accepted.length, soon).toBe(10)
    await it.stop()
    // The other group has one in work and has not seen the rest.
    const given = Object(await server.xreadgroup('GROUP', 'cham', 'a', 'COUNT', 4, 'STREAMS', stream, '>'))
    expect(await fault(node.send({ so: 10 }))).toMatchObject(full)
    const entries: [string, string[]][] = given[0][1]
    await server.xack(stream, 'cham', ...entries.slice(0, 3).map(([id]) => id))
    expect(await fault(node.send({ so: 10 }))).toBe('sent')
    const left = (await server.xrange(stream, '-', '+')).map(([, fields]) => fields.at(-1))
    expect(left).toEqual(Array.from({ length: 8 }, (_, at) => JSON.stringify({ so: at + 3 })))
  },
)

onRedis('a connection that breaks before the confirmation leaves a doubt', async () => {
  await server.xgroup('CREATE', stream, GROUP, '0', 'MKSTREAM')
  const proxy = await cutProxy(brokerPlaces.redis)
  const node = sender({ timeout: 'PT2S' }, redis({ port: proxy.port }))
  await node.send({ so: 1 })
  proxy.muffle()
  const doubtful = fault(node.send({ so: 2 }))
  await new Promise((done) => setTimeout(done, 300))
  proxy.cut()
  expect(await doubtful).toMatchObject({ code: 'connect.cut' })
  expect(await fault(node.send({ so: 3 }))).toBe('sent')
  proxy.muffle()
  expect(await fault(node.send({ so: 4 }))).toMatchObject({ code: 'connect.timeout' })
  await proxy.close()
})

withProgramOf('redis-server')(
  'an account with few rights signs in over TLS, and a strange certificate is refused',
  async () => {
    const broker = await startBroker('redis-server', ({ port, cert, key, folder }) => [
      ...['--port', '0', '--tls-port', String(port), '--tls-cert-file', cert, '--tls-key-file', key],
      ...['--tls-auth-clients', 'no', '--bind', '127.0.0.1', '--dir', folder, '--save', '', '--maxmemory', '20mb'],
      ...['--user', 'default', 'off', '--user', 'ho-so', 'on', '>mật-khẩu-đúng', `~${stream}*`, '+@stream', '+ping'],
    ])
    try {
      const over = (given: object = {}, password = 'mật-khẩu-đúng') =>
        redis({ host: 'localhost', port: broker.port, tls: 'verify', ca: broker.ca, user: 'ho-so', ...given }, password)
      const it = testListener(listen, settings({ create: true }), over())
      await it.ready
      await sender({}, over()).send({ so: 1 })
      await expect.poll(() => bodies(it), soon).toEqual([{ so: 1 }])
      await it.stop()
      const auth = { code: 'queue.auth', class: 'auth', side: 'ours' }
      expect(await heard({}, over({}, 'sai'))).toMatchObject(auth)
      expect(await heard({ queue: 'cua-nguoi-khac' }, over())).toMatchObject(auth)
      expect(await heard({}, redis({ host: 'localhost', port: broker.port, tls: 'require' }))).toMatchObject(auth)
      expect(await heard({}, over({ ca: undefined }))).toMatchObject({ code: 'connect.certificate' })
      expect(await heard({}, over({ tls: 'off' }))).toMatchObject({ class: 'transient' })
      // A full memory is no loss: it is said, and tried again.
      const big = sender({ form: 'text' }, over())
      const told: unknown[] = []
      for (let i = 0; i < 12; i++) told.push(await fault(big.send('x'.repeat(3_000_000))))
      expect(told.at(-1)).toMatchObject({ code: 'queue.refused', class: 'transient' })
    } finally {
      await broker.stop()
    }
  },
)
