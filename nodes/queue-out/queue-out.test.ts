import { afterEach, expect, test, vi } from 'vitest'
import { type RabbitQueue, rabbit, rabbitQueue } from '#nodes/queues/amqp/amqp.fixture.ts'
import { brokerPlaces, cutProxy, withBroker } from '#nodes/testing/brokers.ts'
import { type RealOptions, type RealPartners, realPartners } from '#nodes/testing/real-partners.ts'
import { toErrorData } from '#shared/errors/flow-error.ts'
import { effectsOf } from '#shared/node/define.ts'
import type { ConnectionHandle } from '#shared/node/run.ts'
import { testNode } from '#shared/node/testing.ts'
import { definition } from './definition.ts'
import { run } from './run.ts'

vi.setConfig({ testTimeout: 60_000 })

const onRabbit = await withBroker('amqp')
let queue: RabbitQueue | undefined
const opened: RealPartners[] = []
const open = async (options?: Parameters<typeof rabbitQueue>[0]): Promise<RabbitQueue> => {
  queue = await rabbitQueue(options)
  return queue
}
afterEach(async () => {
  for (const partners of opened.splice(0)) await partners.close()
  await queue?.close()
  queue = undefined
})

function sender(settings: object, connection: ConnectionHandle = rabbit(), options: RealOptions = {}) {
  const partners = realPartners([connection], options)
  opened.push(partners)
  return testNode({ definition, run }, { connection: 'hang-doi', ...settings }, partners)
}
const fault = (sent: Promise<unknown>) => sent.then(() => 'sent', toErrorData)

onRabbit('a message is kept by the broker before the step is done, with its id, type and headers', async () => {
  const { name, next } = await open()
  const node = sender(
    {
      to: name,
      headers: [
        { name: 'Correlation-Id', value: { field: 'MaHoSo' } },
        { name: 'X-Don-Vi', value: 'H22' },
      ],
      expires: 'PT10M',
    },
    rabbit(),
    { idempotencyKey: 'run-7/gui' },
  )
  const body = { MaHoSo: '000.00.00.H22-260105-0001', ChuHoSo: 'Đỗ Thị Ngọc Ánh' }
  expect(await node.send(body)).toMatchObject({ port: 'out', message: { body: { messageId: 'run-7/gui', to: name } } })
  const got = await next()
  expect(JSON.parse(String(got?.bytes))).toEqual(body)
  expect(got?.properties).toMatchObject({
    messageId: 'run-7/gui',
    contentType: 'application/json',
    correlationId: '000.00.00.H22-260105-0001',
    deliveryMode: 2,
    expiration: '600000',
    headers: { 'x-don-vi': 'H22' },
  })
})

onRabbit('text, XML and Base64 go out as such, and what does not fit is refused before anything is sent', async () => {
  const { name, next, waiting } = await open()
  const form = (it: string) => sender({ to: name, form: it })
  await form('text').send('chữ có dấu')
  await form('xml').send('<a>ổ</a>')
  await form('binary').send('AP8=')
  const bytes = [await next(), await next(), await next()].map((it) => it?.bytes)
  expect(bytes).toEqual([Buffer.from('chữ có dấu'), Buffer.from('<a>ổ</a>'), Buffer.from([0, 255])])
  for (const [it, body] of [
    ['text', { a: 1 }],
    ['xml', '<a>'],
    ['binary', 'không phải'],
  ] as const)
    expect(await fault(form(it).send(body))).toMatchObject({ code: 'queue.body', side: 'data' })
  expect(await waiting()).toBe(0)
})

onRabbit('10 MB and 2,000 messages at once are all confirmed', async () => {
  const { name, waiting, next } = await open()
  const node = sender({ to: name, form: 'text' })
  await node.send('A'.repeat(10_000_000))
  expect((await next())?.bytes.length).toBe(10_000_000)
  await Promise.all(Array.from({ length: 2000 }, (_, so) => node.send(`${so}`)))
  expect(await waiting()).toBe(2000)
})

