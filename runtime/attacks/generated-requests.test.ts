import { connect } from 'node:net'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formBodies } from './form-bodies.ts'
import { atOnce, flowOf, unharmed, useInstallation } from './installation.ts'

// Goal figure R8, the part of the gateway: 2,000 generated requests, 0 crashes, 0 hangs, 0 answers without our code.
const SEED = 20_260_105
const REQUESTS = 2000
const FORMS = 1000
const AT_A_TIME = 20

const system = useInstallation(async (it) => {
  for (const accepts of ['json', 'xml', 'form', 'any'])
    await it.publish(flowOf(`nhan-${accepts}`, { accepts, maxBytes: 2000 }))
  await it.publish(flowOf('theo-ma', { path: '/theo/{ma}', method: 'GET', accepts: 'any' }))
})

const jsonText = fc.json({ maxDepth: 4 })
const xmlText = fc
  .array(
    fc.constantFrom(
      '<a>',
      '</a>',
      '<b/>',
      '&lt;',
      '&x;',
      '<![CDATA[',
      ']]>',
      '<!DOCTYPE a>',
      '<!--',
      '-->',
      '<?xml version="1.0"?>',
      'é',
      '\0',
      '"',
      ' x="1"',
      '<',
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''))
/** A good text with a few bytes changed, cut or doubled. */
const damaged = fc
  .tuple(fc.oneof(jsonText, xmlText), fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { maxLength: 6 }))
  .map(([text, changes]) => {
    const bytes = Buffer.from(text)
    for (const [at, byte] of changes) if (bytes.length > 0) bytes[at % bytes.length] = byte
    return bytes
  })
const body = fc.oneof(
  jsonText.map((text) => Buffer.from(text)),
  xmlText.map((text) => Buffer.from(text)),
  damaged,
  fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
  fc.integer({ min: 1, max: 5000 }).map((length) => Buffer.alloc(length, '[')),
)
const path = fc.oneof(
  fc.constantFrom(
    '/nhan-json',
    '/nhan-xml',
    '/nhan-form',
    '/nhan-any',
    '/theo/1',
    '/',
    '*',
    '//',
    '/%2e%2e/nhan-json',
    '/nhan-json?a=%',
    '/nhan-json#a',
  ),
  fc.webPath(),
  fc.string({ maxLength: 20, unit: 'binary' }).map((text) => `/${text.replace(/[\r\n ]/g, '')}`),
)
const method = fc.oneof(
  { weight: 6, arbitrary: fc.constant('POST') },
  fc.constantFrom('GET', 'PUT', 'HEAD', 'OPTIONS', 'DELETE', 'get', 'XYZ', 'CONNECT', ''),
)
const type = fc.constantFrom(
  'application/json',
  'text/xml',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=a',
  'application/json; charset=utf-16',
  'application/json; charset=x',
  'text/plain',
  '',
  ';;;',
  'a/b/c',
  'application/json;charset="',
  '\u00ff',
)
const framing = fc.oneof(
  { weight: 6, arbitrary: fc.constant('right') },
  fc.constantFrom('short', 'long', 'negative', 'chunked', 'bad-chunks', 'both', 'none', 'word'),
)
const extra = fc.array(
  fc.oneof(
    fc.constantFrom(
      'expect: 100-continue',
      'expect: x',
      'content-encoding: gzip',
      'connection: upgrade\r\nupgrade: h2c',
      'idempotency-key: a',
      'x-api-key: a',
      'host: b',
      ' folded',
      ':',
      'a',
      '__proto__: 1',
      'constructor: 1',
      'cookie: a=1; a=2',
      'transfer-encoding: gzip, chunked',
      'te: trailers',
    ),
    fc
      .tuple(fc.string({ maxLength: 8 }), fc.string({ maxLength: 20, unit: 'binary' }))
      .map(([name, value]) => `${name}: ${value}`),
  ),
  { maxLength: 3 },
)
const request = fc
  .record({
    method,
    path,
    type,
    framing,
    body,
    extra,
    version: fc.constantFrom('1.1', '1.1', '1.1', '1.1', '1.0', '2.0', '9'),
  })
  .map((it) => {
    const lengths: Readonly<Record<string, string>> = {
      right: `content-length: ${it.body.length}\r\n`,
      short: `content-length: ${Math.max(0, it.body.length - 3)}\r\n`,
      long: `content-length: ${it.body.length + 7}\r\n`,
      negative: 'content-length: -5\r\n',
      word: 'content-length: abc\r\n',
      chunked: 'transfer-encoding: chunked\r\n',
      'bad-chunks': 'transfer-encoding: chunked\r\n',
      both: `content-length: ${it.body.length}\r\ntransfer-encoding: chunked\r\n`,
      none: '',
    }
    const head = `${it.method} ${it.path} HTTP/${it.version}\r\nhost: a\r\nconnection: close\r\ncontent-type: ${it.type}\r\n${lengths[it.framing]}${it.extra.map((line) => `${line}\r\n`).join('')}\r\n`
    const chunk =
      it.framing === 'chunked'
        ? [Buffer.from(`${it.body.length.toString(16)}\r\n`), it.body, Buffer.from('\r\n0\r\n\r\n')]
        : [it.body]
    return Buffer.concat([Buffer.from(head), ...chunk])
  })

