import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest'
import { WebSocket } from 'ws'
import { ADMIN_TOKEN, startTestKernel, type TestKernel, testFlow } from '../testing/test-kernel.ts'

vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 })

let it: TestKernel
let an: Record<string, string>
beforeAll(async () => {
  it = await startTestKernel()
  an = await it.person('an', 'designer')
})
afterAll(() => it.close())

interface Watcher {
  readonly socket: WebSocket
  readonly events: { type: string; [field: string]: unknown }[]
  /** HTTP status of a refusal, or the close code. */
  readonly ended: Promise<number>
  readonly open: Promise<void>
}

function watch(headers: Record<string, string>, path = '/api/v1/live'): Watcher {
  const socket = new WebSocket(`${it.kernel.address.replace('http', 'ws')}${path}`, { headers })
  const events: Watcher['events'] = []
  const open = Promise.withResolvers<void>()
  const ended = Promise.withResolvers<number>()
  socket.on('open', () => open.resolve())
  socket.on('message', (data) => void events.push(JSON.parse(String(data))))
  socket.on('unexpected-response', (_request, response) => ended.resolve(response.statusCode ?? 0))
  socket.on('close', (code) => ended.resolve(code))
  socket.on('error', () => undefined)
  onTestFinished(() => socket.terminate())
  return { socket, events, open: open.promise, ended: ended.promise }
}

test('a watcher needs a session of our own page, or a bearer token', async () => {
  const { cookie = '', origin = '' } = an
  const bearer = { authorization: `Bearer ${ADMIN_TOKEN}` }
  expect(await watch({}).ended).toBe(401)
  expect(await watch({ origin }).ended).toBe(401)
  expect(await watch({ cookie }).ended).toBe(403)
  expect(await watch({ cookie, origin: 'null' }).ended).toBe(403)
  expect(await watch({ cookie, origin: 'https://ke-gian.example' }).ended).toBe(403)
  expect(await watch({ cookie, origin, 'sec-fetch-site': 'cross-site' }).ended).toBe(403)
  expect(await watch({ ...bearer, origin: 'https://ke-gian.example' }).ended).toBe(403)
  expect(await watch({ ...bearer }, '/api/v1/khac').ended).toBe(404)
  await watch({ cookie, origin }).open
  await watch(bearer).open
})

test('the connection ends with its session', async () => {
  const person = await it.person('tam-biet', 'viewer')
  const watcher = watch(person)
  await watcher.open
  await it.call('DELETE', '/session', undefined, person)
  expect(await watcher.ended).toBe(4401)
})

test('the connection ends when the role is taken away', async () => {
  const person = await it.person('doi-vai', 'designer')
  const watcher = watch(person)
  await watcher.open
  await it.call('PATCH', '/users/doi-vai', { role: 'viewer' })
  expect(await watcher.ended).toBe(4401)
})

test('large frames, floods and nonsense end the connection', async () => {
  const large = watch(an)
  await large.open
  large.socket.send('x'.repeat(70_000))
  expect(await large.ended).toBe(1009)

  const flood = watch(an)
  await flood.open
  for (let i = 0; i < 500; i++) flood.socket.send(JSON.stringify({ type: 'open', flow: 'a' }))
  expect(await flood.ended).toBe(1008)

  for (const text of ['không phải JSON', '{"type":"open"}', '{"type":"khac"}']) {
    const strange = watch(an)
    await strange.open
    strange.socket.send(text)
    expect(await strange.ended).toBe(1003)
  }
})

test('people who have the same flow open see each other, until one leaves', async () => {
  const first = watch(an)
  const second = watch(await it.person('binh', 'viewer'))
  await Promise.all([first.open, second.open])
  for (const { socket } of [first, second]) socket.send(JSON.stringify({ type: 'open', flow: 'chung' }))
  const both = { type: 'presence', flow: 'chung', users: ['Cán bộ an', 'Cán bộ binh'] }
  await expect.poll(() => first.events.at(-1)).toEqual(both)
  await expect.poll(() => second.events.at(-1)).toEqual(both)
  second.socket.close()
  await expect.poll(() => first.events.at(-1)).toMatchObject({ users: ['Cán bộ an'] })
})

test('runs arrive as their newest state, in at most four batches a second', async () => {
  await it.call('PUT', '/flows/theo-doi', { flow: testFlow('theo-doi') })
  const watcher = watch(an)
  await watcher.open
  const began = performance.now()
  for (let i = 0; i < 40; i++) await it.call('POST', '/expressions/preview', { expression: 'moved', input: 'theo-doi' })
  await expect.poll(() => watcher.events.filter((event) => event.type === 'runs').length).toBeGreaterThan(0)
  const batches = watcher.events.filter((event) => event.type === 'runs')
  expect(batches.length).toBeLessThanOrEqual(Math.ceil((performance.now() - began) / 250) + 1)
  for (const batch of batches) expect(batch.runs).toMatchObject([{ id: 'r1', flow: 'theo-doi', status: 'done' }])
})

test('a watcher is told who changed which flow', async () => {
  const watcher = watch(an)
  await watcher.open
  await it.call('PUT', '/flows/bao-tin', { flow: testFlow('bao-tin') }, an)
  await it.call('POST', '/flows/bao-tin/publish', { note: '' }, an)
  await expect
    .poll(() => watcher.events.filter((event) => event.type === 'flow'))
    .toEqual([
      { type: 'flow', flow: 'bao-tin', change: 'saved', by: 'Cán bộ an' },
      { type: 'flow', flow: 'bao-tin', change: 'published', by: 'Cán bộ an' },
    ])
})
