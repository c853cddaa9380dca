import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { connectAsync, type MqttClient } from 'mqtt'
import { afterEach, beforeEach, describe, expect, vi } from 'vitest'
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
import { sessionName } from './connect.ts'

vi.setConfig({ testTimeout: 60_000 })

const onMqtt = await withBroker('mqtt')
const soon = { timeout: 30_000 }
let client: MqttClient
let topic = ''
const opened: RealPartners[] = []
const sessions = new Set<string>()
const retained = new Set<string>()

beforeEach(async () => {
  topic = `lt${randomBytes(6).toString('hex')}/ho-so`
  client = await connectAsync({ ...brokerPlaces.mqtt, protocolVersion: 5 }).catch(() => undefined as never)
})
afterEach(async () => {
  for (const partners of opened.splice(0)) await partners.close()
  for (const one of retained) await client.publishAsync(one, '', { qos: 1, retain: true })
  for (const clientId of sessions) {
    // A clean session takes the place of the one that is kept.
    const cleaner = await connectAsync({ ...brokerPlaces.mqtt, clientId, clean: true })
    await cleaner.endAsync()
  }
  retained.clear()
  sessions.clear()
  await client?.endAsync()
})

const mqtt = (values: object = {}, password?: string) =>
  handle('queue', { protocol: 'mqtt', ...brokerPlaces.mqtt, ...values }, password ? { password } : {}, 'mqtt')
const settings = (given: object = {}) => {
  const read = queueIn.settings.parse({ connection: 'mqtt', queue: topic, ...given })
  sessions.add(sessionName(read.group, read.queue))
  return read
}
const bodies = (it: { readonly accepted: readonly { readonly body: unknown }[] }) => it.accepted.map(({ body }) => body)
const put = (body: unknown, to = topic, options: object = {}) =>
  client.publishAsync(to, Buffer.isBuffer(body) ? body : JSON.stringify(body), { qos: 1, ...options })
const fault = (sent: Promise<unknown>) => sent.then(() => 'sent', toErrorData)
const heard = async (given: object, partner = mqtt()) =>
  toErrorData(await testListener(listen, settings(given), partner).ended)
const sender = (given: object, partner = mqtt()) => {
  const partners = realPartners([partner], { idempotencyKey: `run-${topic}/gui` })
  opened.push(partners)
  return testNode({ definition: queueOut, run }, { connection: 'mqtt', to: topic, ...given }, partners)
}

onMqtt(
  'what is sent arrives with headers and Vietnamese text, and what comes while nobody is there is kept',
  async () => {
    const first = testListener(listen, settings(), mqtt())
    await first.ready
    await first.stop()
    const headers = [
      { name: 'X-Don-Vi', value: 'H22' },
      { name: 'correlation-id', value: 'hồ-sơ-1' },
    ]
    await sender({ headers }).send({ ChuHoSo: 'Lê Thị Thuỳ', Ma: '00012' })
    const it = testListener(listen, settings(), mqtt())
    await expect.poll(() => it.accepted.length, soon).toBe(1)
    await it.stop()
    expect(it.accepted).toMatchObject([
      {
        body: { ChuHoSo: 'Lê Thị Thuỳ', Ma: '00012' },
        headers: {
          'content-type': 'application/json',
          'message-id': `run-${topic}/gui`,
          'x-don-vi': 'H22',
          'correlation-id': 'hồ-sơ-1',
          topic,
        },
      },
    ])
  },
)

