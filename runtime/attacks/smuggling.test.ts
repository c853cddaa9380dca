import { expect, test } from 'vitest'
import { flowOf, unharmed, useInstallation } from './installation.ts'

const system = useInstallation(async (it) => {
  await it.publish(flowOf('nhan-tin', { accepts: 'any' }))
})

const LINE = 'POST /nhan-tin HTTP/1.1\r\n'
const BEHIND = 'GET /doi-chung HTTP/1.1\r\nhost: a\r\n\r\n'

test.each([
  ['both lengths', `${LINE}host: a\r\ncontent-length: 4\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n${BEHIND}`],
  [
    'both lengths, the other way round',
    `${LINE}host: a\r\ntransfer-encoding: chunked\r\ncontent-length: 4\r\n\r\n0\r\n\r\n`,
  ],
  ['two lengths that differ', `${LINE}host: a\r\ncontent-length: 4\r\ncontent-length: 5\r\n\r\nabcde`],
  ['a list of lengths', `${LINE}host: a\r\ncontent-length: 4, 5\r\n\r\nabcde`],
  ['a signed length', `${LINE}host: a\r\ncontent-length: +4\r\n\r\nabcd`],
  ['a negative length', `${LINE}host: a\r\ncontent-length: -1\r\n\r\n`],
  ['a length in hexadecimal', `${LINE}host: a\r\ncontent-length: 0x4\r\n\r\nabcd`],
  ['a coding that is not known', `${LINE}host: a\r\ntransfer-encoding: xchunked\r\n\r\n`],
  ['a coding behind chunked', `${LINE}host: a\r\ntransfer-encoding: chunked, identity\r\n\r\n0\r\n\r\n`],
  ['a space before the colon', `${LINE}host: a\r\ntransfer-encoding : chunked\r\n\r\n0\r\n\r\n`],
  ['an obsolete folded line', `${LINE}host: a\r\nx-a: 1\r\n 2\r\ncontent-length: 0\r\n\r\n`],
  ['a folded coding', `${LINE}host: a\r\ntransfer-encoding:\r\n chunked\r\n\r\n0\r\n\r\n`],
  ['a lone CR in a value', `${LINE}host: a\r\nx-a: 1\rx-b: 2\r\n\r\n`],
  ['NUL in a value', `${LINE}host: a\r\nx-a: 1\0\r\n\r\n`],
  ['no host', `${LINE}content-length: 0\r\n\r\n`],
  ['two hosts', `${LINE}host: a\r\nhost: b\r\ncontent-length: 0\r\n\r\n`],
  ['a chunk of no length', `${LINE}host: a\r\ntransfer-encoding: chunked\r\n\r\n\r\nabc\r\n0\r\n\r\n`],
  ['a chunk length that is no number', `${LINE}host: a\r\ntransfer-encoding: chunked\r\n\r\nzz\r\nabc\r\n0\r\n\r\n`],
  ['a chunk longer than it says', `${LINE}host: a\r\ntransfer-encoding: chunked\r\n\r\n2\r\nabcdef\r\n0\r\n\r\n`],
  ['a chunk length beyond 64 bits', `${LINE}host: a\r\ntransfer-encoding: chunked\r\n\r\nfffffffffffffffff\r\na\r\n`],
  ['lines that end in LF only', 'POST /nhan-tin HTTP/1.1\nhost: a\ncontent-length: 0\n\n'],
  ['another protocol', 'POST /nhan-tin HTTQ/1.1\r\nhost: a\r\n\r\n'],
  ['an HTTP/2 preface', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
  ['TLS on the plain port', Buffer.from('16030100a5010000a10303', 'hex')],
  ['a method that is no word', '(POST) /nhan-tin HTTP/1.1\r\nhost: a\r\n\r\n'],
  ['a space in the path', 'POST /nhan tin HTTP/1.1\r\nhost: a\r\n\r\n'],
  ['a raw letter in the path', 'POST /nhận HTTP/1.1\r\nhost: a\r\ncontent-length: 0\r\n\r\n'],
])('%s: 400 or 404 with our code, and nothing behind it is read as a request', async (_name, bytes) => {
  const text = await system().raw(bytes, 800)
  expect(text).toMatch(/^HTTP\/1\.1 40[04] /)
  expect(text).toMatch(/"code":"gateway\.(bad-request|no-route)"/)
  expect(text).not.toContain('"song"')
  expect(text.match(/HTTP\/1\.1 /g)).toHaveLength(1)
})

test('64 KB of headers: 431 with our code', async () => {
  for (const head of [
    `x-a: ${'a'.repeat(65_536)}`,
    Array.from({ length: 3000 }, (_, i) => `x-${i}: 1234567890`).join('\r\n'),
  ]) {
    const text = await system().raw(`${LINE}host: a\r\n${head}\r\n\r\n`, 800)
    expect(text).toMatch(/^HTTP\/1\.1 431 /)
    expect(text).toContain('"code":"gateway.headers-too-large"')
  }
})

test('an address of 64 KB is refused with our code', async () => {
  const text = await system().raw(`GET /${'a'.repeat(65_536)} HTTP/1.1\r\nhost: a\r\n\r\n`, 800)
  expect(text).toMatch(/^HTTP\/1\.1 431 [\s\S]*"code":"gateway\.headers-too-large"/)
})

test.each([
  ['CONNECT a:443 HTTP/1.1\r\nhost: a\r\n\r\n', 405, 'gateway.no-route'],
  ['OPTIONS * HTTP/1.1\r\nhost: a\r\n\r\n', 404, 'gateway.no-route'],
  ['TRACE /nhan-tin HTTP/1.1\r\nhost: a\r\n\r\n', 405, 'gateway.wrong-method'],
  [`${LINE}host: a\r\nexpect: 200-maybe\r\ncontent-length: 0\r\n\r\n`, 417, 'gateway.wrong-expectation'],
  ['GET http://noi-khac/doi-chung HTTP/1.1\r\nhost: a\r\n\r\n', 404, 'gateway.no-route'],
])('%j: %d', async (bytes, status, code) => {
  const text = await system().raw(bytes, 800)
  expect(text).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `))
  expect(text).toContain(`"code":"${code}"`)
})

test('an upgrade that nobody offers is an ordinary request', async () => {
  const text = await system().raw(
    'GET /doi-chung HTTP/1.1\r\nhost: a\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n',
    800,
  )
  expect(text).toMatch(/^HTTP\/1\.1 200 /)
})

test('two good requests in one packet are two answers in their order', async () => {
  const body = '{"a":1}'
  const first = `${LINE}host: a\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`
  const text = await system().raw(first + BEHIND.replace('host: a', 'host: a\r\nconnection: close'), 5000)
  expect(text.match(/HTTP\/1\.1 200 /g)).toHaveLength(2)
  expect(text.indexOf('{"a":1}')).toBeLessThan(text.indexOf('"song"'))
})

test('afterwards everything stands', () => unharmed(system()))
