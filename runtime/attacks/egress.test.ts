import { expect, test, vi } from 'vitest'
import { atOnce, flowOf, unharmed, useInstallation } from './installation.ts'
import { startPartner } from './partner.ts'

// Acceptance case 46 (ssrf): connections are an administrator's, so loopback is allowed where it is listed; what is never allowed is tried here.
vi.setConfig({ testTimeout: 30_000 })
const system = useInstallation()

async function callOver(baseUrl: string, path: unknown = '/', body: unknown = {}) {
  const it = system()
  const saved = await it.call('PUT', '/connections/thu', { kind: 'http', title: 'Thử', values: { baseUrl } })
  if (saved.status !== 200) return saved
  const goi = {
    use: 'http-request@1',
    settings: { connection: 'thu', path, timeout: 'PT2S' },
    onError: { retry: 'khong' },
  }
  await it.publish(flowOf('thu', { accepts: 'json' }, { goi, 'tra-loi': { use: 'http-reply@1' } }))
  return it.send('/thu', { body })
}

test.each([
  '127.0.0.1',
  'localhost',
  '127.1',
  '2130706433',
  '0x7f000001',
  '0177.0.0.1',
  '127.0.0.2',
  '[::1]',
  '[::ffff:127.0.0.1]',
  '[::ffff:7f00:1]',
  '[0:0:0:0:0:ffff:7f00:1]',
  '0.0.0.0',
  '[::]',
  '0',
  'LOCALHOST',
  '①②⑦.0.0.1',
  '[::127.0.0.1]',
  '[64:ff9b::7f00:1]',
  '[2002:7f00:1::]',
  '127.0.0.1.',
  'localhost.',
])('our own listeners are refused, spelled %s', async (host) => {
  for (const port of [system().ports.admin, system().ports.gateway]) {
    const answer = await callOver(`http://${host}:${port}`, '/doi-chung')
    expect(answer.text).not.toContain('"song"')
    expect([400, 403, 422, 502]).toContain(answer.status)
    expect(answer.body.code).toMatch(/^(connect\.host-not-allowed|api\.invalid|connect\.unreachable)$/)
    if (answer.body.code === 'connect.unreachable') expect(host).toMatch(/\.$/)
  }
})

test.each([
  '169.254.169.254',
  '169.254.0.1',
  '[::ffff:169.254.169.254]',
  '[::ffff:a9fe:a9fe]',
  '[fe80::1]',
  '[fd00:ec2::254]',
  '[64:ff9b::a9fe:a9fe]',
  '[2002:a9fe:a9fe::]',
  '[::a9fe:a9fe]',
  '2852039166',
  '0xa9fea9fe',
  '0251.0376.0251.0376',
  '224.0.0.1',
  '255.255.255.255',
  '[ff02::1]',
  '0.0.0.0',
  '0.1.2.3',
])('the address %s is never called', async (host) => {
  const answer = await callOver(`http://${host}`, '/latest/meta-data/')
  expect(answer).toMatchObject({ status: 403, body: { code: 'connect.host-not-allowed' } })
  atOnce(answer.ms, 1500)
})

test.each([
  'file:///etc/passwd',
  'ftp://127.0.0.1/',
  'gopher://127.0.0.1:70/',
  'data:text/plain,a',
  'javascript:1',
  'unix:/tmp/a.sock',
  'http://a:b@127.0.0.1/',
  '//127.0.0.1/',
  'http://',
])('a connection to %s cannot be saved', async (baseUrl) => {
  const answer = await system().call('PUT', '/connections/thu', { kind: 'http', title: 'Thử', values: { baseUrl } })
  expect(answer.status).toBeGreaterThanOrEqual(400)
  expect(answer.status).toBeLessThan(500)
  expect(answer.body.message.vi.length).toBeGreaterThan(5)
})

test('a redirect is not followed, wherever it leads', async () => {
  const inside = await startPartner((_request, response) => response.end('bên trong'))
  for (const to of [
    `${inside.url}/x`,
    `http://127.0.0.1:${system().ports.gateway}/doi-chung`,
    'http://169.254.169.254/',
    'file:///etc/passwd',
  ]) {
    const partner = await startPartner((_request, response) => response.writeHead(302, { location: to }).end())
    const answer = await callOver(partner.url)
    expect(answer).toMatchObject({ status: 502, body: { code: 'http.redirected' } })
    expect(partner.heard).toHaveLength(1)
  }
  expect(inside.heard).toHaveLength(0)
})

test.each([
  '@127.0.0.1/',
  '//127.0.0.1/',
  '/../../admin',
  '/a/%2e%2e/b',
  '\\\\127.0.0.1\\',
  '/a\r\nx-b: 1',
  ':9/',
  '.vi.du/',
  '/a b',
  '/\u0000',
  'http://127.0.0.1/',
  '?a',
  '#a',
  '/a?b=c',
  '/a#b',
])('a path out of a message stays a path: %j', async (path) => {
  const partner = await startPartner((_request, response) => response.end('{}'))
  const answer = await callOver(partner.url, { field: 'path' }, { path })
  expect(answer.status).toBeLessThan(500)
  for (const { path: heard, headers } of partner.heard) {
    expect(heard).toMatch(/^\//)
    expect(heard).not.toMatch(/\.\.|%2e/i)
    expect(headers.host).toBe(`127.0.0.1:${partner.port}`)
    expect(headers['x-b']).toBeUndefined()
  }
  if (answer.status !== 200) expect(answer.body.code).toBe('http.bad-path')
})

test('a partner hears no header of ours that it should not', async () => {
  const partner = await startPartner((_request, response) => response.end('{}'))
  const answer = await callOver(partner.url)
  expect(answer.status).toBe(200)
  expect(Object.keys(partner.heard[0]?.headers ?? {}).sort()).toEqual(
    expect.not.arrayContaining(['authorization', 'cookie', 'x-api-key']),
  )
})

test('afterwards everything stands', () => unharmed(system()))
