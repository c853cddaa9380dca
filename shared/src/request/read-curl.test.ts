import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compileExpression } from '../expression/compile.ts'
import { scopeOf } from '../expression/testing/answers.ts'
import { SchemaFault } from '../schema/import/fault.ts'
import { looksLikeCurl, readCurl } from './read-curl.ts'
import { pathBelow } from './read-request.ts'
import { settingsOfRequest } from './settings-of-request.ts'
import { shellWords } from './shell-words.ts'

const settings = (command: string) => {
  const request = readCurl(command)
  const made = settingsOfRequest(request, request.path)
  return Object.fromEntries(Object.entries(made).filter(([, it]) => it !== undefined))
}
const refusal = (command: string): string => {
  try {
    readCurl(command)
  } catch (thrown) {
    if (thrown instanceof SchemaFault) return thrown.text.vi
    throw thrown
  }
  return ''
}

test('a command as Chrome copies it becomes a request without what only the browser says', () => {
  const request = readCurl(`curl 'https://api.tinh.gov.vn/v1/ho-so?trang=2&tu=a%26b' \\
  -H 'accept: application/json, text/plain, */*' \\
  -H 'accept-language: vi-VN,vi;q=0.9' \\
  -H 'authorization: Bearer eyJhbGciOi.eyJzdWIi.c2ln' \\
  -H 'content-type: application/json' \\
  -b 'JSESSIONID=ABC' \\
  -H 'sec-ch-ua: "Chromium";v="140"' \\
  -H 'x-don-vi: H22' \\
  --data-raw $'{"HoTen":"Tr\\u1ea7n Th\\u1ecb Mai\\u0021","GhiChu":"d\\'accord","matKhau":"123"}'`)
  expect(request).toMatchObject({
    method: 'POST',
    origin: 'https://api.tinh.gov.vn',
    path: '/v1/ho-so',
    query: [
      { name: 'trang', value: '2' },
      { name: 'tu', value: 'a&b' },
    ],
    headers: [{ name: 'x-don-vi', value: 'H22' }],
    body: { as: 'json', value: { HoTen: 'Trần Thị Mai!', GhiChu: "d'accord", matKhau: '' } },
    credential: { auth: 'bearer', token: 'eyJhbGciOi.eyJzdWIi.c2ln' },
  })
  const said = request.notes.map((it) => it.vi).join('\n')
  expect(said).toContain('Cookie')
  expect(said).toContain('matKhau')
  expect(said).toContain('2 tiêu đề chỉ nói về trình duyệt')
})

test('a command as Postman copies it, with --location and lines that go on', () => {
  expect(
    settings(`curl --location --request PUT 'http://10.0.0.5:8080/api/cong-dan/{ma}?x=' \\
--header 'Content-Type: application/x-www-form-urlencoded' \\
--data-urlencode 'HoTen=Nguyễn Văn A & B' \\
--data-urlencode 'DiaChi=Số 1'`),
  ).toEqual({
    method: 'PUT',
    path: '/api/cong-dan/{ma}',
    pathValues: [{ name: 'ma', value: { field: 'ma' } }],
    query: [{ name: 'x', value: '' }],
    body: { expr: JSON.stringify({ HoTen: 'Nguyễn Văn A & B', DiaChi: 'Số 1' }, null, 2) },
    send: 'form',
  })
})

test.each([
  ['curl -sSLX DELETE -u can-bo:mat:khau -m 12.5 http://a.vn/x', { method: 'DELETE', timeout: 'PT13S' }],
  ['curl a.vn', { method: 'GET', origin: 'http://a.vn', path: '/' }],
  ['curl -I https://a.vn/x', { method: 'HEAD' }],
  ['curl -G https://a.vn/x -d q=1 --data-urlencode "ten=Hà Nội"', { method: 'GET', body: undefined }],
  [`curl --json '{"a":1}' https://a.vn/x`, { method: 'POST', body: { as: 'json', value: { a: 1 } } }],
  [`curl -d '{"a":1}' https://a.vn/x`, { body: { as: 'json', value: { a: 1 } } }],
  [`curl -d 'a=1&a=2' https://a.vn/x`, { body: { as: 'text', text: 'a=1&a=2' } }],
  [`curl -H 'Content-Type: text/xml' -d '<a>1</a>' https://a.vn/x`, { body: { as: 'text', text: '<a>1</a>' } }],
  [`curl -H 'Content-Type: application/json' -d '{"so":12345678901234567890}' https://a.vn`, { body: { as: 'text' } }],
  [`curl.exe -H "X-Api-Key: abc" https://a.vn/x`, { headers: [], credential: { auth: 'api-key', key: 'abc' } }],
  ['$ curl https://u:p%40@a.vn/x # ghi chú', { credential: { auth: 'basic', username: 'u', password: 'p@' } }],
  [`curl --data-raw '@khong-phai-tep' https://a.vn/x`, { body: { as: 'text', text: '@khong-phai-tep' } }],
])('%s', (command, expected) => {
  expect(looksLikeCurl(command)).toBe(true)
  expect(readCurl(command)).toMatchObject(expected)
})