onRabbit('a target that nobody receives is a permanent error, while others on the connection go through', async () => {
  const { name, channel, waiting } = await open()
  await channel.assertExchange(`${name}.x`, 'topic', { durable: false, autoDelete: true })
  await channel.bindQueue(name, `${name}.x`, 'ho-so.*')
  const partners = realPartners([rabbit()])
  opened.push(partners)
  const node = (settings: object) => testNode({ definition, run }, { connection: 'hang-doi', ...settings }, partners)
  const good = node({ to: { expr: "'ho-so.moi'" }, exchange: `${name}.x` })
  const results = await Promise.all([
    fault(good.send({ so: 1 })),
    fault(node({ to: 'lt.khong-co' }).send({})),
    fault(node({ to: 'van-ban', exchange: `${name}.x` }).send({})),
    fault(node({ to: 'a', exchange: 'lt.khong-co' }).send({})),
    fault(good.send({ so: 2 })),
  ])
  const nobody = { code: 'queue.no-target', class: 'permanent', side: 'ours' }
  expect(results).toMatchObject(['sent', nobody, nobody, nobody, 'sent'])
  expect(await waiting()).toBe(2)
})

onRabbit('a full queue is worth another try', async () => {
  const { name } = await open({ durable: true, arguments: { 'x-max-length': 1, 'x-overflow': 'reject-publish' } })
  const node = sender({ to: name })
  expect(await fault(node.send({ so: 1 }))).toBe('sent')
  expect(await fault(node.send({ so: 2 }))).toMatchObject({
    code: 'queue.refused',
    class: 'transient',
    side: 'partner',
  })
})

onRabbit(
  'a connection that breaks before the confirmation leaves a doubt; the next message opens a new one',
  async () => {
    const { name, waiting } = await open()
    const proxy = await cutProxy(brokerPlaces.amqp)
    const node = sender({ to: name }, rabbit({ port: proxy.port }))
    await node.send({ so: 1 })
    proxy.muffle()
    const doubtful = fault(node.send({ so: 2 }))
    await expect.poll(() => waiting(), { timeout: 20_000 }).toBe(2)
    proxy.cut()
    // What the executor takes for "may have happened" (executor/step/outcome-unknown.ts).
    expect(await doubtful).toMatchObject({ code: 'connect.cut' })
    expect(await fault(node.send({ so: 3 }))).toBe('sent')
    await proxy.shut()
    // Until its end is noticed, what is sent on the old connection is in doubt.
    await expect
      .poll(() => fault(node.send({ so: 4 })), { timeout: 20_000 })
      .toMatchObject({ code: 'connect.unreachable', side: 'partner' })
    await proxy.open()
    expect(await fault(node.send({ so: 5 }))).toBe('sent')
    expect(await waiting()).toBe(4)
    await proxy.close()
  },
)

onRabbit('a wrong password is our side, and nobody there is the partner’s', async () => {
  const at = (connection: ConnectionHandle) => fault(sender({ to: 'a' }, connection).send({}))
  expect(await at(rabbit({}, 'sai'))).toMatchObject({ code: 'queue.auth', side: 'ours' })
  expect(await at(rabbit({ port: 9 }))).toMatchObject({ code: 'connect.unreachable', side: 'partner' })
})

test('a target that is no text, and a header that would break the message, are refused', async () => {
  const send = (settings: object) => fault(sender({ to: 'a', ...settings }).send({ a: 'x\r\ny' }))
  for (const to of ['', 'ỗ'.repeat(200), { expr: '[1]' }])
    expect(await send({ to })).toMatchObject({ code: 'message.wrong-shape' })
  expect(await send({ headers: [{ name: 'x', value: { field: 'a' } }] })).toMatchObject({ code: 'http.bad-header' })
  expect(() => sender({ to: 'a', headers: [{ name: 'Message-Id', value: '1' }] })).toThrow(/bad-header/)
})

test('it is sent once, unless receivers drop duplicates', () => {
  const given = { connection: 'a', to: 'a' }
  expect(effectsOf(definition, definition.settings.parse(given))).toBe('once')
  expect(effectsOf(definition, definition.settings.parse({ ...given, repeatSafe: true }))).toBe('idempotent')
})
