import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { handle, realPartners } from '#nodes/testing/real-partners.ts'
import { toErrorData } from '#shared/errors/flow-error.ts'
import { callNational } from './national-call.ts'

interface Seen {
  readonly url: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

let server: Server
let baseUrl: string
let seen: Seen[]
let answerWith: { readonly status: number; readonly headers?: Record<string, string>; readonly body?: string }

beforeEach(async () => {
  seen = []
  answerWith = { status: 200, body: '{}' }
  server = createServer(async (request, response) => {
    let body = ''
    for await (const part of request) body += String(part)
    const url = request.url ?? ''
    seen.push({ url, headers: request.headers, body })
    const token = { token: `t-${seen.length}`, refreshToken: 'r', refreshTokenExpiryTime: '2026-01-06T00:00:00' }
    const answer = url.startsWith('/token') ? { status: 200, body: JSON.stringify(token) } : answerWith
    response.writeHead(answer.status, {
      'content-type': 'application/json',
      ...('headers' in answer ? answer.headers : {}),
    })
    response.end(answer.body)
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  baseUrl = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
})

afterEach(() => {
  server.closeAllConnections()
  server.close()
})

const REQUEST = {
  method: 'GET',
  path: '/apiBHXH/thu',
  query: { ma: '01' },
  trace: { officer: 'cán bộ 1', dossier: '000.00.00.H22-260105-0001' },
}

const through = (values: object, secrets: Readonly<Record<string, string>> = {}) => {
  const partners = realPartners([handle('national', { baseUrl, ...values }, secrets, 'qg')])
  return (request: object = {}) => callNational('qg', { ...REQUEST, ...request }, partners)
}

test('the adapter gets dstcode and providerurl in the address or in a header, and the path stays', async () => {
  const providerUrl = 'https://dich.gov.vn/v1'
  await through({ style: 'adapter', dstcode: 'VN:GOV:1:a', providerUrl })()
  expect(seen[0]?.url).toBe('/apiBHXH/thu?ma=01&dstcode=VN%3AGOV%3A1%3Aa&providerurl=https%3A%2F%2Fdich.gov.vn%2Fv1')
  await through({ style: 'adapter', dstcode: 'VN:GOV:1:a', dstcodeIn: 'header' })()
  expect(seen[1]).toMatchObject({ url: '/apiBHXH/thu?ma=01', headers: { dstcode: 'VN:GOV:1:a' } })
})

const XROAD = { style: 'xroad', xroadClient: 'VN/GOV/H22/motcua', xroadService: 'VN/GOV/G22/dichvu' }

test('X-Road gets both subsystems, the officer and the dossier, written in ASCII', async () => {
  await through(XROAD)()
  expect(seen[0]).toMatchObject({
    url: '/r1/VN/GOV/G22/dichvu/apiBHXH/thu?ma=01',
    headers: {
      'x-road-client': 'VN/GOV/H22/motcua',
      'x-road-id': 'run-1/nut-thu',
      'x-road-userid': 'c%C3%A1n%20b%E1%BB%99%201',
      'x-road-issue': '000.00.00.H22-260105-0001',
    },
  })
})

test.each([
  ['Client.BadRequest', 500, 'xroad.refused', 'permanent'],
  ['Server.ServerProxy.AccessDenied', 500, 'xroad.access', 'auth'],
  ['Server.ServerProxy.ServiceFailed', 500, 'xroad.unavailable', 'transient'],
])('the fault %s of X-Road itself is told apart from one of the system behind it', async (type, status, code, kind) => {
  answerWith = { status, headers: { 'x-road-error': type }, body: JSON.stringify({ type, message: 'm' }) }
  expect(await through(XROAD)().catch(toErrorData)).toMatchObject({ code, class: kind })
  answerWith = { status, body: '{}' }
  expect(await through(XROAD)().catch(toErrorData)).toMatchObject({ code: 'http.server-error' })
})

test.each([
  ['json', '{"userName":"mot-cua","password":"kín đáo"}'],
  ['form', 'grant_type=password&username=mot-cua&password=k%C3%ADn+%C4%91%C3%A1o'],
])('an account is changed for a token once, sent as %s', async (accountIn, body) => {
  const call = through({ style: 'password', username: 'mot-cua', accountIn }, { password: 'kín đáo' })
  await Promise.all([call(), call(), call()])
  expect(seen.filter(({ url }) => url === '/token')).toMatchObject([{ body }])
  expect(seen.filter(({ headers }) => headers.authorization === 'Bearer t-1')).toHaveLength(3)
})

test('a token that is refused is renewed once, and then it is a matter of the connection', async () => {
  answerWith = { status: 401, body: '{}' }
  const call = through({ style: 'password', username: 'a' }, { password: 'mat-khau-dai' })
  const error = await call().catch(toErrorData)
  expect(error).toMatchObject({ code: 'http.auth' })
  expect(JSON.stringify(error)).not.toContain('mat-khau-dai')
  expect(seen.map(({ url }) => url.split('?')[0])).toEqual(['/token', '/apiBHXH/thu', '/token', '/apiBHXH/thu'])
})

test('a connection that signs in for a session serves other nodes', async () => {
  const session = through({ style: 'session', maDonVi: '1', username: 'a' }, { password: 'b' })
  expect(await session().catch(toErrorData)).toMatchObject({ code: 'connect.not-configured' })
  expect(seen).toEqual([])
})