test.each([
  [`curl -F 'tep=@a.pdf' https://a.vn`, /-F: .*multipart/],
  ['curl -d @du-lieu.json https://a.vn', /@du-lieu\.json: .*tệp/],
  ['curl --data-urlencode "a@tep.txt" https://a.vn', /tệp/],
  ['curl -H @tieu-de.txt https://a.vn', /tệp/],
  ['curl -T a.zip https://a.vn', /-T: .*tệp/],
  ['curl "https://$HOST/x"', /biến/],
  ['curl https://a.vn/`whoami`', /biến hoặc lệnh con/],
  ['curl https://a.vn -H "X: $(id)"', /biến hoặc lệnh con/],
  ['curl https://a.vn/?a=1&b=2', /"&".*dấu nháy/],
  ['curl https://a.vn | jq .', /"\|"/],
  ['curl https://a.vn > tep', /">"/],
  ["curl 'https://a.vn", /dấu nháy chưa đóng/],
  ['curl ^"https://a.vn^" ^\n -H ^"a: b^"', /Windows/],
  ['curl.exe "https://a.vn" `\n -H "a: b"', /PowerShell/],
  ['Invoke-WebRequest -Uri "https://a.vn"', /PowerShell: .*bash/],
  ['fetch("https://a.vn", {})', /fetch: /],
  ['wget https://a.vn', /wget: .*curl/],
  ['curl --khong-co https://a.vn', /--khong-co: .*chưa biết/],
  ['curl https://a.vn https://b.vn', /2 lời gọi/],
  ['curl -X OPTIONS https://a.vn', /OPTIONS: /],
  ['curl ftp://a.vn/x', /không phải địa chỉ/],
  ['curl {{baseUrl}}/x', /Postman/],
  ['curl -H', /-H: thiếu giá trị/],
  ['curl', /không có địa chỉ/],
  [`curl ${'a'.repeat(1_000_001)}`, /quá dài/],
])('refused with what to do: %.60s', (command, sentence) => {
  expect(refusal(command)).toMatch(sentence)
})

test('a name that comes twice in the query stays in the address, since a row holds one value', () => {
  expect(settings('curl "https://a.vn/x?loai=1&loai=2&trang=3"')).toMatchObject({
    path: '/x?loai=1&loai=2',
    query: [{ name: 'trang', value: '3' }],
  })
})

test('the path is that below the address of the connection', () => {
  const request = readCurl('curl https://a.vn/v1/ho-so')
  expect(pathBelow(request, 'https://a.vn/v1/')).toBe('/ho-so')
  expect(pathBelow(request, 'https://a.vn')).toBe('/v1/ho-so')
  expect(pathBelow(request, 'https://a.vn/v1/ho-so')).toBe('/')
  expect(pathBelow(request, 'https://a.vn/v')).toBeUndefined()
  expect(pathBelow(request, 'http://a.vn')).toBeUndefined()
})

test('no credential and no value that looks secret stands in the settings', () => {
  const secret = 'bi-mat-7f3a'
  const made = settings(`curl 'https://u:${secret}@a.vn/x?api_key=${secret}' -H 'Authorization: Bearer ${secret}' \\
    -H 'X-Api-Key: ${secret}' -H 'X-Auth-Token: ${secret}' -H 'Cookie: s=${secret}' -u 'a:${secret}' \\
    --json '{"a":[{"access_token":"${secret}"}],"password":"${secret}"}'`)
  expect(JSON.stringify(made)).not.toContain(secret)
})

test('any words come back from any of the three sorts of quotes', () => {
  const word = fc.string({ unit: 'binary', maxLength: 40 }).filter((it) => !it.includes('\r'))
  const quotes = [
    (it: string) => `'${it.replaceAll("'", "'\\''")}'`,
    (it: string) => `"${it.replace(/["\\$`]/g, '\\$&')}"`,
    (it: string) => `$'${it.replace(/['\\]/g, '\\$&').replaceAll('\n', '\\n')}'`,
  ]
  const quoted = fc.record({ word, by: fc.constantFrom(...quotes) })
  fc.assert(
    fc.property(fc.array(quoted, { maxLength: 8 }), (list) => {
      expect(shellWords(list.map(({ word: it, by }) => by(it)).join(' \\\n '))).toEqual(list.map((it) => it.word))
    }),
  )
})

test('whatever is pasted gives a request or a sentence, never anything else', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      '-H',
      '-d',
      '-X',
      '-u',
      '--json',
      'https://a.vn/x',
      "'",
      '"',
      '$',
      '\\',
      '\n',
      '-F',
      '@',
      '{',
      'A: b',
    ),
    fc.string({ maxLength: 12 }),
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const command = `curl ${pieces.join(' ')}`
      if (refusal(command) !== '') return
      expect(settings(command)).toMatchObject({ method: expect.any(String), path: expect.stringMatching(/^\//) })
    }),
    { numRuns: 500 },
  )
})

test('the formula of a JSON body gives exactly that JSON', async () => {
  await fc.assert(
    fc.asyncProperty(fc.jsonValue({ maxDepth: 5 }), async (value) => {
      const text = JSON.stringify({ than: value })
      const { body } = readCurl(
        `curl https://a.vn -H 'Content-Type: application/json' -d '${text.replaceAll("'", "'\\''")}'`,
      )
      if (body?.as !== 'json') return
      const made = settings(`curl https://a.vn --json '${text.replaceAll("'", "'\\''")}'`)
      const { expr } = Object(made.body)
      expect(await compileExpression(String(expr)).evaluate(scopeOf({}))).toEqual(body.value)
    }),
  )
})