test(`${REQUESTS} generated requests: each is answered with our code, or by a flow, or its connection is closed`, {
  timeout: 120_000,
}, async () => {
  const samples = fc.sample(request, { numRuns: REQUESTS, seed: SEED })
  const seen = new Map<string, number>()
  for (let i = 0; i < samples.length; i += AT_A_TIME) {
    const answers = await Promise.all(samples.slice(i, i + AT_A_TIME).map(exchange))
    answers.forEach(({ text, ms }, k) => {
      const verdict = judge(text)
      seen.set(verdict, (seen.get(verdict) ?? 0) + 1)
      expect({ request: samples[i + k]?.toString('latin1'), verdict }).toMatchObject({
        verdict: expect.not.stringMatching(/^(untyped|bug|5\d\d)/),
      })
      atOnce(ms, 5000)
    })
    if (i % 400 === 0) await unharmed(system())
  }
  await unharmed(system())
  // The generator reaches what it should: good answers, and most of the refusals.
  for (const wanted of [
    'flow',
    'json.malformed',
    'xml.malformed',
    'gateway.wrong-type',
    'gateway.too-large',
    'gateway.bad-request',
    'gateway.no-route',
    'gateway.wrong-expectation',
    'text.encoding',
  ])
    expect([...seen.keys()]).toContain(wanted)
  expect(system().log()).not.toMatch(/gateway fault|bug\.unexpected|a run stopped without an end/)
})

test(`${FORMS} generated forms and multipart bodies: each is read as what it is declared, or refused with our code`, {
  timeout: 120_000,
}, async () => {
  const sample = fc.tuple(fc.constantFrom('form', 'form', 'any', 'json'), formBodies)
  const samples = fc.sample(sample, { numRuns: FORMS, seed: SEED })
  const seen = new Set<string>()
  for (let i = 0; i < samples.length; i += AT_A_TIME) {
    const some = samples.slice(i, i + AT_A_TIME)
    const answers = await Promise.all(
      some.map(([accepts, { type, body: bytes }]) => {
        const head = `POST /nhan-${accepts} HTTP/1.1\r\nhost: a\r\nconnection: close\r\ncontent-type: ${type}\r\ncontent-length: ${bytes.length}\r\n\r\n`
        return exchange(Buffer.concat([Buffer.from(head, 'latin1'), bytes]))
      }),
    )
    answers.forEach(({ text, ms }, k) => {
      const [accepts, { type, body: bytes }] = some[k] ?? ['', { type: '', body: Buffer.alloc(0) }]
      const verdict = judge(text)
      seen.add(`${accepts} ${type.split(/[;/]/)[1]} ${verdict}`)
      expect({ accepts, type, body: bytes.toString('latin1'), verdict }).toMatchObject({
        verdict: expect.not.stringMatching(/^(untyped|bug|closed|5\d\d)/),
      })
      expect(text).not.toContain('root:')
      atOnce(ms, 5000)
    })
  }
  await unharmed(system())
  for (const wanted of [
    'form x-www-form-urlencoded flow',
    'form x-www-form-urlencoded text.encoding',
    'form form-data gateway.wrong-type',
    'json form-data gateway.wrong-type',
    'any form-data flow',
  ])
    expect([...seen]).toContain(wanted)
  expect(system().log()).not.toMatch(/gateway fault|bug\.unexpected|a run stopped without an end/)
})

/** Sends the bytes and the end of sending; gives what came back until the other side closed. */
function exchange(bytes: Buffer): Promise<{ text: string; ms: number }> {
  const started = performance.now()
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    const socket = connect({ port: system().ports.gateway, host: '127.0.0.1', allowHalfOpen: true }, () =>
      socket.end(bytes),
    )
    const late = setTimeout(() => {
      socket.destroy()
      reject(new Error(`no end of ${JSON.stringify(bytes.toString('latin1'))}`))
    }, 30_000)
    socket.on('data', (data) => chunks.push(data))
    socket.on('error', () => undefined)
    socket.on('close', () => {
      clearTimeout(late)
      resolve({ text: Buffer.concat(chunks).toString('utf8'), ms: performance.now() - started })
    })
  })
}

/** `flow`, `closed`, the code of a refusal, or `untyped …`. */
function judge(text: string): string {
  if (text === '') return 'closed'
  const last = text.replace(/^HTTP\/1\.1 100 Continue\r\n\r\n/, '')
  const [head = '', content = ''] = last.split('\r\n\r\n', 2)
  const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1])
  if (status >= 200 && status < 300 && /x-lienthong-run: /i.test(head)) return 'flow'
  if (status >= 500) return `${status} ${content}`
  const code = /"code":"([a-z.-]+)"/.exec(content)?.[1]
  if (code?.startsWith('bug.')) return code
  if (code === undefined && content === '' && /content-type: application\/problem\+json/.test(head)) return 'head only'
  return code ?? `untyped ${text.slice(0, 300)}`
}
