import { createServer } from 'node:net'
import { afterEach, expect, test, vi } from 'vitest'
import { connectionTests } from '#nodes/connections/tests.ts'
import { type Stored, type TestListener, testListener } from '#nodes/testing/listen-context.ts'
import { handle, httpTool } from '#nodes/testing/real-partners.ts'
import { type SocketPartner, type SocketServer, startSocketServer } from '#nodes/testing/socket-server.ts'
import { toErrorData } from '#shared/errors/flow-error.ts'
import { testNode } from '#shared/node/testing.ts'
import { definition } from './definition.ts'
import { listen } from './listen.ts'
import { run } from './run.ts'

vi.setConfig({ testTimeout: 60_000 })

const cleanUps: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const it of cleanUps.splice(0).reverse()) await it()
})
const soon = { timeout: 20_000 }

async function partner(like: SocketPartner = {}): Promise<SocketServer> {
  const it = await startSocketServer(like)
  cleanUps.push(it.stop)
  return it
}

function listener(
  { values }: Pick<SocketServer, 'values'>,
  settings: object = {},
  more: { readonly store?: Stored; readonly hold?: () => Promise<void>; readonly token?: string } = {},
): TestListener {
  const secrets = more.token === undefined ? {} : { token: more.token }
  const connection = handle('websocket', values, secrets, 'su-kien')
  const parsed = definition.settings.parse({ connection: 'su-kien', ...settings })
  const it = testListener(
    listen,
    parsed,
    connection,
    more.store,
    more.hold && (() => more.hold?.() ?? Promise.resolve()),
  )
  cleanUps.push(() => it.stop())
  return it
}
const bodies = (it: TestListener) => it.accepted.map(({ body }) => body)
const ACK = { idField: 'id', acknowledge: '{"type":"ack","id":"{id}"}' }

test('messages become runs in their order over wss, also those that come together with the handshake', async () => {
  const it = await partner({
    tls: true,
    token: 'khoa',
    greet(socket) {
      for (let so = 0; so < 200; so++) socket.send(JSON.stringify({ so, hoTen: 'Đỗ Thị Ngọc Ánh' }))
    },
  })
  const heard = listener(it, { greeting: '{"type":"subscribe"}' }, { token: 'khoa' })
  await expect.poll(() => heard.accepted.length, soon).toBe(200)
  expect(bodies(heard)).toEqual(Array.from({ length: 200 }, (_, so) => ({ so, hoTen: 'Đỗ Thị Ngọc Ánh' })))
  expect(it.heard).toEqual(['{"type":"subscribe"}'])
})

test('the partner hears of a message only once it is stored, also when the listener is stopped meanwhile', async () => {
  const it = await partner()
  const stored = Promise.withResolvers<void>()
  const heard = listener(it, ACK, { hold: () => stored.promise })
  await heard.ready
  it.say('{"id":"a\\"1","so":1}')
  await expect.poll(() => heard.accepted.length, soon).toBe(1)
  const stopping = heard.stop()
  expect(it.heard).toEqual([])
  stored.resolve()
  await stopping
  await expect.poll(() => it.heard, soon).toEqual([JSON.stringify({ type: 'ack', id: 'a"1' })])
})

test('a message that comes again with its id runs once and is acknowledged again; one with another content is kept', async () => {
  const it = await partner()
  const store: Stored = new Map()
  const heard = listener(it, ACK, { store })
  await heard.ready
  for (const text of ['{"id":7,"so":1}', '{"id":7,"so":1}', '{"id":7,"so":2}', '{"so":3}', '{"so":3}']) it.say(text)
  await expect.poll(() => heard.accepted.length, soon).toBe(4)
  // That its id was used is found only when it is about to be stored, so it may come behind those that followed it.
  expect(
    bodies(heard)
      .map((it) => JSON.stringify(it))
      .sort(),
  ).toEqual(['{"id":7,"so":1}', '{"id":7,"so":2}', '{"so":3}', '{"so":3}'])
  await expect.poll(() => it.heard.length, soon).toBe(3)
  expect(heard.log).toMatchObject([{ details: { id: '7' } }])
})

