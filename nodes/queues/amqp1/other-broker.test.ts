import type { Server, Socket } from 'node:net'
import rhea, {
  type Connection,
  type Container,
  type Delivery,
  type EventContext,
  type Message,
  type Sender,
} from 'rhea'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Listening, Outgoing } from '#nodes/queues/broker.ts'
import { listenAt, openSender, visit } from '#nodes/queues/open.ts'
import { handle } from '#nodes/testing/real-partners.ts'
import { permanent, retryable, toErrorData } from '#shared/errors/flow-error.ts'

vi.setConfig({ testTimeout: 60_000 })

/** A broker of one queue, `don`, that is not RabbitMQ: what this one says of a message cannot be had from that one. */
let broker: Container
let server: Server
let port = 0
const sockets = new Set<Socket>()
/** What our side said of each message that it was given. */
let outcomes: string[] = []
/** The link on which our side takes messages. */
let outbox = Promise.withResolvers<Sender>()
let answer: (event: EventContext) => void = ({ delivery }) => delivery?.accept()
let credit = 10
const arrived: Message[] = []

beforeEach(async () => {
  outcomes = []
  arrived.length = 0
  outbox = Promise.withResolvers()
  answer = ({ delivery }) => delivery?.accept()
  credit = 10
  broker = rhea.create_container({ id: 'mot-may-khac' })
  broker.sasl_server_mechanisms.enable_plain(
    (user: string, password: string) => user === 'thu' && password === 'mật khẩu',
  )
  broker.options.autoaccept = false
  broker.options.credit_window = 0
  broker.on('sender_open', ({ sender }) => {
    const address = sender?.source.address
    if (address === 'don') {
      sender?.set_source({ address })
      if (sender) outbox.resolve(sender)
    } else sender?.close({ condition: 'amqp:not-found', description: `no ${address}` })
  })
  broker.on('receiver_open', ({ receiver }) => {
    const address = receiver?.target.address ?? ''
    if (address === 'cam') return receiver?.close({ condition: 'amqp:unauthorized-access', description: 'not yours' })
    receiver?.set_target({ address })
    receiver?.add_credit(credit)
  })
  broker.on('message', (event) => {
    if (event.message) arrived.push(event.message)
    answer(event)
  })
  for (const outcome of ['accepted', 'released', 'rejected', 'modified']) {
    broker.on(outcome, ({ delivery }: EventContext) => void outcomes.push(saidOf(outcome, delivery)))
  }
  for (const name of ['error', 'disconnected', 'connection_error']) broker.on(name, () => undefined)
  server = broker.listen({ port: 0, host: '127.0.0.1', properties: { product: 'May Khac', version: '1.0' } })
  server.on('connection', (socket) => sockets.add(socket))
  await new Promise((done) => server.once('listening', done))
  const address = server.address()
  port = typeof address === 'object' && address ? address.port : 0
})
afterEach(async () => {
  for (const socket of sockets) socket.destroy()
  await new Promise((done) => server.close(done))
})

function saidOf(outcome: string, delivery: Delivery | undefined): string {
  return outcome === 'modified' ? `modified ${delivery?.remote_state?.delivery_failed}` : outcome
}

const connection = (user: string | undefined = 'thu') =>
  handle('queue', { protocol: 'amqp1', host: '127.0.0.1', port, user }, { password: 'mật khẩu' })

/** Listens to `don` with `take`; ends by itself when that fails. */
function listening(take: Listening['take'], queue = 'don') {
  const stop = new AbortController()
  const ready = Promise.withResolvers<void>()
  const ended = listenAt(connection())({
    queue,
    group: '',
    worker: 0,
    inOrder: true,
    prefetch: 4,
    create: false,
    errorQueue: 'don.loi',
    signal: stop.signal,
    ready: ready.resolve,
    take,
  }).then(() => undefined, toErrorData)
  return { ended, ready: ready.promise, stop: () => stop.abort() }
}

const outgoing = (to: string, more: Partial<Outgoing> = {}): Outgoing => ({
  to,
  exchange: '',
  retain: false,
  bytes: Buffer.from('{"a":"ố"}'),
  contentType: 'application/json',
  messageId: 'm-1',
  headers: { 'x-don-vi': 'Huế', 'correlation-id': 'c-1', 'group-id': 'ma-1' },
  expiresMs: 60_000,
  timeoutMs: 5000,
  signal: new AbortController().signal,
  ...more,
})
async function sent(message: Outgoing): Promise<unknown> {
  const sender = await openSender(connection())
  return sender
    .send(message)
    .then(() => 'sent', toErrorData)
    .finally(() => sender.close())
}

