import { expect, onTestFinished, test } from 'vitest'
import { createXroad, XROAD_CALLER, XROAD_CLIENT } from '#nodes/simulators/index.ts'
import { flowBehind, openEntrance } from './testing/entrance.ts'

const XROAD = {
  path: '/x-road/ho-so/{ma}',
  method: 'GET',
  access: 'xroad',
  xroad: 'x-road',
  xroadClients: [{ client: XROAD_CALLER }, { client: 'VN/GOV/000.00.00.G97' }],
}
const told = {
  use: 'http-reply@1',
  settings: {
    content: 'value',
    body: {
      expr: '{ "ma": $headers.`path-ma`, "client": $headers.`x-road-client`, "user": $headers.`x-road-userid`, "keys": $keys }',
    },
  },
}
const headers = { 'x-road-client': XROAD_CALLER, 'x-road-id': 'a-1' }
const ask = (it: Awaited<ReturnType<typeof openEntrance>>, more: Record<string, string | undefined> = {}) => {
  const sent = Object.entries({ ...headers, ...more }).filter((pair): pair is [string, string] => pair[1] !== undefined)
  return it.call('/x-road/ho-so/0001', { method: 'GET', headers: Object.fromEntries(sent) })
}

test('who asks reaches the flow in plain text, as headers and as keys to find the run by', async () => {
  const it = await openEntrance([flowBehind('xr', XROAD, told)])
  const user = 'VN-c%C3%A1n%20b%E1%BB%99%201'
  const { status, body } = await ask(it, { 'x-road-userid': user })
  expect([status, body]).toEqual([
    200,
    {
      ma: '0001',
      client: XROAD_CALLER,
      user: 'VN-cán bộ 1',
      keys: { xroadClient: XROAD_CALLER, xroadId: 'a-1', xroadUser: 'VN-cán bộ 1' },
    },
  ])
  expect((await it.runs())[0]?.keys).toMatchObject({ xroadId: 'a-1' })
})

test.each([
  [{ 'x-road-client': undefined }, 400, 'gateway.xroad-header'],
  [{ 'x-road-client': 'VN/GOV/../admin' }, 400, 'gateway.xroad-header'],
  [{ 'x-road-id': undefined }, 400, 'gateway.xroad-header'],
  [{ 'x-road-id': 'k'.repeat(501) }, 400, 'gateway.xroad-header'],
  [{ 'x-road-client': 'VN/GOV/000.00.00.G98/khac' }, 403, 'gateway.xroad-client'],
  [{ 'x-road-client': 'VN/GOV/000.00.00.G98' }, 403, 'gateway.xroad-client'],
])('a call with %j is refused with %i', async (more, status, code) => {
  const it = await openEntrance([flowBehind('xr', XROAD, told)])
  const answer = await ask(it, more)
  expect([answer.status, answer.body?.code]).toEqual([status, code])
  expect(await it.runs()).toEqual([])
})

test('headers of X-Road that do not come from the security server are worth nothing', async () => {
  const it = await openEntrance([flowBehind('xr', { ...XROAD, xroad: 'noi-khac' }, told)])
  const answer = await ask(it)
  expect([answer.status, answer.body?.code]).toEqual([403, 'gateway.xroad-peer'])
  expect(await it.runs()).toEqual([])
})

test('a member on the list stands for its subsystems, and who asks may be demanded', async () => {
  const it = await openEntrance([flowBehind('xr', { ...XROAD, xroadUser: true }, told)])
  const member = { 'x-road-client': 'VN/GOV/000.00.00.G97/bat-ky' }
  expect((await ask(it, member)).body?.code).toBe('gateway.xroad-header')
  expect((await ask(it, { ...member, 'x-road-userid': 'VN-1' })).status).toBe(200)
})

test('one id of one client is one run; of another client it is another, and with another request a conflict', async () => {
  const it = await openEntrance([flowBehind('xr', XROAD, told)])
  const first = await ask(it)
  const again = await ask(it)
  expect(again.headers.get('x-lienthong-run')).toBe(first.headers.get('x-lienthong-run'))
  const other = await ask(it, { 'x-road-client': 'VN/GOV/000.00.00.G97/b' })
  expect(other.headers.get('x-lienthong-run')).not.toBe(first.headers.get('x-lienthong-run'))
  const changed = await it.call('/x-road/ho-so/0002', { method: 'GET', headers })
  expect([changed.status, changed.body?.code]).toEqual([422, 'gateway.key-reused'])
  expect(await it.runs()).toHaveLength(2)
})

test('another member asks our flow through the security servers, and sees whose fault a fault is', async () => {
  const it = await openEntrance([flowBehind('xr', XROAD, told)])
  const xroad = createXroad({ targets: { 'tinh-trang-ho-so': `http://127.0.0.1:${it.port}/x-road/ho-so` } })
  onTestFinished(() => xroad.close())
  const { url } = await xroad.listen(0)
  const through = (path: string, client = XROAD_CALLER) =>
    fetch(`${url}/r1/${XROAD_CLIENT}/${path}`, { headers: { 'x-road-client': client, 'x-road-id': 'b-1' } })
  const answer = await through('tinh-trang-ho-so/000.00.00.H22-260105-0001')
  expect(await answer.json()).toMatchObject({ ma: '000.00.00.H22-260105-0001', client: XROAD_CALLER })
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    'x-road-id': 'b-1',
    'x-road-service': `${XROAD_CLIENT}/tinh-trang-ho-so`,
    'x-road-request-hash': expect.any(String),
  })
  const ours = await through('tinh-trang-ho-so/a/b')
  expect([ours.status, ours.headers.get('x-road-error')]).toEqual([404, null])
  const stranger = await through('tinh-trang-ho-so/1', 'VN/GOV/0/la')
  expect(stranger.headers.get('x-road-error')).toBe('Server.ServerProxy.AccessDenied')
  await it.gateway.close()
  const dead = await through('tinh-trang-ho-so/1')
  expect(dead.headers.get('x-road-error')).toBe('Server.ServerProxy.ServiceFailed.NetworkError')
})
