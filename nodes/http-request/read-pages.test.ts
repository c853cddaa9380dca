import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { handle, realPartners } from '#nodes/testing/real-partners.ts'
import { toErrorData } from '#shared/errors/flow-error.ts'
import { testNode } from '#shared/node/testing.ts'
import { definition } from './definition.ts'
import { belowBase, nextLink } from './next-address.ts'
import { run } from './run.ts'

type Reply = (query: URLSearchParams, response: ServerResponse, request: IncomingMessage) => unknown

let server: Server
let url: string
let seen: string[]
let reply: Reply

/** What is returned is sent as JSON; a partner that has answered by itself returns nothing. */
beforeEach(async () => {
  seen = []
  server = createServer((request, response) => {
    seen.push(request.url ?? '')
    const body = reply(new URL(request.url ?? '', 'http://a').searchParams, response, request)
    if (body !== undefined) response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
})
afterEach(() => {
  server.closeAllConnections()
  server.close()
})

const LIST = Array.from({ length: 7 }, (_, at) => ({ ma: `00${at}` }))

function get(settings: object) {
  const connection = handle('http', { baseUrl: `${url}/v1`, auth: 'none' }, {}, 'doi-tac')
  const given = { connection: 'doi-tac', path: '/ho-so', ...settings }
  return testNode({ definition, run }, given, realPartners([connection])).send({})
}
const fault = (settings: object) => get(settings).then(() => undefined, toErrorData)
const all = (pages: number) => ({ port: 'out', message: { body: { rows: LIST, pages }, headers: { status: '200' } } })

test('by page number: until a page has no rows, whatever size the partner makes its pages', async () => {
  reply = (query) => {
    const from = (Number(query.get('trang')) - 1) * 3
    return { data: { items: LIST.slice(from, from + 3) } }
  }
  const settings = {
    paging: 'page',
    pageParameter: 'trang',
    rowsPath: 'data.items',
    query: [{ name: 'size', value: 500 }],
  }
  expect(await get(settings)).toMatchObject(all(4))
  expect(seen[0]).toContain('size=500')
})

test('by offset: the next one begins behind the rows that came, and the total ends it', async () => {
  reply = (query) => {
    const from = Number(query.get('offset'))
    return { tong: '7', ds: LIST.slice(from, from + (from === 0 ? 2 : 4)) }
  }
  expect(await get({ paging: 'offset', rowsPath: 'ds', totalPath: 'tong' })).toMatchObject(all(3))
  expect(seen).toEqual(['/v1/ho-so?offset=0', '/v1/ho-so?offset=2', '/v1/ho-so?offset=6'])
})

test('by cursor, by next address and by Link header: to the last one', async () => {
  const page = (at: number) => LIST.slice(at, at + 4)
  reply = (query) => {
    const at = Number(query.get('sau') ?? 0)
    return { ds: page(at), meta: { next: at === 0 ? 4 : null } }
  }
  expect(
    await get({ paging: 'cursor', cursorParameter: 'sau', cursorPath: 'meta.next', rowsPath: 'ds' }),
  ).toMatchObject(all(2))
  reply = (query) => {
    const at = Number(query.get('$skip') ?? 0)
    return { value: page(at), ...(at === 0 ? { '@odata.nextLink': `${url}/v1/ho-so?loc=a&$skip=4` } : {}) }
  }
  expect(await get({ paging: 'next', nextPath: '`@odata.nextLink`', rowsPath: 'value' })).toMatchObject(all(2))
  reply = (query, response) => {
    const at = Number(query.get('p') ?? 0)
    if (at === 0) response.setHeader('link', '</v1/ho-so?p=0>; rel=prev, <?p=4>; title="a, b"; rel="last next"')
    return page(at)
  }
  expect(await get({ paging: 'link' })).toMatchObject(all(2))
})

test('a list of one row stays a list, and an empty one is empty', async () => {
  reply = (query) => (query.get('page') === '1' ? [{ ma: '1' }] : [])
  expect(await get({ paging: 'page' })).toMatchObject({ message: { body: { rows: [{ ma: '1' }], pages: 2 } } })
  reply = () => ({ ds: null })
  expect(await get({ paging: 'page', rowsPath: 'ds' })).toMatchObject({ message: { body: { rows: [], pages: 1 } } })
})

test('a circle is an error that says so, after few calls', async () => {
  const loop = { code: 'http.paging-loop', class: 'permanent' }
  reply = () => ({ ds: LIST, next: 'a' })
  expect(await fault({ paging: 'cursor', cursorPath: 'next', rowsPath: 'ds' })).toMatchObject(loop)
  expect(await fault({ paging: 'page', rowsPath: 'ds' })).toMatchObject(loop)
  reply = () => ({ ds: LIST, next: '/v1/ho-so?trang=2' })
  expect(await fault({ paging: 'next', nextPath: 'next', rowsPath: 'ds' })).toMatchObject(loop)
  expect(seen.length).toBeLessThanOrEqual(6)
})

test('every bound is an error, never a shorter list', async () => {
  reply = (query) => [{ trang: query.get('page'), chu: 'x'.repeat(1000) }]
  expect(await fault({ paging: 'page', maxPages: 3 })).toMatchObject({
    code: 'http.too-many-pages',
    message: { vi: expect.stringContaining('3 trang') },
  })
  expect(seen).toHaveLength(3)
  expect(await fault({ paging: 'page', maxRows: 2 })).toMatchObject({
    code: 'http.too-many-pages',
    message: { vi: expect.stringContaining('2 dòng') },
  })
  expect(await fault({ paging: 'page', maxTotalBytes: 2000 })).toMatchObject({
    code: 'http.too-many-pages',
    message: { vi: expect.stringContaining('byte') },
  })
})

test('a page that fails fails the step by its class, and the next try begins anew and has every row once', async () => {
  let broken: 'status' | 'cut' | 'none' = 'status'
  reply = (query, response) => {
    const from = Number(query.get('offset'))
    if (from > 0 && broken === 'status') return void response.writeHead(503, { 'retry-after': '7' }).end()
    if (from > 0 && broken === 'cut') {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '500' }).write('[{"ma":')
      setTimeout(() => response.destroy(), 20)
      return undefined
    }
    return LIST.slice(from, from + 4)
  }
  expect(await fault({ paging: 'offset' })).toMatchObject({
    code: 'http.server-error',
    class: 'transient',
    details: { retryAfter: '7' },
  })
  broken = 'cut'
  expect(await fault({ paging: 'offset' })).toMatchObject({ class: 'transient' })
  broken = 'none'
  expect(await get({ paging: 'offset' })).toMatchObject(all(3))
})