describe.each(['5', '3.1.1'])('MQTT %s', (mqttVersion) => {
  onMqtt('order is kept over a cut, and what was stored but not acknowledged is not run twice', async () => {
    const proxy = await cutProxy(brokerPlaces.mqtt)
    const store: Stored = new Map()
    const over = () => mqtt({ port: proxy.port, mqttVersion })
    let cutAt = 300
    const first = testListener(listen, settings(), over(), store, async () => {
      // It is stored, and the broker never hears of it.
      if (--cutAt === 0) proxy.cut()
    })
    await first.ready
    for (let so = 0; so < 600; so++) await put({ so: so % 7, muoi: Math.floor(so / 10) })
    expect(toErrorData(await first.ended)).toMatchObject({ code: 'connect.cut', class: 'transient', side: 'partner' })
    const second = testListener(listen, settings(), over(), store)
    await expect.poll(() => first.accepted.length + second.accepted.length, soon).toBe(600)
    await new Promise((done) => setTimeout(done, 500))
    await second.stop()
    // The same content comes more than once, and each time it is a message of its own.
    expect([...bodies(first), ...bodies(second)]).toEqual(
      Array.from({ length: 600 }, (_, so) => ({ so: so % 7, muoi: Math.floor(so / 10) })),
    )
    // Everything was acknowledged: nothing comes any more.
    const third = testListener(listen, settings(), over())
    await third.ready
    await put({ cuoi: true })
    await expect.poll(() => bodies(third), soon).toEqual([{ cuoi: true }])
    await third.stop()
    await proxy.close()
  })

  onMqtt('what can never be taken waits in the error topic, and the rest goes on', async () => {
    const it = testListener(listen, settings({ maxBytes: 1000 }), mqtt({ mqttVersion }))
    await it.ready
    await put('x'.repeat(2000))
    await put(Buffer.from([0x7b, 0xff]))
    await put({ so: 1 })
    await expect.poll(() => bodies(it), soon).toEqual(['e/8=', { so: 1 }])
    expect(it.log.length).toBe(1)
    await it.stop()
    const aside = testListener(listen, settings({ queue: `${topic}.loi` }), mqtt({ mqttVersion }))
    await expect.poll(() => bodies(aside), soon).toEqual(['x'.repeat(2000)])
    if (mqttVersion === '5') expect(aside.accepted[0]?.headers['x-error-code']).toBe('queue.too-large')
    await aside.stop()
  })
})

onMqtt('a wildcard takes all its topics, the same content at each, and a group shares what comes', async () => {
  const all = testListener(listen, settings({ queue: `${topic}/+/trang-thai` }), mqtt())
  const share = { queue: `$share/nhom-${topic.slice(0, 8)}/${topic}/#` }
  const shared = ['a', 'b'].map((group) => testListener(listen, settings({ ...share, group }), mqtt()))
  await Promise.all([all.ready, ...shared.map((it) => it.ready)])
  for (let so = 0; so < 20; so++) await put('bật', `${topic}/may-${so}/trang-thai`)
  await put('bật', `${topic}/khac`)
  await expect.poll(() => all.accepted.length, soon).toBe(20)
  expect(all.accepted[3]?.headers.topic).toBe(`${topic}/may-3/trang-thai`)
  await expect.poll(() => shared.reduce((sum, it) => sum + it.accepted.length, 0), soon).toBe(21)
  for (const it of shared) expect(it.accepted.length).toBeGreaterThan(0)
  await Promise.all([all, ...shared].map((it) => it.stop()))
})

onMqtt('what is retained reaches whoever comes later, once', async () => {
  retained.add(topic)
  await sender({ retain: true, form: 'text' }).send('mở')
  const store: Stored = new Map()
  const it = testListener(listen, settings(), mqtt(), store)
  await expect.poll(() => bodies(it), soon).toEqual(['mở'])
  expect(it.accepted[0]?.headers.retained).toBe('true')
  await it.stop()
  const again = testListener(listen, settings(), mqtt(), store)
  await again.ready
  await put({ so: 2 })
  await expect.poll(() => bodies(again), soon).toEqual([{ so: 2 }])
  await again.stop()
})

onMqtt('of several processes that compete one listens', async () => {
  const it = testListener(listen, settings({ order: 'compete' }), mqtt())
  await it.ready
  const other = testListener(
    { ...listen, listen: (given, context) => listen.listen(given, { ...context, worker: 1 }) },
    settings({ order: 'compete' }),
    mqtt(),
  )
  await other.ready
  for (let so = 0; so < 5; so++) await put({ so })
  await expect.poll(() => it.accepted.length, soon).toBe(5)
  expect(other.accepted).toEqual([])
  await Promise.all([it.stop(), other.stop()])
})

