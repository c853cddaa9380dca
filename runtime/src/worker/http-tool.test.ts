import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import iconv from 'iconv-lite'
import { describe, expect, onTestFinished, test } from 'vitest'
import { createEgressPolicy } from '#runtime/security/egress.ts'
import { type ErrorData, toErrorData } from '#shared/errors/flow-error.ts'
import type { ConnectionHandle, HttpAnswer, HttpRequest } from '#shared/node/run.ts'
import { createHttpTool } from './http-tool.ts'
import { createReach } from './reach.ts'

type Partner = (request: IncomingMessage, response: ServerResponse, body: string) => void

/** A partner on a free port, and a tool with a connection to it. */
async function partner(
  act: Partner,
  auth: Record<string, unknown> = { auth: 'none' },
  secrets: Record<string, string> = {},
) {
  const seen: { url: string; method: string; headers: IncomingMessage['headers']; body: string }[] = []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const body = Buffer.concat(chunks).toString()
    seen.push({ url: request.url ?? '', method: request.method ?? '', headers: request.headers, body })
    act(request, response, body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  const tool = createHttpTool(createEgressPolicy([]))
  onTestFinished(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
    await tool.close()
  })
  const connection: ConnectionHandle = {
    id: 'doi-tac',
    kind: 'http',
    values: { baseUrl: `http://${host}/goc/`, tokenUrl: `http://${host}/token`, clientId: 'ta', ...auth },
    secrets,
    simulator: false,
    reach: createReach(createEgressPolicy([]), [])([host]),
  }
  const send = (
    request: Partial<HttpRequest> = {},
    hosts = [host],
    signal = new AbortController().signal,
  ): Promise<HttpAnswer> => tool.send(connection, hosts, { method: 'POST', path: '/x', ...request }, signal)
  const fault = (
    request?: Partial<HttpRequest>,
    hosts?: string[],
    signal?: AbortSignal,
  ): Promise<ErrorData | undefined> => send(request, hosts, signal).then(() => undefined, toErrorData)
  return { send, fault, seen, server, tool, host }
}

describe('a request', () => {
  test('goes below the base address with its query, headers and body', async () => {
    const { send, seen } = await partner((_, response) => response.end('ok'))
    await send({ path: '/a', query: { ten: 'đ&x' }, headers: { 'X-Ma': '1' }, body: { ma: '007' } })
    await send({ body: 'chữ', headers: { 'Content-Type': 'text/plain' } })
    await send({ method: 'GET' })
    expect(seen[0]).toMatchObject({
      url: '/goc/a?ten=%C4%91%26x',
      body: '{"ma":"007"}',
      headers: { 'x-ma': '1', 'content-type': 'application/json; charset=utf-8' },
    })
    expect(seen[1]).toMatchObject({ body: 'chữ', headers: { 'content-type': 'text/plain' } })
    expect(seen[2]).toMatchObject({ method: 'GET', body: '' })
  })
  test('to a host that is not listed never leaves', async () => {
    const { fault, seen } = await partner((_, response) => response.end())
    expect(await fault({}, ['doi-tac.vn:443'])).toMatchObject({ code: 'connect.host-not-allowed', class: 'policy' })
    expect(seen).toEqual([])
  })
  test('is not led elsewhere by a redirect', async () => {
    const { send, seen } = await partner((_, response) =>
      response.writeHead(302, { location: 'http://169.254.169.254/' }).end(),
    )
    expect((await send()).status).toBe(302)
    expect(seen).toHaveLength(1)
  })
})

describe('an answer', () => {
  test('is decoded by its charset and parsed when it is JSON', async () => {
    const { send } = await partner((_, response) =>
      response
        .writeHead(201, { 'content-type': 'application/json; charset=utf-16le' })
        .end(iconv.encode('{"ten":"Đức","ma":"007"}', 'utf-16le')),
    )
    const answer = await send()
    expect([answer.status, answer.json()]).toEqual([201, { ten: 'Đức', ma: '007' }])
  })
  test('in XML is decoded as its declaration says when the header names no charset', async () => {
    const { send } = await partner((_, response) =>
      response
        .writeHead(200, { 'content-type': 'application/xml' })
        .end(iconv.encode('<?xml version="1.0" encoding="utf-16"?><ten>Đức</ten>', 'utf-16le', { addBOM: true })),
    )
    expect((await send()).text).toContain('<ten>Đức</ten>')
  })
  test('that claims to be JSON and is not is the partner’s fault; other text stays text', async () => {
    const { send } = await partner((request, response) =>
      response
        .writeHead(200, { 'content-type': request.url?.endsWith('json') ? 'application/json' : 'text/html' })
        .end('<html>'),
    )
    const broken = await send({ path: '/json' })
    expect(
      toErrorData(
        await Promise.resolve()
          .then(() => broken.json())
          .catch((error: unknown) => error),
      ).code,
    ).toBe('http.bad-answer')
    expect((await send()).json()).toBe('<html>')
  })
  test('larger than allowed is cut off and says the limit', async () => {
    const { fault } = await partner((_, response) => response.end('x'.repeat(200_000)))
    const error = await fault({ maxBytes: 100_000 })
    expect(error).toMatchObject({ code: 'http.answer-too-large' })
    expect(error?.message.vi).toContain('98 KB')
  })
})