test('HTTP 200 with an error body, a missing list, a missing total and pages that end early are no end of the list', async () => {
  reply = (query) => (query.get('page') === '1' ? { ds: LIST, tong: 9 } : { error_code: 5, message: 'Quá tải' })
  expect(await fault({ paging: 'page', rowsPath: 'ds' })).toMatchObject({
    code: 'http.bad-answer',
    class: 'transient',
    message: { vi: expect.stringContaining('không có danh sách ở ds') },
    details: { answer: expect.stringContaining('Quá tải') },
  })
  reply = (query) => ({ ds: query.get('page') === '1' ? LIST : [], tong: 9 })
  expect(await fault({ paging: 'page', rowsPath: 'ds', totalPath: 'tong' })).toMatchObject({
    message: { vi: expect.stringContaining('hết trang khi mới có 7 trên 9 dòng') },
  })
  expect(await fault({ paging: 'page', rowsPath: 'ds', totalPath: 'khac' })).toMatchObject({
    message: { vi: expect.stringContaining('không có tổng số dòng ở khac') },
  })
})

test('the partner cannot lead us to another host, or beside the base address', async () => {
  reply = () => ({ ds: LIST, next: 'https://ke-xau.example/v1/ho-so' })
  const settings = { paging: 'next', nextPath: 'next', rowsPath: 'ds' }
  expect(await fault(settings)).toMatchObject({ code: 'connect.host-not-allowed', class: 'policy' })
  for (const next of ['/quan-tri', '../quan-tri', '/v1/../quan-tri', '/v12', 'x'.repeat(9000)]) {
    reply = () => ({ ds: LIST, next })
    expect(await fault(settings), next).toMatchObject({ code: 'http.bad-path' })
  }
})

test('Link headers are read as RFC 8288 writes them', () => {
  expect(nextLink('<a>; rel=next')).toBe('a')
  expect(nextLink('<a?x=1,2;3>; REL="Next"')).toBe('a?x=1,2;3')
  expect(nextLink('<a>; title="rel=next"; rel=prev, <b> ; rel = "first next"')).toBe('b')
  expect(nextLink('<a>; rel=nextish')).toBeUndefined()
  expect(nextLink(undefined)).toBeUndefined()
  expect(nextLink(`${'<'.repeat(50_000)}; rel=next`)).toBeUndefined()
  expect(belowBase('https://a.vn', '/x', '/y?b')).toBe('/y?b')
  expect(belowBase('https://a.vn/v1/', '/x?a', '?b=1')).toBe('/x?b=1')
})

test('pages are read by GET, and what leads on must be named', () => {
  const issues = (settings: object) =>
    definition.settings.safeParse({ connection: 'a', ...settings }).error?.issues.map((it) => it.path.join('.'))
  expect(issues({ paging: 'page', method: 'POST' })).toEqual(['paging'])
  expect(issues({ paging: 'cursor' })).toEqual(['cursorPath'])
  expect(issues({ paging: 'next' })).toEqual(['nextPath'])
  expect(issues({ paging: 'page', rowsPath: 'a..b' })).toEqual(['rowsPath'])
})
