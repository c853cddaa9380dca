import { createServer, type Server } from 'node:http'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createNgsp, NGSP_CONSUMER, type Ngsp, SAMPLE_CITIZEN } from '#nodes/simulators/index.ts'
import { handle, realPartners } from '#nodes/testing/real-partners.ts'
import { toErrorData } from '#shared/errors/flow-error.ts'
import type { PersonLookup } from '#shared/node/run.ts'
import { testNode } from '#shared/node/testing.ts'
import { definition } from './definition.ts'
import { run } from './run.ts'

let platform: Ngsp
let url: string
let looked: PersonLookup[]
let server: Server | undefined

beforeEach(async () => {
  looked = []
  platform = createNgsp()
  url = (await platform.listen(0)).url
})

afterEach(async () => {
  server?.close()
  server = undefined
  await platform.close()
})

const settings = {
  connection: 'dan-cu',
  officer: { field: 'canBo' },
  procedure: '1.001193',
  dossier: { field: 'maHoSo' },
  purpose: 'Xác thực người nộp hồ sơ',
  idNumber: { field: 'cccd' },
  name: { field: 'ten' },
  birth: { field: 'ngaySinh' },
}
const question = {
  canBo: 'cb-001',
  maHoSo: '000.00.00.H22-260105-0001',
  cccd: SAMPLE_CITIZEN,
  ten: 'nguyễn  văn thử',
  ngaySinh: '05/01/1999',
}

function node(values: Readonly<Record<string, unknown>> = { baseUrl: url, consumerKey: NGSP_CONSUMER.key }) {
  const partners = realPartners([handle('national', values, { consumerSecret: NGSP_CONSUMER.secret }, 'dan-cu')])
  const recordLookup = async (lookup: PersonLookup) => void looked.push(lookup)
  return testNode({ definition, run }, settings, { ...partners, recordLookup })
}

test('the XML inside the JSON becomes a citizen with codes as text', async () => {
  expect(await node().send(question)).toMatchObject({
    port: 'out',
    message: {
      body: {
        soDinhDanh: SAMPLE_CITIZEN,
        hoVaTen: 'Nguyễn Văn Thử',
        gioiTinh: '1',
        danToc: '01',
        ngaySinh: '1999-01-05',
        namSinh: '1999',
        thuongTru: { maTinh: expect.stringMatching(/^\d{2}$/), maXa: expect.stringMatching(/^\d{5}$/) },
      },
    },
  })
})

test('the audit trail has the look-up before anything is asked, without the person', async () => {
  await node().send(question)
  expect(looked).toEqual([
    {
      connection: 'dan-cu',
      officer: 'cb-001',
      procedure: '1.001193',
      dossier: question.maHoSo,
      purpose: 'Xác thực người nộp hồ sơ',
    },
  ])
  const partners = realPartners([
    handle('national', { baseUrl: url, consumerKey: 'x' }, { consumerSecret: 'y' }, 'dan-cu'),
  ])
  const calls = platform.state().calls
  const refusing = { ...partners, recordLookup: () => Promise.reject(new Error('đĩa đầy')) }
  await expect(testNode({ definition, run }, settings, refusing).send(question)).rejects.toThrow('đĩa đầy')
  expect(platform.state().calls).toBe(calls)
})

test.each(['canBo', 'maHoSo', 'cccd', 'ten', 'ngaySinh'])('without %s nobody is looked up', async (name) => {
  const error = await node()
    .send({ ...question, [name]: ' ' })
    .catch(toErrorData)
  expect(error).toMatchObject({ code: 'mapping.missing' })
  expect([looked, platform.state().calls]).toEqual([[], 0])
})

test.each([
  ['cccd', '12345'],
  ['ngaySinh', 'tháng giêng'],
])('a question with the %s %s is refused without its value', async (name, value) => {
  const error = await node()
    .send({ ...question, [name]: value })
    .catch(toErrorData)
  expect(error).toMatchObject({ code: 'citizen.bad-question' })
  expect(JSON.stringify(error)).not.toContain(value)
  expect(looked).toEqual([])
})

test('whoever does not match leaves by their own port', async () => {
  expect(await node().send({ ...question, ten: 'Trần Thị Khác' })).toMatchObject({ port: 'not-found' })
  expect(await node().send({ ...question, ngaySinh: '1998' })).toMatchObject({ port: 'not-found' })
  expect(await node().send({ ...question, ngaySinh: '1999' })).toMatchObject({ port: 'out' })
})

/** A register that answers every question with this text. */
async function answering(text: string) {
  server = createServer((_request, response) => void response.end(text))
  await new Promise<void>((done) => server?.listen(0, '127.0.0.1', done))
  const address = server.address()
  const baseUrl = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
  return node({ baseUrl, style: 'adapter', dstcode: 'VN:GOV:1:dancu' })
}

const xml = `<CongdanCollection><CongDan><SoDinhDanh>${SAMPLE_CITIZEN}</SoDinhDanh><HoVaTen><Ho>Nguyễn</Ho><Ten>Thử\u0001</Ten></HoVaTen></CongDan></CongdanCollection>`

test.each([
  ['a byte order mark and a forbidden character', `\uFEFF${JSON.stringify({ error_code: '00', message: xml })}`],
  [
    'another prefix',
    JSON.stringify({
      error_code: 0,
      message: xml
        .replaceAll(/<(\/?)/g, '<$1x:')
        .replace('x:C', 'x:C')
        .replace('<x:CongdanCollection', '<x:CongdanCollection xmlns:x="a"'),
    }),
  ],
])('%s does no harm', async (_name, text) => {
  expect(await (await answering(text)).send(question)).toMatchObject({ message: { body: { hoVaTen: 'Nguyễn Thử' } } })
})

test.each([
  ['cut XML', JSON.stringify({ error_code: '0', message: xml.slice(0, 90) }), 'http.bad-answer'],
  ['an error page', '<html>Lỗi 001299000017</html>', 'http.bad-answer'],
  [
    'a SOAP fault',
    JSON.stringify({ error_code: '-1', message: 'Client received SOAP Fault from server' }),
    'citizen.unavailable',
  ],
  [
    'a refusal',
    JSON.stringify({ error_code: '-1', message: `Cán bộ chưa được cấp quyền, ${SAMPLE_CITIZEN}` }),
    'citizen.rejected',
  ],
])('%s is an error without personal data', async (_name, text, code) => {
  const error = await (await answering(text)).send(question).catch(toErrorData)
  expect(error).toMatchObject({ code })
  expect(JSON.stringify(error)).not.toContain(SAMPLE_CITIZEN)
})

test('an expired token is renewed, and a server error is passing and keeps its answer to itself', async () => {
  platform.faults.set({ sessionExpiredRate: { value: 1, times: 1 } })
  expect(await node().send(question)).toMatchObject({ port: 'out' })
  platform.faults.set({ errorRate5xx: 1, only: ['traCuuThongTinCongDan'] })
  const error = await node().send(question).catch(toErrorData)
  expect(error).toMatchObject({ code: 'http.server-error', class: 'transient' })
  expect(error).not.toHaveProperty('details.answer')
})
