import { createServer, type IncomingMessage, type Server } from 'node:http'
import { afterEach, expect, test } from 'vitest'
import { handle, httpTool } from '#nodes/testing/real-partners.ts'
import { toErrorData } from '#shared/errors/flow-error.ts'
import { excerptOf, faultOfStatus } from './http-answer.ts'
import { createTokenCache } from './token-cache.ts'

let server: Server | undefined

afterEach(() => {
  server?.closeAllConnections()
  server?.close()
})

/** A partner that answers with what it was sent; tokens are counted. */
async function partner(tokenAnswer?: (request: IncomingMessage, body: string) => { status: number; body: unknown }) {
  const asked: { readonly headers: IncomingMessage['headers']; readonly body: string }[] = []
  server = createServer(async (request, response) => {
    let body = ''
    for await (const part of request) body += String(part)
    const token = request.url === '/token'
    if (token) asked.push({ headers: request.headers, body })
    const answer = token && tokenAnswer ? tokenAnswer(request, body) : { status: 200, body: request.headers }
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(JSON.stringify(answer.body))
  })
  await new Promise<void>((done) => server?.listen(0, '127.0.0.1', done))
  const address = server.address()
  const url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
  return { url, asked }
}

const signal = new AbortController().signal
const call = { method: 'GET', path: '/thu' }

test.each([
  [{ auth: 'none' }, {}, {}],
  [
    { auth: 'basic', username: 'cán-bộ' },
    { password: 'mật:khẩu' },
    { authorization: `Basic ${Buffer.from('cán-bộ:mật:khẩu').toString('base64')}` },
  ],
  [{ auth: 'bearer' }, { token: 'abc' }, { authorization: 'Bearer abc' }],
  [{ auth: 'api-key', headerName: 'X-Khoa' }, { key: 'k1' }, { 'x-khoa': 'k1' }],
])('the partner receives the credential of %o', async (values, secrets, expected) => {
  const { url } = await partner()
  const answer = await httpTool(signal)(handle('http', { baseUrl: url, ...values }, secrets), call)
  expect(answer.json()).toMatchObject(expected)
})

test('with OAuth 2.0 one token serves many calls at once', async () => {
  const { url, asked } = await partner(() => ({ status: 200, body: { access_token: 't-1', expires_in: 3600 } }))
  const values = { baseUrl: url, auth: 'oauth2', tokenUrl: `${url}/token`, clientId: 'ma', scope: 'doc' }
  const http = httpTool(signal)
  const connection = handle('http', values, { clientSecret: 'kín' })
  const answers = await Promise.all([http(connection, call), http(connection, call), http(connection, call)])
  expect(answers.map((answer) => answer.json())).toEqual(
    Array(3).fill(expect.objectContaining({ authorization: 'Bearer t-1' })),
  )
  expect(asked).toHaveLength(1)
  expect(asked[0]?.body).toBe('grant_type=client_credentials&scope=doc')
  expect(asked[0]?.headers.authorization).toBe(`Basic ${Buffer.from('ma:kín').toString('base64')}`)
})

test('a token address that wants JSON gets JSON', async () => {
  const { url, asked } = await partner(() => ({ status: 200, body: { access_token: 't', expires_in: '60' } }))
  const values = { baseUrl: url, auth: 'oauth2', tokenUrl: `${url}/token`, clientId: 'ma', clientAuth: 'json' }
  await httpTool(signal)(handle('http', values, { clientSecret: 'kin' }), call)
  expect(JSON.parse(asked[0]?.body ?? '')).toEqual({
    grant_type: 'client_credentials',
    client_id: 'ma',
    client_secret: 'kin',
  })
})

test('refused client credentials are a matter of the connection and the secret stays out of the error', async () => {
  const { url } = await partner((_request, body) => ({ status: 400, body: { error: 'invalid_client', sent: body } }))
  const values = { baseUrl: url, auth: 'oauth2', tokenUrl: `${url}/token`, clientId: 'ma', clientAuth: 'form' }
  const failed = await httpTool(signal)(handle('http', values, { clientSecret: 'bi-mat-dai' }), call).catch(toErrorData)
  expect(failed).toMatchObject({ code: 'http.auth', class: 'auth' })
  expect(JSON.stringify(failed)).not.toContain('bi-mat-dai')
})

test('a connection that lacks its secret says what is missing', async () => {
  const failed = await httpTool(signal)(handle('http', { baseUrl: 'http://127.0.0.1:9', auth: 'bearer' }), call).catch(
    toErrorData,
  )
  expect(failed).toMatchObject({ code: 'connect.not-configured' })
  expect(JSON.stringify(failed)).toContain('token')
})

test('a token is replaced a minute before it ends, opened once for all who wait, and dropped only by who was refused', async () => {
  let now = 0
  let opened = 0
  const cache = createTokenCache(() => now)
  const open = async () => ({ value: `t-${++opened}`, lifeMs: 3_600_000 })
  expect(await Promise.all([cache.get('a', open), cache.get('a', open)])).toEqual(['t-1', 't-1'])
  now = 3_539_999
  expect(await cache.get('a', open)).toBe('t-1')
  now = 3_540_000
  expect(await cache.get('a', open)).toBe('t-2')
  cache.drop('a', 't-1')
  expect(await cache.get('a', open)).toBe('t-2')
  cache.drop('a', 't-2')
  expect(await cache.get('a', open)).toBe('t-3')
})

test('a token that could not be had is asked for again', async () => {
  const cache = createTokenCache()
  await expect(cache.get('a', () => Promise.reject(new Error('hỏng')))).rejects.toThrow('hỏng')
  expect(await cache.get('a', async () => ({ value: 't', lifeMs: 1000 }))).toBe('t')
})

test.each([
  [408, 'http.server-error', 'transient'],
  [425, 'http.server-error', 'transient'],
  [429, 'http.too-many', 'transient'],
  [500, 'http.server-error', 'transient'],
  [503, 'http.server-error', 'transient'],
  [401, 'http.auth', 'auth'],
  [403, 'http.auth', 'auth'],
  [404, 'http.rejected', 'permanent'],
  [302, 'http.rejected', 'permanent'],
])('status %i is %s (%s)', (status, code, kind) => {
  const { data } = faultOfStatus({ status, headers: { 'retry-after': '5' }, text: 'x' }, 'doi-tac')
  expect(data).toMatchObject({ code, class: kind, details: { status, retryAfter: '5' } })
})

test('an excerpt is short, without markup and without secrets', () => {
  const text = `<html><body>Lỗi cho <b>mat-khau-1</b>${' rất dài'.repeat(200)}</body></html>`
  const excerpt = excerptOf(text, { password: 'mat-khau-1' })
  expect(excerpt).toMatch(/^Lỗi cho \*\*\* rất dài/)
  expect(excerpt.length).toBeLessThanOrEqual(300)
})
