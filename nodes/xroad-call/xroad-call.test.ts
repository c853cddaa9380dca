import { createServer, type Server } from 'node:http'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { connectionTests } from '#nodes/connections/tests.ts'
import { createXroad, XROAD_CLIENT, XROAD_PROVIDER, type Xroad } from '#nodes/simulators/index.ts'
import { handle, httpTool, type RealOptions, realPartners } from '#nodes/testing/real-partners.ts'
import { toErrorData } from '#shared/errors/flow-error.ts'
import { effectsOf } from '#shared/node/define.ts'
import { testNode } from '#shared/node/testing.ts'
import { definition } from './definition.ts'
import { run } from './run.ts'

let xroad: Xroad
let url = ''
const closing: Server[] = []
beforeEach(async () => {
  xroad = createXroad()
  url = (await xroad.listen(0)).url
})
afterEach(async () => {
  await xroad.close()
  for (const server of closing.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

const connection = (values: object = {}) =>
  handle('xroad', { baseUrl: url, client: XROAD_CLIENT, ...values }, {}, 'x-road')
const node = (settings: object, values: object = {}, options: RealOptions = {}) =>
  testNode(
    { definition, run },
    { connection: 'x-road', provider: XROAD_PROVIDER, service: 'echo', ...settings },
    realPartners([connection(values)], options),
  )
const failure = (settings: object, body: unknown = null, values: object = {}) =>
  node(settings, values)
    .send(body)
    .then(() => expect.fail('it went through'), toErrorData)
const bodyOf = (emission: unknown) => (emission as { message: { body: Record<string, unknown> } }).message.body

test('the provider gets the path behind its service, the query, and who asks for which dossier', async () => {
  const sent = await node({
    method: 'POST',
    path: '/tra-cuu/{ma}',
    pathValues: [{ name: 'ma', value: { field: 'ma' } }],
    query: [{ name: 'q', value: 'Nguyễn Thị Thử' }],
    headers: [{ name: 'x-road-client', value: 'VN/GOV/GIA/mao' }],
    userId: 'VN-cán bộ 1',
    issue: { field: 'ma' },
    representedParty: 'COM/0100109106',
    securityServer: 'VN/GOV/000.00.00.G98/ss1',
  }).send({ ma: '000.00.00.H22/0001' })
  expect(bodyOf(sent)).toMatchObject({
    method: 'POST',
    path: '/tra-cuu/000.00.00.H22%2F0001',
    query: { q: 'Nguyễn Thị Thử' },
    body: '{"ma":"000.00.00.H22/0001"}',
    headers: {
      'x-road-client': XROAD_CLIENT,
      'x-road-service': `${XROAD_PROVIDER}/echo`,
      'x-road-id': 'run-1/nut-thu',
      'x-road-userid': 'VN-c%C3%A1n%20b%E1%BB%99%201',
      'x-road-issue': '000.00.00.H22/0001',
      'x-road-represented-party': 'COM/0100109106',
    },
  })
  expect(sent).toMatchObject({
    port: 'out',
    message: { headers: { status: '200', 'x-road-request-id': 'gl-1', 'x-road-request-hash': expect.any(String) } },
  })
})

test('which services there are, which we may call and how is asked as any other service', async () => {
  const codes = async (service: string) =>
    (bodyOf(await node({ service }).send(null)) as { service: { service_code: string }[] }).service.map(
      (it) => it.service_code,
    )
  expect(await codes('listMethods')).toEqual(['echo', 'ho-so', 'phieu-yeu-cau', 'noi-bo', 'tam-dung'])
  expect(await codes('allowedMethods')).not.toContain('noi-bo')
  const described = await node({ service: 'getOpenAPI', query: [{ name: 'serviceCode', value: 'ho-so' }] }).send(null)
  expect(bodyOf(described)).toMatchObject({ openapi: '3.0.0', paths: { '/*': { get: {} } } })
})

test('a refusal of the provider is the provider’s, with its status; one of X-Road says whose side of X-Road', async () => {
  expect(await failure({ service: 'ho-so', path: '/khong-co' })).toMatchObject({ code: 'http.rejected' })
  const shown = await node({ service: 'ho-so', path: '/khong-co', okStatuses: '200-299, 404' }).send(null)
  expect(shown).toMatchObject({ message: { body: { maLoi: 'KHONG_CO' }, headers: { status: '404' } } })
  expect(await failure({ service: 'noi-bo' })).toMatchObject({ code: 'xroad.access', side: 'partner' })
  expect(await failure({ service: 'tam-dung' })).toMatchObject({ code: 'xroad.disabled', class: 'transient' })
  expect(await failure({ service: 'khong-co' })).toMatchObject({ code: 'xroad.refused' })
  expect(await failure({ provider: 'VN/GOV/0/la' })).toMatchObject({ code: 'xroad.refused' })
  xroad.failNext('Server.ClientProxy.OutdatedGlobalConf', 1)
  expect(await failure({})).toMatchObject({ code: 'xroad.own-server', side: 'ours' })
  expect(await failure({}, null, { client: 'VN/GOV/0/la' })).toMatchObject({ code: 'xroad.access' })
})

test('one step tried twice is one request at a provider that tells repeated ids', async () => {
  const settings = { service: 'phieu-yeu-cau', method: 'POST' }
  xroad.faults.set({ dropAfterRate: { value: 1, times: 1 } })
  expect(await failure(settings, { maHoSo: '0001' })).toMatchObject({ code: 'connect.cut' })
  expect(bodyOf(await node(settings).send({ maHoSo: '0001' }))).toMatchObject({ soPhieu: 'PYC-0001', trung: true })
  const next = await node(settings, {}, { idempotencyKey: 'run-2/nut-thu' }).send({ maHoSo: '0001' })
  expect(bodyOf(next)).toMatchObject({ soPhieu: 'PYC-0002', trung: false })
  expect(xroad.received()).toHaveLength(2)
})

test('a provider from a field that is no identifier sends nothing', async () => {
  const error = await failure({ provider: { field: 'don' } }, { don: '../../admin' })
  expect(error).toMatchObject({ code: 'xroad.identifier', class: 'data' })
  expect(xroad.state().calls).toBe(0)
})

test.each([
  [{ halfResponseRate: 1 }, 'connect.cut'],
  [{ dropAfterRate: 1 }, 'connect.cut'],
  [{ timeoutRate: 1 }, 'connect.timeout'],
  [{ delayMs: 30_000 }, 'connect.timeout'],
  [{ errorRate5xx: 1 }, 'xroad.unavailable'],
  [{ sessionExpiredRate: 1 }, 'xroad.refused'],
] as const)('with the fault %j the error is %s', async (dial, code) => {
  xroad.faults.set(dial)
  expect(await failure({ timeout: 'PT0.5S' })).toMatchObject({ code })
})

test('an error page where JSON was asked for is no answer, and nobody at the address is said so', async () => {
  xroad.faults.set({ htmlErrorRate: 1 })
  expect(await failure({ answer: 'json' })).toMatchObject({ code: 'http.bad-answer' })
  await xroad.close()
  expect(await failure({})).toMatchObject({ code: 'connect.unreachable' })
})

test('a redirect is not followed', async () => {
  const server = createServer((_request, response) => response.writeHead(302, { location: '/khac' }).end())
  closing.push(server)
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  const baseUrl = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
  expect(await failure({}, null, { baseUrl })).toMatchObject({ code: 'http.redirected' })
})

test.each([
  [{ provider: 'VN/GOV' }, 'provider'],
  [{ service: 'a/b' }, 'service'],
  [{ service: '..' }, 'service'],
  [{ securityServer: 'VN/GOV/1' }, 'securityServer'],
])('the settings %j are refused', (settings, place) => {
  const all = { connection: 'x-road', provider: XROAD_PROVIDER, service: 'echo', ...settings }
  expect(definition.settings.safeParse(all).error?.issues[0]?.path).toEqual([place])
})

test('writing is never repeated by itself unless the provider tells repetitions', () => {
  const effects = (more: object) =>
    effectsOf(
      definition,
      definition.settings.parse({ connection: 'x-road', provider: XROAD_PROVIDER, service: 'echo', ...more }),
    )
  expect(effects({})).toBe('idempotent')
  expect(effects({ method: 'POST' })).toBe('once')
  expect(effects({ method: 'POST', repeatSafe: true })).toBe('idempotent')
})

test('testing the connection counts the members, and says when the server is not one of X-Road', async () => {
  const http = httpTool(new AbortController().signal)
  const check = async (values: object = {}) => {
    const it = connection(values)
    const signal = new AbortController().signal
    const checks = await connectionTests.xroad?.test(it, { signal, http: (request) => http(it, request) })
    return JSON.stringify(checks)
  }
  expect(await check()).toContain('Nhận được 3 thành viên và hệ thống trên X-Road')
  expect(await check({ baseUrl: `${url}/khong-co` })).toContain('Trục X-Road không chuyển yêu cầu')
})
