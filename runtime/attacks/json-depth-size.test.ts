import { request } from 'node:http'
import { expect, test } from 'vitest'
import { type Answer, flowOf, unharmed, useInstallation } from './installation.ts'

const system = useInstallation(async (it) => {
  await it.publish(flowOf('doi-lai', { accepts: 'json' }))
  await it.publish(flowOf('nho', { accepts: 'json', maxBytes: 1000 }))
})

const echo = (body: string | Buffer): Promise<Answer> => system().send('/doi-lai', { body })

test.each([
  ['arrays', `${'['.repeat(100_000)}${']'.repeat(100_000)}`],
  ['objects', `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`],
  ['an array that is never closed', '['.repeat(5_000_000)],
])('100,000 levels of %s are refused', async (_name, body) => {
  const answer = await echo(body)
  expect(answer).toMatchObject({ status: 400, body: { code: 'json.too-deep' } })
  await unharmed(system())
})

test('200 levels pass unchanged', async () => {
  const body = `${'['.repeat(200)}${']'.repeat(200)}`
  expect(await echo(body)).toMatchObject({ status: 200, text: body })
})

test('200 MB announced are refused before they are sent', async () => {
  const head =
    'POST /doi-lai HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: 209715200\r\n\r\n'
  const answer = await system().raw(head)
  expect(answer).toMatch(/^HTTP\/1\.1 413 /)
  expect(answer).toContain('"code":"gateway.too-large"')
  await unharmed(system())
})

test('200 MB in chunks are cut off at the limit, and the sender reads why', async () => {
  const { status, text, sent } = await flood(`${system().gateway}/doi-lai`, 200_000_000)
  expect(status).toBe(413)
  expect(JSON.parse(text)).toMatchObject({
    code: 'gateway.too-large',
    message: { vi: expect.stringMatching(/giới hạn 10 MB/) },
  })
  expect(sent).toBeLessThan(100_000_000)
  await unharmed(system())
})

test('the limit is the one of the trigger, to the byte', async () => {
  const text = (length: number): string => `"${'a'.repeat(length - 2)}"`
  expect(await system().send('/nho', { body: text(1000) })).toMatchObject({ status: 200 })
  expect(await system().send('/nho', { body: text(1001) })).toMatchObject({
    status: 413,
    body: { code: 'gateway.too-large' },
  })
})

test('a body of almost 10 MB goes through', async () => {
  const answer = await echo(`"${'ố'.repeat(3_300_000)}"`)
  expect(answer.status).toBe(200)
  expect(answer.body.length).toBe(3_300_000)
  await unharmed(system())
})

test.each([
  ['{"ma":"1","ma":"2"}', 'ma'],
  ['{"ds":[{"a":1},{"a":1,"b":{"c":1,"\\u0063":2}}]}', 'ds.b.c'],
])('a field that stands twice is refused with its place: %s', async (body, place) => {
  const answer = await echo(body)
  expect(answer).toMatchObject({ status: 400, body: { code: 'json.duplicate-key' } })
  expect(answer.body.message.vi).toContain(`"${place}"`)
})

test.each([
  '9007199254740993',
  '-9007199254740993',
  '12345678901234567890',
  '[1,{"so":79001000000000001}]',
  '1e400',
  '[-1e999]',
])('a number that would not survive is refused: %s', async (body) => {
  const answer = await echo(body)
  expect(answer).toMatchObject({ status: 400, body: { code: 'json.number' } })
})

test.each([
  '[9007199254740991,9007199254740992,100000000000000000000]',
  '[0.1,-0.30000000000000004,1e+21]',
  '{"so":"9007199254740993","cccd":"001079123456","chuoi":"số 12345678901234567890"}',
])('a number or text that does survive comes back as it went: %s', async (body) => {
  expect(await echo(body)).toMatchObject({ status: 200, text: body })
})

test.each(['"\\ud800"', '{"\\udfff":1}', '["a\\udc00\\ud800"]'])('half a character is refused: %s', async (body) => {
  expect(await echo(body)).toMatchObject({ status: 400, body: { code: 'json.half-character' } })
})

test('whole characters written as escapes pass, and a byte order mark does not matter', async () => {
  expect((await echo('{"a":"\\ud83d\\ude00"}')).body).toEqual({ a: '😀' })
  expect((await echo('\uFEFF{"a":"Nguyễn"}')).body).toEqual({ a: 'Nguyễn' })
})

test.each([
  '',
  ' ',
  '{',
  '{"a":}',
  '[1,]',
  "{'a':1}",
  'NaN',
  '{"a":1}{"b":2}',
  '"\n"',
  '\0',
  '01',
  'undefined',
  '// x\n1',
])('what is not JSON is refused with its place: %j', async (body) => {
  const answer = await echo(body)
  if (body === '') return expect(answer.body).toBeNull()
  expect(answer).toMatchObject({ status: 400, body: { code: 'json.malformed' } })
  expect(answer.body.message.vi).toMatch(/dòng:cột \d+:\d+/)
  expect(answer.body.message.vi.length).toBeLessThan(1000)
})

/** Sends chunks until refused; gives the answer and how much was sent. */
function flood(url: string, total: number): Promise<{ status: number; text: string; sent: number }> {
  return new Promise((resolve, reject) => {
    let sent = 0
    let over = false
    const chunk = Buffer.alloc(64 * 1024, '[')
    const sending = request(url, { method: 'POST', agent: false, headers: { 'content-type': 'application/json' } })
    sending.on('response', (answer) => {
      over = true
      let text = ''
      answer.on('data', (data) => {
        text += String(data)
      })
      answer.on('end', () => {
        sending.destroy()
        resolve({ status: answer.statusCode ?? 0, text, sent })
      })
    })
    sending.on('error', (error) => over || reject(error))
    const more = (): void => {
      while (!over && sent < total) {
        sent += chunk.length
        if (!sending.write(chunk)) return
      }
      if (!over) sending.end()
    }
    sending.on('drain', more)
    more()
  })
}
