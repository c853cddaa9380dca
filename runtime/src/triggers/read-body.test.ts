import { createServer, request as openRequest } from 'node:http'
import type { AddressInfo } from 'node:net'
import iconv from 'iconv-lite'
import { describe, expect, onTestFinished, test } from 'vitest'
import { toErrorData } from '#shared/errors/flow-error.ts'
import { createBodyBudget } from './body-budget.ts'
import { checkType, parseBody, readBody, sizeText } from './read-body.ts'

const codeOf = (act: () => unknown): string => {
  try {
    act()
    return 'good'
  } catch (error) {
    return toErrorData(error).code
  }
}

/** What becomes of a body that is sent in these pieces, with its length declared or in chunks. */
async function sent(pieces: readonly string[], limit: number, declare: boolean, cut = false): Promise<string> {
  const read = Promise.withResolvers<string>()
  const server = createServer((request, response) => {
    readBody(request, limit, createBodyBudget(1_000_000_000)).then(
      (bytes) => {
        read.resolve(`${bytes.length} ${bytes.toString()}`)
        response.end()
      },
      (error: unknown) => {
        read.resolve(toErrorData(error).code)
        response.end()
        request.resume()
      },
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const length = Buffer.byteLength(pieces.join(''))
  const headers = declare ? { 'content-length': length + (cut ? 1 : 0) } : {}
  const request = openRequest({
    port: (server.address() as AddressInfo).port,
    host: '127.0.0.1',
    method: 'POST',
    headers,
  })
  request.on('error', () => undefined)
  for (const piece of pieces) request.write(piece)
  if (cut) setTimeout(() => request.destroy(), 50)
  else request.end()
  return read.promise
}

describe.each([
  ['declared', true],
  ['in chunks', false],
])('a body whose length is %s', (_, declare) => {
  test('is read up to the limit, to the byte', async () => {
    expect(await sent(['0123', '456789'], 10, declare)).toBe('10 0123456789')
    expect(await sent(['0123', '456789x'], 10, declare)).toBe('gateway.too-large')
  })
  test('that breaks off is an error', async () => {
    expect(await sent(['0123'], 10, declare, true)).toBe('bug.unexpected')
  })
})

describe('a declared type', () => {
  test.each([
    ['json', 'application/json', 'good'],
    ['json', 'application/JSON; charset="UTF-8"', 'good'],
    ['json', 'application/problem+json', 'good'],
    ['json', undefined, 'good'],
    ['json', 'text/plain', 'gateway.wrong-type'],
    ['json', 'application/jsonx', 'gateway.wrong-type'],
    ['xml', 'application/soap+xml; charset=utf-8', 'good'],
    ['xml', 'text/xml', 'good'],
    ['xml', 'application/json', 'gateway.wrong-type'],
    ['text', 'text/csv', 'good'],
    ['form', 'application/x-www-form-urlencoded', 'good'],
    ['any', 'application/pdf', 'good'],
    ['json', 'application/json; charset=base64', 'gateway.wrong-type'],
    ['any', 'text/plain; charset=hex', 'gateway.wrong-type'],
  ] as const)('where %s is taken, %s is %s', (accepts, type, result) => {
    expect(codeOf(() => checkType(accepts, type === undefined ? {} : { 'content-type': type }))).toBe(result)
  })
  test('may not be packed', () => {
    expect(codeOf(() => checkType('json', { 'content-encoding': 'gzip' }))).toBe('gateway.wrong-type')
    expect(codeOf(() => checkType('json', { 'content-encoding': 'identity' }))).toBe('good')
  })
})

describe('a body', () => {
  const text = 'Nguyễn Văn Đức'
  test.each(['utf-8', 'utf-16le', 'windows-1258'])('in %s is read as it was written', (charset) => {
    const bytes = iconv.encode(charset === 'windows-1258' ? 'Đức' : text, charset)
    const read = parseBody(bytes, 'text', `text/plain; charset=${charset}`)
    expect(read).toBe(iconv.decode(bytes, charset))
    if (charset !== 'windows-1258') expect(read).toBe(text)
  })
  test('may begin with a byte order mark, which is no part of it', () => {
    expect(parseBody(Buffer.from('\uFEFF{"a":1}'), 'json', 'application/json')).toEqual({ a: 1 })
    expect(parseBody(Buffer.from(`\uFEFF${text}`, 'utf16le'), 'text', 'text/plain; charset=utf-16')).toBe(text)
  })
  test('with bytes that its charset does not know is refused with their place', () => {
    const broken = Buffer.concat([Buffer.from('{"a":"ế'), Buffer.from([0xff]), Buffer.from('"}')])
    expect(codeOf(() => parseBody(broken, 'json', undefined))).toBe('text.encoding')
    expect(() => parseBody(broken, 'json', undefined)).toThrow('9')
  })
  test('is parsed by what is declared and never by its looks', () => {
    expect(parseBody(Buffer.from('{"a":1}'), 'any', 'text/plain')).toBe('{"a":1}')
    expect(parseBody(Buffer.from('{"a":1}'), 'any', undefined)).toBe('{"a":1}')
    expect(parseBody(Buffer.from('{"a":1}'), 'any', 'application/ld+json')).toEqual({ a: 1 })
    expect(parseBody(Buffer.from('<a>1</a>'), 'any', 'text/xml')).toBe('<a>1</a>')
    expect(parseBody(Buffer.from('a=1&b=%C4%91+x&c'), 'any', 'application/x-www-form-urlencoded')).toEqual({
      a: '1',
      b: 'đ x',
      c: '',
    })
  })
  test('that is broken is refused by its kind', () => {
    expect(codeOf(() => parseBody(Buffer.from('{'), 'json', undefined))).toBe('json.malformed')
    expect(codeOf(() => parseBody(Buffer.from('<a>'), 'xml', undefined))).toMatch(/^xml\./)
    expect(codeOf(() => parseBody(Buffer.from('__proto__=1'), 'form', undefined))).toBe('json.forbidden-key')
  })
})

test('sizes are said in whole units, and never as nothing', () => {
  expect([1, 1024, 65_536, 10_485_760].map(sizeText)).toEqual(['1 KB', '1 KB', '64 KB', '10 MB'])
})
