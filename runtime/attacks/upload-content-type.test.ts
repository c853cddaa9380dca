import iconv from 'iconv-lite'
import { expect, test } from 'vitest'
import { type Answer, flowOf, unharmed, useInstallation } from './installation.ts'

// Acceptance case 49 (upload-content-type), and bodies in a wrong or another encoding.
const system = useInstallation(async (it) => {
  for (const accepts of ['json', 'xml', 'text', 'form', 'any']) await it.publish(flowOf(`nhan-${accepts}`, { accepts }))
})

const send = (
  accepts: string,
  type: string,
  body: string | Buffer,
  more: Record<string, string> = {},
): Promise<Answer> => system().send(`/nhan-${accepts}`, { body, headers: { 'content-type': type, ...more } })

const FORM = '--x\r\ncontent-disposition: form-data; name="f"; filename="/etc/passwd"\r\n\r\na\r\n--x--\r\n'

test.each([
  ['json', 'multipart/form-data; boundary=x', '{"files":{"f":{"filepath":"/etc/passwd"}}}'],
  ['json', 'multipart/form-data; boundary=x', FORM],
  ['json', 'text/plain', '{}'],
  ['json', 'text/json', '{}'],
  ['json', 'application/xml', '<a/>'],
  ['json', 'application/x-www-form-urlencoded', 'a=1'],
  ['json', 'application/jsonx', '{}'],
  ['json', 'application/json, text/plain', '{}'],
  ['json', 'application/', '{}'],
  ['xml', 'application/json', '<a/>'],
  ['xml', 'multipart/related; type="text/xml"', '<a/>'],
  ['form', 'multipart/form-data; boundary=x', FORM],
  ['text', 'application/octet-stream', 'a'],
])('a trigger for %s refuses %s by its type, whatever the body looks like', async (accepts, type, body) => {
  const answer = await send(accepts, type, body)
  expect(answer).toMatchObject({ status: 415, body: { code: 'gateway.wrong-type' } })
  expect(answer.text).not.toContain('root:')
})

test.each([
  ['json', 'application/json', FORM, 'json.malformed'],
  ['json', 'application/json', 'a=1&b=2', 'json.malformed'],
  ['json', 'application/json', '<a/>', 'json.malformed'],
  ['xml', 'text/xml', '{"a":1}', 'xml.malformed'],
  ['any', 'application/json', FORM, 'json.malformed'],
  ['any', 'application/soap+xml', '{"a":1}', 'xml.malformed'],
])('a trigger for %s reads what is declared %s as that and refuses the rest', async (accepts, type, body, code) => {
  expect(await send(accepts, type, body)).toMatchObject({ status: 400, body: { code } })
})

test('a multipart body is only text where anything is taken: no part is read as a file', async () => {
  const answer = await send('any', 'multipart/form-data; boundary=x', FORM)
  expect(answer.status).toBe(200)
  expect(answer.text).toContain('filename="/etc/passwd"')
  expect(answer.text).not.toContain('root:')
})

test.each(['gzip', 'br', 'deflate', 'gzip, identity'])('a body packed with %s is refused', async (packing) => {
  const answer = await send('json', 'application/json', '{}', { 'content-encoding': packing })
  expect(answer).toMatchObject({ status: 415, body: { code: 'gateway.wrong-type' } })
})

test.each(['utf-7', 'hex', 'base64', 'binary', 'ucs-9', 'a'.repeat(500), '__proto__'])(
  'the charset %s is refused',
  async (charset) => {
    const answer = await send('json', `application/json; charset=${charset}`, '{}')
    expect(answer).toMatchObject({ status: 415, body: { code: 'gateway.wrong-type' } })
    expect(answer.text.length).toBeLessThan(2000)
  },
)

test.each([
  [Buffer.from([0x22, 0xff, 0x22]), 1],
  [Buffer.concat([Buffer.from('{"a":"Nguyễn '), Buffer.from([0xe1, 0xbb]), Buffer.from('"}')]), 15],
  [Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22]), 1],
  [Buffer.from([0x22, 0xc0, 0xaf, 0x22]), 1],
  [Buffer.concat([Buffer.from('"đến đây là hết '), Buffer.from([0xe1])]), 23],
])('bad UTF-8 is refused with the place of its first byte (%#)', async (body, offset) => {
  const answer = await send('json', 'application/json', body)
  expect(answer).toMatchObject({ status: 400, body: { code: 'text.encoding' } })
  expect(answer.body.message.vi).toMatch(/UTF-8 \(byte thứ \d+\)/)
  expect(Math.abs(Number(/byte thứ (\d+)/.exec(answer.body.message.vi)?.[1]) - offset)).toBeLessThanOrEqual(2)
})

test('declared charsets are read: windows-1258, TCVN 5712, UTF-16 in both orders', async () => {
  const text = '{"ten":"Trần Thị Bưởi","ma":"00123"}'
  const in1258 = iconv.encode(text.replace(/[^ -~]/g, decomposed), 'windows-1258')
  const read = async (charset: string, body: Buffer): Promise<{ ten: string; ma: string }> => {
    const answer = await send('json', `application/json; charset=${charset}`, body)
    expect(answer.status).toBe(200)
    return answer.body
  }
  expect((await read('windows-1258', in1258)).ten.normalize('NFC')).toBe('Trần Thị Bưởi')
  expect(await read('utf-16', iconv.encode(text, 'utf-16', { addBOM: true }))).toEqual(JSON.parse(text))
  expect(await read('"UTF-16LE"', iconv.encode(text, 'utf-16le'))).toEqual(JSON.parse(text))
  expect(await read('utf-16be', iconv.encode(text, 'utf-16be'))).toEqual(JSON.parse(text))
  expect(await read('UTF-8', Buffer.from(text))).toEqual(JSON.parse(text))
})

test('half a character of UTF-16 and a byte that windows-1258 does not know are refused', async () => {
  const odd = await send('json', 'application/json; charset=utf-16le', Buffer.from([0x22, 0, 0x00, 0xd8, 0x22, 0]))
  expect(odd).toMatchObject({ status: 400, body: { code: 'text.encoding' } })
  const unknown = await send('text', 'text/plain; charset=windows-1258', Buffer.from([0x61, 0xd2, 0x9a]))
  expect(unknown).toMatchObject({ status: 400, body: { code: 'text.encoding' } })
  expect(unknown.body.message.en).toContain('byte 2')
})

test('afterwards everything stands', () => unharmed(system()))

/** Windows-1258 writes tones as marks of their own. */
function decomposed(letter: string): string {
  const [base = '', ...marks] = letter.normalize('NFD')
  const tone = marks.findLast((mark) => '\u0300\u0301\u0303\u0309\u0323'.includes(mark)) ?? ''
  return (base + marks.filter((mark) => mark !== tone).join('')).normalize('NFC') + tone
}