test('a message goes out as one data section with its properties, and bodies of every form come in', async () => {
  expect(await sent(outgoing('don'))).toBe('sent')
  expect(arrived[0]).toMatchObject({
    durable: true,
    ttl: 60_000,
    message_id: 'm-1',
    correlation_id: 'c-1',
    group_id: 'ma-1',
    content_type: 'application/json',
    application_properties: { 'x-don-vi': 'Huế' },
    body: { typecode: 0x75, content: Buffer.from('{"a":"ố"}') },
  })
  const got: { id: string | undefined; text: string; headers: object }[] = []
  const it = listening(async ({ id, bytes, headers, acknowledge }) => {
    got.push({ id, text: bytes.toString(), headers })
    acknowledge()
  })
  const link = await outbox.promise
  await it.ready
  const uuid = '3b241101-e2bb-4255-8caf-4136c566a962'
  const withUuid = { body: 'chữ', message_id: rhea.types.wrap_uuid(rhea.string_to_uuid(uuid)) }
  link.send(rhea.message.encode(withUuid), undefined, 0)
  link.send({ body: { so: 1 }, message_id: 7, creation_time: new Date('2026-01-05T00:00:00Z') })
  link.send({ body: rhea.message.data_sections([Buffer.from('hai '), Buffer.from('phần')]), subject: 'loại' })
  link.send({ body: null })
  await expect.poll(() => got.length, { timeout: 20_000 }).toBe(4)
  expect(got).toMatchObject([
    { id: uuid, text: 'chữ' },
    {
      id: '7',
      text: '{"so":1}',
      headers: { 'content-type': 'application/json', timestamp: '2026-01-05T00:00:00.000Z' },
    },
    { id: undefined, text: 'hai phần', headers: { subject: 'loại' } },
    { id: undefined, text: '' },
  ])
  it.stop()
  expect(await it.ended).toBeUndefined()
  expect(outcomes).toEqual(['accepted', 'accepted', 'accepted', 'accepted'])
})

test('a message is released when the fault is a passing one of ours, and goes back as failed when it is not', async () => {
  for (const [error, outcome] of [
    [retryable('connect.cut', { host: 'x' }), 'released'],
    [permanent('queue.body', { reason: 'x' }), 'modified true'],
  ] as const) {
    outbox = Promise.withResolvers()
    const it = listening(() => Promise.reject(error))
    const link = await outbox.promise
    await it.ready
    link.send({ body: 'x' })
    expect(await it.ended).toMatchObject({ code: error.data.code })
    await expect.poll(() => outcomes.at(-1), { timeout: 20_000 }).toBe(outcome)
  }
})

test('how often a message was delivered is told, and it is set aside with its properties and the reason', async () => {
  const told: object[] = []
  const it = listening(async (delivery) => {
    told.push({ again: delivery.again, deliveries: delivery.deliveries })
    await delivery.setAside({ ...permanent('queue.too-often', { count: 11 }).data })
  })
  const link = await outbox.promise
  await it.ready
  link.send({ body: 'x', message_id: 'm', delivery_count: 11, ttl: 5, application_properties: { so: 5 } })
  await expect.poll(() => outcomes, { timeout: 20_000 }).toEqual(['accepted'])
  expect(told).toEqual([{ again: true, deliveries: 12 }])
  expect(arrived[0]).toMatchObject({
    body: 'x',
    message_id: 'm',
    application_properties: { so: 5, 'x-error-code': 'queue.too-often' },
  })
  expect(arrived[0]?.ttl).toBeUndefined()
  it.stop()
  await it.ended
})

test('what the broker says of a message is told apart, and a message without credit was surely not sent', async () => {
  const say = (condition?: string) => (event: EventContext) => {
    event.delivery?.reject(condition === undefined ? undefined : { condition, description: 'lý do' })
  }
  const cases = [
    [say('amqp:resource-limit-exceeded'), { code: 'queue.refused', class: 'transient' }],
    [say('amqp:unauthorized-access'), { code: 'queue.auth', side: 'ours' }],
    [say('amqp:link:message-size-exceeded'), { code: 'queue.too-large' }],
    [say('amqp:invalid-field'), { code: 'queue.rejected', class: 'permanent' }],
    [({ delivery }: EventContext) => delivery?.release(), { code: 'queue.refused', class: 'transient' }],
    [({ delivery }: EventContext) => delivery?.modified({ delivery_failed: true }), { code: 'queue.refused' }],
  ] as const
  for (const [how, fault] of cases) {
    answer = how
    expect(await sent(outgoing('don'))).toMatchObject(fault)
  }
  answer = () => undefined
  expect(await sent(outgoing('don', { timeoutMs: 300 }))).toMatchObject({ code: 'connect.timeout' })
  credit = 0
  const before = arrived.length
  expect(await sent(outgoing('don', { timeoutMs: 300 }))).toMatchObject({ code: 'queue.refused', class: 'transient' })
  expect(arrived.length).toBe(before)
})

test('no such queue, no right to it, an exchange where there are none, and a wrong password are told apart', async () => {
  expect(await listening(async () => undefined, 'khong-co').ended).toMatchObject({
    code: 'queue.unknown',
    side: 'ours',
  })
  expect(await sent(outgoing('cam'))).toMatchObject({ code: 'queue.auth', side: 'ours' })
  expect(await sent(outgoing('don', { exchange: 'x' }))).toMatchObject({ code: 'queue.rejected' })
  expect(await visit(connection())).toBe('May Khac 1.0 (AMQP 1.0)')
  expect(await visit(connection('ai')).catch(toErrorData)).toMatchObject({ code: 'queue.auth', side: 'ours' })
})

test('a listening whose connection ends is over with that, and what was under way goes back', async () => {
  const taken = Promise.withResolvers<void>()
  const it = listening(() => {
    taken.resolve()
    return new Promise(() => undefined)
  })
  const link = await outbox.promise
  await it.ready
  link.send({ body: 'x' })
  await taken.promise
  const at: Connection = link.connection
  at.close({ condition: 'amqp:connection:forced', description: 'bảo trì' })
  expect(await it.ended).toMatchObject({ code: 'connect.cut', class: 'transient', side: 'partner' })
  expect(outcomes).toEqual([])
})
