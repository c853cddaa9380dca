import { expect, test } from 'vitest'
import { type FlowFile, flowOf, unharmed, useInstallation } from './installation.ts'

const KEY = 'khoa-cua-doi-tac-0123456789'
const withKey = (id: string): FlowFile => flowOf(id, { accepts: 'json', access: 'key', connection: 'khoa' })

const system = useInstallation(async (it) => {
  await it.connect('khoa', { kind: 'api-key', title: 'Khoá', values: { owner: 'Đối tác' }, secrets: { key: KEY } })
  await it.publish(withKey('kin'))
  await it.publish(
    flowOf(
      'theo-ma',
      { path: '/tra-cuu/{ma}', method: 'GET', accepts: 'any' },
      {
        'tra-loi': {
          use: 'http-reply@1',
          settings: { content: 'value', body: { expr: '{ "ma": $headers."path-ma" }' } },
        },
      },
    ),
  )
})

test.each([
  {},
  { 'x-api-key': '' },
  { 'x-api-key': 'sai' },
  { 'x-api-key': `${KEY}x` },
  { 'x-api-key': KEY.slice(0, -1) },
  { 'x-api-key': KEY.toUpperCase() },
  { authorization: KEY },
  { authorization: `Basic ${Buffer.from(`a:${KEY}`).toString('base64')}` },
  { authorization: `Bearer  ` },
  { cookie: `x-api-key=${KEY}` },
  { 'x-api-key': 'undefined' },
  { 'x-api-key': '__proto__' },
])('the headers %j: 401', async (headers) => {
  const answer = await system().send('/kin', { body: { a: 1 }, headers })
  expect(answer).toMatchObject({ status: 401, body: { code: 'gateway.unauthorised' } })
})

test('the key in the address is no key, and two keys are none', async () => {
  expect((await system().send(`/kin?x-api-key=${KEY}`, { body: {} })).status).toBe(401)
  const text = await system().raw(
    `POST /kin HTTP/1.1\r\nhost: a\r\nx-api-key: ${KEY}\r\nx-api-key: sai\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}`,
  )
  expect(text).toMatch(/^HTTP\/1\.1 401 /)
})

test('the administrator’s token opens no flow', async () => {
  expect(
    (await system().send('/kin', { body: {}, headers: { authorization: `Bearer ${system().token}` } })).status,
  ).toBe(401)
})

test('the right key opens it, and neither key nor token goes on with the message', async () => {
  for (const headers of [{ 'x-api-key': KEY }, { authorization: `bearer ${KEY}` }]) {
    const answer = await system().send('/kin', { body: { a: 1 }, headers })
    expect(answer).toMatchObject({ status: 200, body: { a: 1 } })
    const run = await system().run(String(answer.headers['x-lienthong-run']))
    expect(JSON.stringify(run)).not.toContain(KEY)
  }
})

test('a wrong key is answered before the body is sent, and the sender is not asked for it', async () => {
  const head =
    'POST /kin HTTP/1.1\r\nhost: a\r\nx-api-key: sai\r\ncontent-type: application/json\r\ncontent-length: 1000000\r\n'
  const started = performance.now()
  const text = await system().raw(`${head}expect: 100-continue\r\n\r\n`, 4000)
  expect(text).toMatch(/^HTTP\/1\.1 401 /)
  expect(text).not.toContain('100 Continue')
  expect(performance.now() - started).toBeLessThan(3500)
  expect(await system().raw(`${head}\r\n`, 4000)).toMatch(/^HTTP\/1\.1 401 /)
})

test('with the right key the sender is asked for the body', async () => {
  const text = await system().raw(
    `POST /kin HTTP/1.1\r\nhost: a\r\nx-api-key: ${KEY}\r\ncontent-type: application/json\r\ncontent-length: 2\r\nexpect: 100-continue\r\nconnection: close\r\n\r\n{}`,
    4000,
  )
  expect(text).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 /)
})

test('a wrong key and a body that is broken, too large or of the wrong type: still only 401', async () => {
  for (const [body, type] of [
    ['{', 'application/json'],
    ['<a/>', 'text/xml'],
    ['x'.repeat(11_000_000), 'application/json'],
  ]) {
    const answer = await system().send('/kin', { body, headers: { 'content-type': type ?? '', 'x-api-key': 'sai' } })
    expect(answer).toMatchObject({ status: 401, body: { code: 'gateway.unauthorised' } })
  }
})

test.each([
  '/x/%2e%2e/kin',
  '/x/../kin',
  '/./kin',
  '//kin',
  '/kin//',
  '/KIN',
  '/kin%00',
  '/kin%2f',
  '/%6bin',
  '/kin;a=1',
  '/kin.json',
  '/kin\\',
  '/..;/kin',
  '/api/v1/flows',
  '/%2e%2e/api/v1/health',
  '/tra-cuu/',
  '/tra-cuu/a/b',
  '/tra-cuu',
])('the path %s is not the one that was published: 404', async (path) => {
  for (const method of ['POST', 'GET']) {
    const text = await system().raw(
      `${method} ${path} HTTP/1.1\r\nhost: a\r\ncontent-length: 2\r\ncontent-type: application/json\r\nconnection: close\r\n\r\n{}`,
      3000,
    )
    expect(text).toMatch(/^HTTP\/1\.1 404 /)
    expect(text).toContain('"code":"gateway.no-route"')
  }
})

test.each([
  ['%2e%2e%2fkin', '../kin'],
  ['..', '..'],
  ['a%0d%0ax-b:%201', 'a\r\nx-b: 1'],
  ['%', '%'],
  ['%c3%28', '%c3%28'],
  ['a%2Fb', 'a/b'],
  ['__proto__', '__proto__'],
])('a path parameter is only data: %s', async (part, value) => {
  const text = await system().raw(`GET /tra-cuu/${part} HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n`)
  const [head = '', body = ''] = text.split('\r\n\r\n')
  expect(head).toMatch(/^HTTP\/1\.1 200 /)
  expect(JSON.parse(body)).toEqual({ ma: value })
  expect(head).not.toContain('x-b')
})

test.each(['GET', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'])(
  'the method %s is not the one that was published: 405',
  async (method) => {
    const answer = await system().send('/kin', {
      method,
      headers: { 'x-api-key': KEY, 'x-http-method-override': 'POST' },
    })
    expect(answer.status).toBe(405)
    if (method !== 'HEAD')
      expect(answer.body).toMatchObject({ code: 'gateway.wrong-method', advice: { vi: 'Gửi lại bằng POST.' } })
  },
)

test('the same Idempotency-Key runs once, whoever races', async () => {
  const send = () =>
    system().send('/kin', { body: { a: 1 }, headers: { 'x-api-key': KEY, 'idempotency-key': 'mot-lan' } })
  const answers = await Promise.all(Array.from({ length: 10 }, send))
  expect(new Set(answers.map((it) => it.headers['x-lienthong-run'])).size).toBe(1)
  for (const answer of answers) expect([200, 202]).toContain(answer.status)
})

test('a changed key counts at once', async () => {
  await system().connect('khoa', {
    kind: 'api-key',
    title: 'Khoá',
    values: { owner: 'Đối tác' },
    secrets: { key: 'khoa-moi-0123456789-khoa-moi' },
  })
  expect((await system().send('/kin', { body: {}, headers: { 'x-api-key': KEY } })).status).toBe(401)
  expect(
    (await system().send('/kin', { body: {}, headers: { 'x-api-key': 'khoa-moi-0123456789-khoa-moi' } })).status,
  ).toBe(200)
})

test('afterwards everything stands', () => unharmed(system()))
