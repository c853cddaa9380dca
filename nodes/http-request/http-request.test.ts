import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { handle, realPartners } from '#nodes/testing/real-partners.ts'
import { toErrorData } from '#shared/errors/flow-error.ts'
import { effectsOf } from '#shared/node/define.ts'
import { testNode } from '#shared/node/testing.ts'
import { definition } from './definition.ts'
import { run } from './run.ts'

interface Seen {
  readonly method: string
  readonly url: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

let server: Server
let url: string
let seen: Seen[]
let reply: (response: ServerResponse, request: Seen) => void

beforeEach(async () => {
  seen = []
  reply = (response, request) =>
    response
      .writeHead(200, { 'content-type': 'application/json; charset=utf-8' })
      .end(JSON.stringify({ nhan: request.body }))
  server = createServer(async (request, response) => {
    let body = ''
    for await (const part of request) body += String(part)
    const one = { method: request.method ?? '', url: request.url ?? '', headers: request.headers, body }
    seen.push(one)
    reply(response, one)
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
})

afterEach(() => {
  server.closeAllConnections()
  server.close()
})

function node(settings: object = {}) {
  const connection = handle('http', { baseUrl: `${url}/v1`, auth: 'bearer' }, { token: 'tham-so-bi-mat' }, 'doi-tac')
  return testNode({ definition, run }, { connection: 'doi-tac', ...settings }, realPartners([connection]))
}

test('path, query, headers and credential reach the partner, and its answer becomes the body', async () => {
  const get = node({
    path: '/ho-so/{ma}/tien-do',
    pathValues: [{ name: 'ma', value: { field: 'ma' } }],
    query: [
      { name: 'tu', value: 'a&b=c' },
      { name: 'trang', value: { expr: 'trang' } },
      { name: 'bo', value: null },
    ],
    headers: [{ name: 'X-Don-Vi', value: { expr: '$headers.`don-vi`' } }],
  })
  const message = { body: { ma: 'G09.99/01 ạ', trang: 2 }, headers: { 'don-vi': 'H22' }, keys: { maHoSo: '1' } }
  expect(await get.send(message)).toEqual({
    kind: 'emit',
    port: 'out',
    message: {
      body: { nhan: '' },
      headers: { 'don-vi': 'H22', status: '200', 'content-type': 'application/json; charset=utf-8' },
      keys: { maHoSo: '1' },
    },
  })
  expect(seen[0]).toMatchObject({
    method: 'GET',
    url: `/v1/ho-so/${encodeURIComponent('G09.99/01 ạ')}/tien-do?tu=a%26b%3Dc&trang=2`,
    headers: { authorization: 'Bearer tham-so-bi-mat', 'x-don-vi': 'H22' },
  })
  expect(seen[0]?.headers['idempotency-key']).toBeUndefined()
})

test('a query parameter with a list, or in several rows, comes several times; an empty list is not sent', async () => {
  const get = node({
    path: '/ho-so',
    query: [
      { name: 'ma', value: { field: 'cacMa' } },
      { name: 'ma', value: 'C' },
      { name: 'khong', value: { expr: '[]' } },
      { name: 'loai', value: { expr: '[1]' } },
    ],
  })
  await get.send({ body: { cacMa: ['001', null, 'Đ&'] }, headers: {}, keys: {} })
  expect(seen[0]?.url).toBe('/v1/ho-so?ma=001&ma=%C4%90%26&ma=C&loai=1')
})

test('a message goes out as JSON with the key of its step', async () => {
  await node({ method: 'POST', path: '/ho-so' }).send({ MaHoSo: '00123' })
  expect(seen[0]).toMatchObject({
    body: '{"MaHoSo":"00123"}',
    headers: { 'content-type': 'application/json', 'idempotency-key': 'run-1/nut-thu' },
  })
})

test('text keeps its type, a form is a form, and a body of its own replaces the message', async () => {
  const xml = { body: '<a/>', headers: { 'content-type': 'application/xml' }, keys: {} }
  await node({ method: 'PUT' }).send(xml)
  await node({ method: 'POST', send: 'form' }).send({ ten: 'Bùi Văn', bo: null, so: 1 })
  await node({ method: 'POST', body: { expr: '{"ma": $string(ma)}' } }).send({ ma: 7 })
  await node({ method: 'DELETE', send: 'none' }).send({ ma: 7 })
  expect(seen.map(({ body, headers }) => [body, headers['content-type']])).toEqual([
    ['<a/>', 'application/xml'],
    ['ten=B%C3%B9i+V%C4%83n&so=1', 'application/x-www-form-urlencoded'],
    ['{"ma":"7"}', 'application/json'],
    ['', undefined],
  ])
})

test.each([
  [503, { code: 'http.server-error', class: 'transient' }],
  [429, { code: 'http.too-many', class: 'transient' }],
  [401, { code: 'http.auth', class: 'auth' }],
  [422, { code: 'http.rejected', class: 'permanent' }],
])(
  'status %i is the right kind of error, with the beginning of the answer and without the secret',
  async (status, expected) => {
    reply = (response, request) => response.writeHead(status).end(`Lỗi ${request.headers.authorization}`)
    const error = await node().send({}).catch(toErrorData)
    expect(error).toMatchObject({ ...expected, details: { status, answer: 'Lỗi Bearer ***' } })
  },
)

test('a status can be declared welcome', async () => {
  reply = (response) => response.writeHead(404, { 'content-type': 'text/plain' }).end('không có')
  expect(await node({ okStatuses: '200-299, 404' }).send({})).toMatchObject({
    message: { body: 'không có', headers: { status: '404' } },
  })
})

test('JSON that is sent as text can be read as JSON, and what is no JSON is a bad answer', async () => {
  reply = (response) => response.writeHead(200, { 'content-type': 'text/html' }).end('\uFEFF{"ma":"001"}')
  expect(await node({ answer: 'json' }).send({})).toMatchObject({ message: { body: { ma: '001' } } })
  expect(await node().send({})).toMatchObject({ message: { body: expect.stringContaining('"001"') } })
  reply = (response) => response.writeHead(200, { 'content-type': 'application/json' }).end('<html>bảo trì</html>')
  expect(await node().send({}).catch(toErrorData)).toMatchObject({
    code: 'http.bad-answer',
    details: { answer: 'bảo trì' },
  })
})

test('bytes that are not text of the charset are a fault and never text with letters lost; a file is read as Base64', async () => {
  const file = Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.from([0xe2, 0xe3, 0xcf, 0xd3])])
  reply = (response) => response.writeHead(200, { 'content-type': 'application/pdf' }).end(file)
  const fault = await node().send({}).catch(toErrorData)
  expect(fault).toMatchObject({ code: 'http.bad-answer', message: { vi: expect.stringContaining('Tệp (Base64)') } })
  expect(await node({ answer: 'base64' }).send({})).toMatchObject({ message: { body: file.toString('base64') } })
  // "Nguyễn" of an old system that declares UTF-8 and writes one byte a letter.
  const old = Buffer.from([0x22, 0x4e, 0x67, 0x75, 0x79, 0xea, 0xde, 0x6e, 0x22])
  reply = (response) => response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' }).end(old)
  expect(await node().send({}).catch(toErrorData)).toMatchObject({ code: 'http.bad-answer', side: 'partner' })
  // A partner may have sent the replacement character itself, or name a charset that nobody knows for plain UTF-8.
  reply = (response) =>
    response.writeHead(200, { 'content-type': 'application/json; charset=utf8mb4' }).end('"Nguy\u{fffd}n Đức"')
  expect(await node().send({})).toMatchObject({ message: { body: 'Nguy\u{fffd}n Đức' } })
})

test('an empty answer with a JSON type is nothing, not a fault', async () => {
  reply = (response) => response.writeHead(204, { 'content-type': 'application/json' }).end()
  expect(await node().send({})).toMatchObject({ message: { body: null, headers: { status: '204' } } })
})

test.each([
  ['https://ke-xau.example/a', {}],
  ['//ke-xau.example/a', {}],
  ['/a/../../quan-tri', {}],
  ['/a/%2e%2e/quan-tri', {}],
  ['/a\\b', {}],
  ['/{ma}', { ma: '..' }],
  ['/{ma}', { ma: '' }],
  ['/a\r\nX: y', {}],
])('the path %j with %j is refused before anything is sent', async (path, body: Record<string, string>) => {
  const pathValues = [{ name: 'ma', value: { expr: 'ma' } }]
  expect(await node({ path, pathValues }).send(body).catch(toErrorData)).toMatchObject({ code: 'http.bad-path' })
  expect(seen).toEqual([])
})

test('a path that is refused names the value that is wrong', async () => {
  const said = async (ma: string) => {
    const pathValues = [{ name: 'ma', value: { expr: 'ma' } }]
    return (await node({ path: '/ho-so/{ma}', pathValues }).send({ ma }).catch(toErrorData)) as unknown
  }
  expect(await said('')).toMatchObject({
    message: { vi: 'Đường dẫn "/ho-so/{ma}" không hợp lệ: {ma} chưa có giá trị' },
  })
  expect(await said('..')).toMatchObject({ message: { vi: expect.stringContaining('giá trị của {ma} là "."') } })
})

test.each([
  ['Authorization', 'x'],
  ['Host', 'x'],
  ['X-Dong', 'a\r\nb'],
  ['tên', 'x'],
  ['X-Ten', 'Nguyễn Văn Bình'],
  ['X-Ten', 'Lê'],
])('the header %j with %j is refused', async (name, value) => {
  const headers = [{ name, value }]
  expect(await node({ headers }).send({}).catch(toErrorData)).toMatchObject({ code: 'http.bad-header' })
})

test('a redirect is told with where it leads, without what may be secret in it', async () => {
  reply = (response) => response.writeHead(302, { location: 'https://u:mat-khau@khac.vn/moi?khoa=bi-mat' }).end()
  const error = await node().send({}).catch(toErrorData)
  expect(error).toMatchObject({ code: 'http.redirected', side: 'partner' })
  expect(JSON.stringify(error)).toContain('https://khac.vn/moi)')
  expect(JSON.stringify(error)).not.toMatch(/mat-khau|bi-mat/)
})

test('a partner that does not answer in time is transient', async () => {
  reply = () => undefined
  expect(await node({ timeout: 'PT0.1S' }).send({}).catch(toErrorData)).toMatchObject({
    code: 'connect.timeout',
    class: 'transient',
  })
})

test('only requests that change something by POST or PATCH are not repeated, unless the partner takes repeats', () => {
  const effects = (settings: object) =>
    effectsOf(definition, definition.settings.parse({ connection: 'a', ...settings }))
  expect(['GET', 'HEAD', 'PUT', 'DELETE', 'POST', 'PATCH'].map((method) => effects({ method }))).toEqual([
    'idempotent',
    'idempotent',
    'idempotent',
    'idempotent',
    'once',
    'once',
  ])
  expect(effects({ method: 'POST', repeatSafe: true })).toBe('idempotent')
})

test('a mapping makes the body in the place of the message, and a method without body does not ask for its fields', async () => {
  const mapping = [
    { target: 'ma', value: { field: 'MaHoSo' } },
    { target: 'chu', fields: [{ target: 'ten', value: { field: 'ChuHoSo.HoTen' }, missing: 'omit' }] },
  ]
  await node({ method: 'POST', path: '/ho-so', body: { field: 'khac' }, mapping }).send({ MaHoSo: '00123' })
  expect(seen[0]).toMatchObject({ method: 'POST', body: '{"ma":"00123","chu":{}}' })
  expect(seen[0]?.headers['content-type']).toBe('application/json')
  await node({ path: '/ho-so', mapping }).send({})
  expect(seen[1]).toMatchObject({ method: 'GET', body: '' })
  await expect(node({ method: 'POST', path: '/ho-so', mapping }).send({})).rejects.toMatchObject({
    data: { code: 'mapping.missing' },
  })
  expect(seen).toHaveLength(2)
})
