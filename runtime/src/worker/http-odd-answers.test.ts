import { createServer, type Socket } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { createEgressPolicy } from '#runtime/security/egress.ts'
import { type ErrorData, toErrorData } from '#shared/errors/flow-error.ts'
import type { ConnectionHandle, HttpAnswer, HttpRequest } from '#shared/node/run.ts'
import { createHttpTool } from './http-tool.ts'
import { createReach } from './reach.ts'

/** A partner that writes these bytes for each request, whatever was asked. */
async function partner(bytes: Buffer | string) {
  let heard = 0
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.once('data', () => {
      heard++
      socket.end(bytes)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const host = `127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
  const policy = createEgressPolicy([])
  const tool = createHttpTool(policy)
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy()
    server.close()
    await tool.close()
  })
  const connection: ConnectionHandle = {
    id: 'doi-tac',
    kind: 'http',
    values: { baseUrl: `http://${host}`, auth: 'none' },
    secrets: {},
    simulator: false,
    reach: createReach(policy, [])([host]),
  }
  const send = (request: Partial<HttpRequest> = {}): Promise<HttpAnswer> =>
    tool.send(connection, [host], { method: 'POST', path: '/x', ...request }, new AbortController().signal)
  const fault = (request?: Partial<HttpRequest>): Promise<ErrorData | undefined> =>
    send(request).then(() => undefined, toErrorData)
  return { send, fault, host, heard: () => heard, server }
}

function answer(headers: string, body: Buffer | string): Buffer {
  const bytes = Buffer.from(body)
  return Buffer.concat([
    Buffer.from(
      `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${bytes.length}\r\n${headers}\r\n`,
    ),
    bytes,
  ])
}

test('an answer whose headers are too long is not taken for a cut connection', async () => {
  const headers = Array.from({ length: 500 }, (_, i) => `x-${i}: ${'y'.repeat(100)}\r\n`).join('')
  const { fault } = await partner(answer(headers, '{}'))
  const error = await fault()
  expect(error).toMatchObject({ code: 'http.bad-answer', details: { reason: 'UND_ERR_HEADERS_OVERFLOW' } })
  expect(error?.message.vi).toContain('phần tiêu đề quá dài')
})

test('a port that speaks something else is not taken for a cut connection', async () => {
  const { fault } = await partner('SSH-2.0-OpenSSH_9.2\r\n')
  const error = await fault()
  expect(error).toMatchObject({ code: 'http.bad-answer' })
  expect(error?.message.vi).toContain('không phải HTTP')
})

test('JSON that is refused is refused with its reason', async () => {
  for (const [body, reason] of [
    ['{"so":9007199254740993}', 'Số 9007199254740993 quá lớn'],
    ['{"a":1,"a":2}', 'được ghi hai lần'],
    ['{"ok": tru', 'không phải JSON hợp lệ (dòng:cột 1:11)'],
  ]) {
    const { send } = await partner(answer('', body ?? ''))
    const answered = await send()
    const error = await Promise.resolve()
      .then(() => answered.json())
      .then(() => undefined, toErrorData)
    expect(error).toMatchObject({ code: 'http.bad-answer', side: 'partner' })
    expect(error?.message.vi).toContain(reason)
  }
})

test('a header that cannot be sent is our fault, and nothing goes out', async () => {
  const { fault, heard } = await partner(answer('', '{}'))
  expect(await fault({ headers: { 'x-ten': 'Nguyễn' } })).toMatchObject({
    code: 'http.bad-header',
    class: 'permanent',
    side: 'data',
    message: { vi: expect.stringContaining('"x-ten"') },
  })
  expect(heard()).toBe(0)
})

test('a machine that refuses is told of in words', async () => {
  const { fault, server, send } = await partner(answer('connection: close\r\n', '{}'))
  await send()
  await new Promise((resolve) => server.close(resolve))
  const error = await fault()
  expect(error).toMatchObject({ code: 'connect.unreachable', details: { reason: 'ECONNREFUSED' } })
  expect(error?.message.vi).toContain('Máy từ chối kết nối')
  expect(error?.message.vi).not.toContain('ECONN')
})
