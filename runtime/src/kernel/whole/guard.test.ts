import { connect } from 'node:net'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { mayActAs, type Role, roles } from '#shared/api/roles.ts'
import { type Route, routes } from '#shared/api/routes.ts'
import { startTestKernel, type TestKernel } from '../testing/test-kernel.ts'

vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 })

let it: TestKernel
const people = new Map<Role, Record<string, string>>()
beforeAll(async () => {
  it = await startTestKernel()
  for (const role of roles) people.set(role, await it.person(`nguoi-${role}`, role))
})
afterAll(() => it.close())

const table = Object.entries<Route>(routes).map(([operation, route]) => ({
  operation,
  route,
  path: route.path.replace(/\{\w+\}/g, 'khong-co'),
}))
const guarded = table.filter(({ route }) => route.role !== 'anyone')

/** Announces a body, never sends it, and waits for the answer: whoever read the body first would wait for ever. */
function withoutBody(method: string, path: string, headers: readonly string[]): Promise<string> {
  const { port } = new URL(it.kernel.address)
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), '127.0.0.1')
    socket.setTimeout(5000, () => reject(new Error('no answer: the server waits for the body')))
    socket.once('data', (data) => {
      resolve(String(data).split('\r\n')[0] ?? '')
      socket.destroy()
    })
    socket.on('error', reject)
    const head = [`${method} /api/v1${path} HTTP/1.1`, `Host: 127.0.0.1:${port}`, ...headers]
    socket.write(`${head.join('\r\n')}\r\nContent-Type: application/json\r\nContent-Length: 1000000\r\n\r\n`)
  })
}

test.each(guarded)('$operation answers 401 to a stranger before it reads the body', async ({ route, path }) => {
  expect(await withoutBody(route.method, path, [])).toBe('HTTP/1.1 401 Unauthorized')
})

test.each(guarded)('$operation refuses a wrong bearer token and a wrong cookie', async ({ route, path }) => {
  const cookie = people.get('admin')?.cookie ?? ''
  const wrong = [
    { authorization: `Bearer ${'x'.repeat(43)}` },
    { cookie: `lienthong=${'x'.repeat(43)}` },
    { authorization: 'Bearer x', cookie },
  ]
  for (const headers of wrong) expect((await it.call(route.method, path, undefined, headers)).status).toBe(401)
})

const pairs = guarded.flatMap(({ operation, route, path }) =>
  roles
    .filter((role) => route.role !== 'self' && route.role !== 'anyone' && !mayActAs(role, route.role))
    .map((role) => ({ operation, route, path, role })),
)

test.each(pairs)('$operation answers 403 to a $role before it reads the body', async ({ route, path, role }) => {
  const { cookie, origin } = people.get(role) ?? {}
  expect(await withoutBody(route.method, path, [`Cookie: ${cookie}`, `Origin: ${origin}`])).toBe(
    'HTTP/1.1 403 Forbidden',
  )
})

const writes = guarded.filter(({ route }) => route.method !== 'GET')
const foreign: Record<string, string>[] = [
  {},
  { origin: 'https://ke-gian.example' },
  { origin: 'null' },
  { 'sec-fetch-site': 'cross-site' },
  { 'sec-fetch-site': 'same-site' },
]

test.each(writes)(
  '$operation is refused from another site, and when nothing says where it comes from',
  async ({ route, path }) => {
    const { cookie = '', origin = '' } = people.get('admin') ?? {}
    const forged = [...foreign, { origin, 'sec-fetch-site': 'cross-site' }]
    for (const headers of forged) {
      const answer = await it.call(route.method, path, {}, { cookie, ...headers })
      expect([answer.status, answer.body.code]).toEqual([403, 'api.cross-site'])
    }
  },
)

test('a foreign page cannot sign anybody in', async () => {
  const answer = await it.call('POST', '/session', { name: 'x', password: 'y' }, { origin: 'https://ke-gian.example' })
  expect(answer.status).toBe(403)
})

test('a name that a stranger pointed at this server is refused', async () => {
  const { port } = new URL(it.kernel.address)
  const status = await new Promise<string>((resolve, reject) => {
    const socket = connect(Number(port), '127.0.0.1', () =>
      socket.write(`GET /api/v1/health HTTP/1.1\r\nHost: ke-gian.example:${port}\r\nConnection: close\r\n\r\n`),
    )
    socket.once('data', (data) => resolve(String(data).split('\r\n')[0] ?? ''))
    socket.on('error', reject)
  })
  expect(status).toBe('HTTP/1.1 403 Forbidden')
})

test('only JSON is taken, by its declared type', async () => {
  const token = {
    authorization: `Bearer ${(await it.call('POST', '/tokens', { title: 't', role: 'admin' })).body.token}`,
  }
  const send = (type: string, body: string): Promise<Response> =>
    fetch(`${it.kernel.address}/api/v1/flows/a`, { method: 'PUT', headers: { ...token, 'content-type': type }, body })
  for (const type of [
    'text/plain',
    'multipart/form-data; boundary=x',
    'application/x-www-form-urlencoded',
    'application/json; charset=latin1',
  ]) {
    expect((await send(type, '{"flow":{}}')).status).toBe(415)
  }
  expect((await send('application/json', '{"flow":')).status).toBe(400)
  expect((await send('application/json', '{"flow":{},"__proto__":{}}')).status).toBe(400)
})

test('a body larger than its route allows is refused by its announced size and while it streams', async () => {
  const { cookie = '', origin = '' } = people.get('admin') ?? {}
  const announced = await it.call('PUT', '/session/password', { password: 'x'.repeat(9000) }, { cookie, origin })
  expect(announced.status).toBe(413)
  const stream = new ReadableStream({
    // A turn of the event loop for each part: else the client would fill the memory before it hears of the refusal.
    async pull(controller) {
      await new Promise(setImmediate)
      controller.enqueue(new TextEncoder().encode(' '.repeat(4096)))
    },
  })
  const init = {
    method: 'PUT',
    headers: { cookie, origin, 'content-type': 'application/json' },
    body: stream,
    duplex: 'half',
  }
  const streamed = await fetch(`${it.kernel.address}/api/v1/session/password`, init).then(
    (it) => it.status,
    () => 413,
  )
  expect(streamed).toBe(413)
})

test('strangers learn that the server is up but not its release, and no paths', async () => {
  const health = await it.call('GET', '/health', undefined, {})
  expect(health.body).toMatchObject({ status: 'ok', version: '' })
  expect((await it.call('GET', '/khong-co', undefined, {})).status).toBe(401)
  expect((await it.call('GET', '/khong-co')).status).toBe(404)
  expect((await it.call('GET', '/flows/..%2f..%2fetc')).status).toBe(404)
})

test('every write is in the audit trail before it happens, refusals too', async () => {
  const { cookie = '', origin = '' } = people.get('viewer') ?? {}
  await it.call('DELETE', '/tables/khong-co', undefined, { cookie, origin })
  await it.call('DELETE', '/tables/khong-co')
  const { body } = await it.call('GET', '/audit')
  expect(body.entries.slice(0, 3).map((row: { actor: string; action: string }) => [row.actor, row.action])).toEqual([
    ['admin-token', 'deleteTable.failed'],
    ['admin-token', 'deleteTable'],
    ['nguoi-viewer', 'deleteTable.refused'],
  ])
})