test('a partner that closes, breaks the line or falls silent ends the listening, which is then begun anew', async () => {
  const it = await partner()
  const closed = listener(it)
  await closed.ready
  it.close(4001, 'bảo trì')
  expect(toErrorData(await closed.ended)).toMatchObject({
    code: 'ws.closed',
    class: 'transient',
    message: { vi: expect.stringContaining('4001): bảo trì') },
  })
  const cut = listener(it)
  await cut.ready
  it.close()
  expect(toErrorData(await cut.ended)).toMatchObject({ code: 'connect.cut' })
  const deaf = listener(await partner({ deaf: true }), { pingEvery: 'PT1S' })
  await deaf.ready
  expect(toErrorData(await deaf.ended)).toMatchObject({ code: 'connect.timeout' })
})

test('a message of ten megabytes is not taken and is told with the bound; half a message is none', async () => {
  const it = await partner()
  const heard = listener(it)
  await heard.ready
  it.say(JSON.stringify({ du: 'x'.repeat(10_000_000) }))
  expect(toErrorData(await heard.ended)).toMatchObject({ code: 'ws.too-large' })
  expect(heard.accepted).toEqual([])
  // The first half of a frame of 100 bytes, and then nothing more.
  const half = await partner({
    greet: (socket) => void Reflect.get(socket, '_socket').end(Buffer.from([0x81, 100, 0x7b])),
  })
  const other = listener(half)
  expect(toErrorData(await other.ended)).toMatchObject({ code: 'connect.cut' })
  expect(other.accepted).toEqual([])
})

test('while many messages wait for the disk nothing more is read, and none is lost', async () => {
  const it = await partner()
  const disk = Promise.withResolvers<void>()
  const heard = listener(it, {}, { hold: () => disk.promise })
  await heard.ready
  for (let so = 0; so < 2000; so++) it.say(JSON.stringify({ so, du: 'x'.repeat(2000) }))
  await expect.poll(() => heard.accepted.length, soon).toBeGreaterThanOrEqual(50)
  await new Promise((wait) => setTimeout(wait, 200))
  expect(heard.accepted.length).toBeLessThan(1000)
  disk.resolve()
  await expect.poll(() => heard.accepted.length, soon).toBe(2000)
  expect(heard.accepted.map(({ body }) => Reflect.get(Object(body), 'so'))).toEqual(
    Array.from({ length: 2000 }, (_, so) => so),
  )
})

test('wrong credentials and an address where no WebSocket is are told as such', async () => {
  const it = await partner({ token: 'khoa' })
  expect(toErrorData(await listener(it, {}, { token: 'sai' }).ended)).toMatchObject({
    code: 'http.auth',
    class: 'auth',
  })
  const plain = createServer((socket) => void socket.end('xin chào\r\n')).listen(0, '127.0.0.1')
  await new Promise((done) => plain.once('listening', done))
  cleanUps.push(() => void plain.close())
  const place = plain.address()
  const port = typeof place === 'object' && place ? place.port : 0
  expect(toErrorData(await listener({ values: { address: `ws://127.0.0.1:${port}/` } }).ended)).toMatchObject({
    code: 'connect.unreachable',
  })
})

test('a message that cannot be read is kept, fails at the trigger, and runs once a person has corrected it', async () => {
  const it = await partner()
  const heard = listener(it)
  await heard.ready
  it.say('{"a": 1,}')
  await expect.poll(() => bodies(heard), soon).toEqual(['{"a": 1,}'])
  const node = testNode({ definition, run }, { connection: 'su-kien' })
  const [message] = heard.accepted
  if (!message) throw new Error('a message is needed')
  await expect(node.send(message)).rejects.toMatchObject({ data: { code: 'json.malformed' } })
  expect(await node.send({ ...message, body: '{"a": 1}' })).toMatchObject({ port: 'out', message: { body: { a: 1 } } })
})

test('a connection is tried up to a ping, and each step that fails says why', async () => {
  const check = async ({ values }: Pick<SocketServer, 'values'>, token: string) => {
    const signal = AbortSignal.timeout(20_000)
    const connection = handle('websocket', values, { token })
    const http = httpTool(signal)
    const checks = await connectionTests.websocket?.test(connection, { signal, http: (it) => http(connection, it) })
    return (checks ?? []).map(({ ok }) => ok)
  }
  const it = await partner({ tls: true, token: 'khoa' })
  expect(await check(it, 'khoa')).toEqual([true, true, true])
  expect(await check(it, 'sai')).toEqual([true, false])
  expect(await check({ values: { ...it.values, authority: undefined } }, 'khoa')).toEqual([false])
  expect(it.heard).toEqual([])
})