onMqtt('faults are told apart, on the way in and on the way out', async () => {
  expect(await heard({}, mqtt({ port: 9 }))).toMatchObject({ code: 'connect.unreachable', side: 'partner' })
  expect(await heard({}, mqtt({ port: brokerPlaces.redis.port }))).toMatchObject({ class: 'transient' })
  expect(await heard({ queue: `${topic}/#/x` })).toMatchObject({ code: 'queue.rejected', class: 'permanent' })
  expect(await fault(sender({}).send({}))).toMatchObject({ code: 'queue.no-target', class: 'permanent' })
  expect(await fault(sender({ to: 'a/+' }).send({}))).toMatchObject({ code: 'queue.rejected', class: 'permanent' })
  const headers = [{ name: 'x', value: '1' }]
  expect(await fault(sender({ headers }, mqtt({ mqttVersion: '3.1.1' })).send({}))).toMatchObject({
    code: 'queue.rejected',
    message: { vi: expect.stringContaining('MQTT 3.1.1 không có tiêu đề') },
  })
  expect(await fault(sender({}, mqtt({ port: 9 })).send({}))).toMatchObject({ code: 'connect.unreachable' })
})

onMqtt('a connection that breaks before the confirmation leaves a doubt', async () => {
  const it = testListener(listen, settings(), mqtt())
  await it.ready
  const proxy = await cutProxy(brokerPlaces.mqtt)
  const node = sender({ timeout: 'PT2S', messageId: { field: 'so' } }, mqtt({ port: proxy.port }))
  await node.send({ so: 1 })
  proxy.muffle()
  const doubtful = fault(node.send({ so: 2 }))
  await expect.poll(() => it.accepted.length, soon).toBe(2)
  proxy.cut()
  expect(await doubtful).toMatchObject({ code: 'connect.cut' })
  expect(await fault(node.send({ so: 3 }))).toBe('sent')
  proxy.muffle()
  expect(await fault(node.send({ so: 4 }))).toMatchObject({ code: 'connect.timeout' })
  await expect.poll(() => bodies(it), soon).toEqual([1, 2, 3, 4].map((so) => ({ so })))
  await it.stop()
  await proxy.close()
})

withProgramOf('mosquitto')(
  'an account signs in over TLS, its rights count, and a strange certificate is refused',
  async () => {
    const broker = await startBroker('mosquitto', ({ folder, port, cert, key }) => {
      const [passwords, rights, config] = ['passwords', 'rights', 'config'].map((name) => join(folder, name)) as [
        string,
        string,
        string,
      ]
      writeFileSync(passwords, '')
      execFileSync('mosquitto_passwd', ['-b', passwords, 'ho-so', 'mật-khẩu-đúng'])
      writeFileSync(rights, `user ho-so\ntopic readwrite ${topic}/#\n`)
      const lines = ['user root', `listener ${port} 127.0.0.1`, `certfile ${cert}`, `keyfile ${key}`]
      const more = ['allow_anonymous false', `password_file ${passwords}`, `acl_file ${rights}`]
      writeFileSync(config, `${[...lines, ...more].join('\n')}\n`)
      return ['-c', config]
    })
    const queue = `${topic}/a`
    const over = (given: object = {}, password = 'mật-khẩu-đúng') =>
      mqtt({ host: 'localhost', port: broker.port, tls: 'verify', ca: broker.ca, user: 'ho-so', ...given }, password)
    try {
      for (const mqttVersion of ['5', '3.1.1']) {
        const it = testListener(listen, settings({ queue }), over({ mqttVersion }))
        await it.ready
        await sender({ to: queue }, over({ mqttVersion })).send({ so: 1 })
        await expect.poll(() => bodies(it), soon).toEqual([{ so: 1 }])
        await it.stop()
        const auth = { code: 'queue.auth', class: 'auth', side: 'ours' }
        expect(await heard({ queue }, over({ mqttVersion }, 'sai'))).toMatchObject(auth)
      }
      expect(await fault(sender({ to: 'cua/nguoi-khac' }, over()).send({}))).toMatchObject({ code: 'queue.auth' })
      expect(await heard({ queue }, over({ ca: undefined }))).toMatchObject({ code: 'connect.certificate' })
      expect(await heard({ queue }, over({ tls: 'off' }))).toMatchObject({ class: 'transient' })
    } finally {
      await broker.stop()
    }
  },
)