describe('a fault of the network is transient', () => {
  test('when nobody listens', async () => {
    const { fault, server } = await partner(() => undefined)
    await new Promise((resolve) => server.close(resolve))
    expect(await fault()).toMatchObject({ code: 'connect.unreachable', class: 'transient' })
  })
  test('when the partner is silent, before or in the middle of its answer', async () => {
    const { fault } = await partner((request, response) => {
      if (request.url?.endsWith('nua')) response.writeHead(200).write('một nửa')
    })
    expect(await fault({ timeoutMs: 80 })).toMatchObject({ code: 'connect.timeout', class: 'transient' })
    expect(await fault({ timeoutMs: 80, path: '/nua' })).toMatchObject({ code: 'connect.timeout', class: 'transient' })
  })
  test('when the connection is cut, before or in the middle of its answer', async () => {
    const { fault } = await partner((request, response) => {
      if (request.url?.endsWith('nua')) response.writeHead(200, { 'content-length': '100' }).write('một nửa')
      setTimeout(() => response.destroy(), 20)
    })
    expect(await fault()).toMatchObject({ code: 'connect.cut', class: 'transient' })
    expect(await fault({ path: '/nua' })).toMatchObject({ code: 'connect.cut', class: 'transient' })
  })
})

test('a step that is stopped stops its request, and that is no fault of the partner', async () => {
  const { fault, seen } = await partner(() => undefined)
  const stop = new AbortController()
  const call = fault({}, undefined, stop.signal)
  await expect.poll(() => seen.length).toBe(1)
  stop.abort(new Error('dừng'))
  expect((await call)?.message.en).toContain('dừng')
})

describe('with OAuth 2', () => {
  const oauth = { auth: 'oauth2', clientAuth: 'form' }
  const secrets = { clientSecret: 'bi-mat' }
  const issuing =
    (good: () => string): Partner =>
    (request, response) => {
      if (request.url === '/token')
        response
          .writeHead(200, { 'content-type': 'application/json' })
          .end(JSON.stringify({ access_token: good(), expires_in: 3600 }))
      else response.writeHead(request.headers.authorization === `Bearer ${good()}` ? 200 : 401).end()
    }
  test('one token serves many calls at once', async () => {
    const { send, seen } = await partner(
      issuing(() => 't1'),
      oauth,
      secrets,
    )
    expect((await Promise.all([send(), send(), send()])).map(({ status }) => status)).toEqual([200, 200, 200])
    expect(seen.filter(({ url }) => url === '/token')).toHaveLength(1)
  })
  test('a token that the partner has forgotten is asked for once more, and only once', async () => {
    let token = 't1'
    const it = await partner(
      issuing(() => token),
      oauth,
      secrets,
    )
    await it.send()
    token = 't2'
    expect((await it.send()).status).toBe(200)
    expect(it.seen.filter(({ url }) => url === '/token')).toHaveLength(2)
    const never = await partner(
      (request, response) => issuing(() => (request.url === '/token' ? 'a' : 'b'))(request, response, ''),
      oauth,
      secrets,
    )
    expect((await never.send()).status).toBe(401)
    expect(never.seen.filter(({ url }) => url !== '/token')).toHaveLength(2)
  })
  test('tokens are asked for again when connections have changed', async () => {
    const { send, seen, tool } = await partner(
      issuing(() => 't1'),
      oauth,
      secrets,
    )
    await send()
    tool.forget()
    await send()
    expect(seen.filter(({ url }) => url === '/token')).toHaveLength(2)
  })
})
