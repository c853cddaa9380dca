import { createServer, type Server, type ServerResponse } from 'node:http'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { handle, realPartners } from '#nodes/testing/real-partners.ts'
import { toErrorData } from '#shared/errors/flow-error.ts'
import { testNode } from '#shared/node/testing.ts'
import { definition } from './definition.ts'
import { run } from './run.ts'

let server: Server
let url: string
let reply: (response: ServerResponse) => void

beforeEach(async () => {
  server = createServer((_, response) => reply(response))
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
})
afterEach(() => {
  server.closeAllConnections()
  server.close()
})

const says = (body: object) => {
  reply = (response) => response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}
const call = (settings: object) => {
  const connection = handle('http', { baseUrl: url, auth: 'none' }, {}, 'doi-tac')
  return testNode({ definition, run }, { connection: 'doi-tac', ...settings }, realPartners([connection])).send({})
}
const fault = (settings: object) => call(settings).then(() => undefined, toErrorData)

test.each([
  [{ code: '96', message: 'Hệ thống bận' }, 'partner.unavailable', 'transient'],
  [{ code: '05', message: 'Không thành công: sai mã' }, 'partner.rejected', 'data'],
  [{ code: '07', message: 'Bạn đã VƯỢT HẠN MỨC trong ngày' }, 'http.quota', 'quota'],
  [{ code: '13', message: 'x' }, 'http.auth', 'auth'],
  [{ code: '99', message: 'lạ' }, 'partner.rejected', 'data'],
  [{ code: '04', message: 'Không tìm thấy hồ sơ' }, 'partner.rejected', 'data'],
])('HTTP 200 with %j is %s', async (body, code, kind) => {
  says(body)
  const rules = [...definition.settings.parse({ connection: 'a' }).rules, { look: 'code', value: '13', then: 'auth' }]
  expect(await fault({ judge: true, rules })).toMatchObject({ code, class: kind })
})

test('what the rules call success comes in one shape, and without them HTTP 200 is as it was', async () => {
  says({ code: '00', message: 'Thành công', data: [1] })
  const reply = { ok: true, duplicate: false, retryable: false, code: '00', message: 'Thành công', result: [1] }
  expect(await call({ judge: true })).toMatchObject({ message: { body: reply } })
  says({ code: '1', message: 'Hồ sơ đã tồn tại' })
  expect(await call({ judge: true, method: 'POST' })).toMatchObject({
    message: { body: { ok: true, duplicate: true } },
  })
  says({ code: '96', message: 'Hệ thống bận' })
  expect(await call({})).toMatchObject({ message: { body: { code: '96' } } })
})

test('after a passing fault of a POST nobody knows whether it was taken', async () => {
  says({ code: '96', message: 'Hệ thống bận' })
  expect(await fault({ judge: true, method: 'POST' })).toMatchObject({ code: 'http.bad-answer', class: 'transient' })
})

test('a status means what its row says, also on a page of a list', async () => {
  const statuses = [
    { status: '404', then: 'transient' },
    { status: '400-499', then: 'quota' },
  ]
  for (const paging of ['off', 'page']) {
    reply = (response) => response.writeHead(404).end()
    expect(await fault({ statuses, paging })).toMatchObject({ code: 'http.server-error', class: 'transient' })
    reply = (response) => response.writeHead(403).end()
    expect(await fault({ statuses, paging })).toMatchObject({ code: 'http.quota', class: 'quota' })
    reply = (response) => response.writeHead(503, { 'retry-after': '7' }).end()
    expect(await fault({ statuses, paging })).toMatchObject({ class: 'transient', details: { retryAfterSeconds: 7 } })
  }
})
