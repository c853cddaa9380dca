import { afterEach, expect, test } from 'vitest'
import { freePort } from '#nodes/testing/file-servers.ts'
import { handle, type RealOptions, realPartners } from '#nodes/testing/real-partners.ts'
import { type SocketPartner, type SocketServer, startSocketServer } from '#nodes/testing/socket-server.ts'
import { permanent, toErrorData } from '#shared/errors/flow-error.ts'
import { testNode } from '#shared/node/testing.ts'
import { definition } from './definition.ts'
import { run } from './run.ts'

const cleanUps: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const it of cleanUps.splice(0).reverse()) await it()
})

async function partner(like: SocketPartner = {}): Promise<SocketServer> {
  const it = await startSocketServer(like)
  cleanUps.push(it.stop)
  return it
}

function sender(
  values: object,
  settings: object = {},
  secrets: Readonly<Record<string, string>> = {},
  options: RealOptions = {},
) {
  const partners = realPartners([handle('websocket', { ...values }, secrets, 'su-kien')], options)
  cleanUps.push(() => partners.close())
  return testNode({ definition, run }, { connection: 'su-kien', ...settings }, partners)
}
const fault = (sent: Promise<unknown>) => sent.then(() => 'sent', toErrorData)
const WAIT = { reply: 'wait', id: { field: 'ma' }, replyField: 'meta.ma' }
/** Repeats the id of a question in its reply. */
const echo: SocketPartner['answer'] = (text, socket) =>
  socket.send(JSON.stringify({ meta: { ma: JSON.parse(text).ma }, ketQua: 'đã nhận' }))

test('a message goes out over wss with its token, and is read by the partner before the step ends', async () => {
  const { values, heard } = await partner({ tls: true, token: 'ma-khoa' })
  const node = sender(values, {}, { token: 'ma-khoa' })
  const body = { hoTen: 'Nguyễn Thị Hằng' }
  const bytes = Buffer.byteLength(JSON.stringify(body))
  expect(await node.send(body)).toMatchObject({ port: 'out', message: { body: { bytes } } })
  expect(heard.map((it) => JSON.parse(it))).toEqual([body])
})

test('a reply is told by its id, whatever else comes in between and in whichever order', async () => {
  const waiting: string[] = []
  const it = await partner({
    answer(text, socket) {
      waiting.push(JSON.parse(text).ma)
      if (waiting.length < 3) return
      socket.send('không phải JSON')
      socket.send(JSON.stringify({ meta: { ma: 'của người khác' } }))
      for (const ma of waiting.reverse()) socket.send(JSON.stringify({ meta: { ma }, ketQua: `trả lời ${ma}` }))
    },
  })
  const node = sender(it.values, WAIT)
  const replies = await Promise.all(['a', 'b', 'c'].map((ma) => node.send({ ma })))
  expect(replies).toMatchObject(
    ['a', 'b', 'c'].map((ma) => ({ port: 'out', message: { body: { ketQua: `trả lời ${ma}` } } })),
  )
  expect(it.met).toBe(1)
})

test('a partner that does not reply in time leaves it unknown what it did', async () => {
  const { values } = await partner()
  expect(await fault(sender(values, { ...WAIT, timeout: 'PT1S' }).send({ ma: 'a' }))).toMatchObject({
    code: 'connect.timeout',
    class: 'transient',
  })
  const deaf = await partner({ deaf: true })
  expect(await fault(sender(deaf.values, { timeout: 'PT1S' }).send({ ma: 'a' }))).toMatchObject({
    code: 'connect.timeout',
  })
})

test('a partner that closes or breaks the line after the message is told as such, and the next message gets a new line', async () => {
  let first = true
  const it = await partner({
    answer(text, socket) {
      if (!first) return echo(text, socket)
      first = false
      socket.close(1011, 'quá tải')
    },
  })
  const node = sender(it.values, WAIT)
  expect(await fault(node.send({ ma: 'a' }))).toMatchObject({
    code: 'ws.closed',
    message: { vi: expect.stringContaining('1011): quá tải') },
  })
  expect(await node.send({ ma: 'b' })).toMatchObject({ message: { body: { meta: { ma: 'b' } } } })
  expect(it.met).toBe(2)
  const broken = await partner({ answer: (_text, socket) => socket.terminate() })
  expect(await fault(sender(broken.values, WAIT).send({ ma: 'a' }))).toMatchObject({ code: 'connect.cut' })
})

test('a reply of ten megabytes is refused with the bound', async () => {
  const big = JSON.stringify({ meta: { ma: 'a' }, du: 'x'.repeat(10_000_000) })
  const { values } = await partner({ answer: (_text, socket) => socket.send(big) })
  expect(await fault(sender(values, WAIT).send({ ma: 'a' }))).toMatchObject({
    code: 'ws.too-large',
    message: { vi: expect.stringContaining('5000000') },
  })
})

test.each([
  [401, 'http.auth', 'auth'],
  [403, 'http.auth', 'auth'],
  [404, 'http.rejected', 'permanent'],
  [301, 'http.rejected', 'permanent'],
  [429, 'http.too-many', 'transient'],
  [503, 'connect.unreachable', 'transient'],
])('a partner that answers the handshake with %i is %s', async (refuses, code, kind) => {
  const { values } = await partner({ refuses })
  expect(await fault(sender(values).send({ ma: 'a' }))).toMatchObject({ code, class: kind })
})

test('a wrong token is an error of the account, without the token in it', async () => {
  const { values } = await partner({ token: 'dung' })
  const told = await fault(sender(values, {}, { token: 'sai-bi-mat' }).send({ ma: 'a' }))
  expect(told).toMatchObject({ code: 'http.auth' })
  expect(JSON.stringify(told)).not.toContain('sai-bi-mat')
  expect(await fault(sender(values, {}, {}).send({ ma: 'a' }))).toMatchObject({ code: 'connect.not-configured' })
})

test('an unknown certificate, a closed port and a host that is not allowed are refused before anything is sent', async () => {
  const { values, heard } = await partner({ tls: true })
  const { authority: _, ...unknown } = values
  expect(await fault(sender(unknown).send({ ma: 'a' }))).toMatchObject({ code: 'connect.certificate' })
  const nobody = { address: `ws://127.0.0.1:${await freePort()}/` }
  expect(await fault(sender(nobody).send({ ma: 'a' }))).toMatchObject({ code: 'connect.unreachable' })
  const refused = {
    ...handle('websocket', values, {}, 'su-kien'),
    reach: {
      host: () => Promise.reject(permanent('connect.host-not-allowed', { host: '127.0.0.1' })),
      folder: async (path: string) => path,
    },
  }
  const node = testNode({ definition, run }, { connection: 'su-kien' }, realPartners([refused]))
  expect(await fault(node.send({ ma: 'a' }))).toMatchObject({ code: 'connect.host-not-allowed' })
  expect(heard).toEqual([])
})

test('a step that is stopped waits no longer', async () => {
  const { values } = await partner()
  const node = sender(values, { ...WAIT, timeout: 'PT5M' }, {}, { signal: AbortSignal.timeout(300) })
  expect(await fault(node.send({ ma: 'a' }))).toMatchObject({ code: 'connect.cut' })
})

test('an id that is no text is refused before anything is sent', async () => {
  const { values, heard } = await partner()
  expect(await fault(sender(values, WAIT).send({ ma: { a: 1 } }))).toMatchObject({ code: 'message.wrong-shape' })
  expect(heard).toEqual([])
})
