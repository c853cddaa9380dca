import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { errorData } from '#shared/errors/flow-error.ts'
import type { Reply } from '#shared/message/message.ts'
import { problemDocument, sendDocument, sendReply } from './answer.ts'

/** What a caller sees of a reply. */
async function seen(send: (response: Parameters<typeof sendReply>[0]) => void) {
  const server = createServer((_, response) => send(response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const answer = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
  return { status: answer.status, headers: answer.headers, text: await answer.text() }
}
const reply = (it: Partial<Reply>) =>
  seen((response) => sendReply(response, { status: 200, headers: {}, body: null, ...it }, 'R1'))

test('text goes out as text, anything else as JSON, both in UTF-8 with their length and run', async () => {
  const text = await reply({ body: 'đã nhận' })
  expect([text.text, text.headers.get('content-type')]).toEqual(['đã nhận', 'text/plain; charset=utf-8'])
  expect(text.headers.get('content-length')).toBe('11')
  expect(text.headers.get('x-lienthong-run')).toBe('R1')
  const json = await reply({ body: { ma: '007' } })
  expect([json.text, json.headers.get('content-type')]).toEqual(['{"ma":"007"}', 'application/json; charset=utf-8'])
  expect((await reply({ body: undefined })).text).toBe('null')
})

test.each([
  ['đã nhận', '"đã nhận"'],
  ['00123', '"00123"'],
  ['123', '"123"'],
  ['', '""'],
  ['{hỏng', '"{hỏng"'],
  ['{"ma":"007"}', '{"ma":"007"}'],
  [' [1]', ' [1]'],
])('the text %j that the flow calls JSON arrives as %s', async (body, sent) => {
  const { text, headers } = await reply({ body, headers: { 'content-type': 'application/json; charset=utf-8' } })
  expect(text).toBe(sent)
  expect(headers.get('content-length')).toBe(String(Buffer.byteLength(sent)))
})

test('headers of the flow go out, except those of the connection and those that no header can be', async () => {
  const { headers, text } = await reply({
    body: 'x',
    headers: {
      'Content-Type': 'text/csv',
      'X-Ma': '007',
      'Content-Length': '9999',
      'Transfer-Encoding': 'chunked',
      Connection: 'close',
      Trailer: 'x-ma',
      'x-lienthong-run': 'giả',
      'x-xuong-dong': 'a\r\nx-chen: 1',
      'tên lạ': 'x',
      'x-chu': 'chữ',
    },
  })
  expect(text).toBe('x')
  expect(headers.get('content-type')).toBe('text/csv')
  expect(headers.get('x-ma')).toBe('007')
  expect(headers.get('content-length')).toBe('1')
  expect(headers.get('x-lienthong-run')).toBe('R1')
  for (const name of ['trailer', 'transfer-encoding', 'x-xuong-dong', 'x-chen', 'x-chu'])
    expect(headers.get(name)).toBeNull()
})

test.each([
  [204, 204],
  [304, 304],
  [201, 201],
  [599, 599],
  [100, 200],
  [600, 200],
  [200.5, 200],
  [Number.NaN, 200],
])('status %d is sent as %d, and those without a body have none', async (given, sent) => {
  const { status, text } = await reply({ status: given, body: 'nội dung' })
  expect(status).toBe(sent)
  expect(text).toBe(sent === 204 || sent === 304 ? '' : 'nội dung')
})

test('an error is a problem document with the code in both languages', async () => {
  const { status, headers, text } = await seen((response) =>
    sendDocument(response, problemDocument(errorData('engine.busy'), 'R2')),
  )
  expect([status, headers.get('retry-after')]).toEqual([503, '5'])
  expect(headers.get('content-type')).toBe('application/problem+json; charset=utf-8')
  const problem = JSON.parse(text)
  expect(problem).toMatchObject({
    type: 'urn:lienthong:error:engine.busy',
    status: 503,
    code: 'engine.busy',
    run: 'R2',
  })
  expect([problem.title, problem.detail]).toEqual([problem.message.en, problem.message.vi])
})

test('an answer that has begun is left alone', async () => {
  const { status, text } = await seen((response) => {
    response.writeHead(200)
    sendDocument(response, problemDocument(errorData('engine.busy')))
    response.end('đã bắt đầu')
  })
  expect([status, text]).toEqual([200, 'đã bắt đầu'])
})
