import { createServer, type IncomingMessage, type Server } from 'node:http'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { handle, realPartners } from '#nodes/testing/real-partners.ts'
import { testNode } from '#shared/node/testing.ts'
import { operationsOf } from '#shared/request/openapi-document.ts'
import { excerptOf } from '#shared/request/openapi-excerpt.ts'
import { readOperation } from '#shared/request/openapi-operation.ts'
import { readOpenApi } from '#shared/request/read-openapi.ts'
import { settingsOfOperation } from '#shared/request/settings-of-operation.ts'
import { swashbuckle } from '#shared/request/swagger2-sample.ts'
import { definition } from './definition.ts'
import { run } from './run.ts'

let server: Server
let url: string
let got: { readonly type: string; readonly path: string; readonly form: readonly unknown[]; readonly raw: string }[]

/** A partner that reads forms with the parser of the platform, as a browser's form would be read. */
beforeEach(async () => {
  got = []
  server = createServer(async (request: IncomingMessage, response) => {
    const parts: Buffer[] = []
    for await (const part of request) parts.push(Buffer.from(part))
    const raw = Buffer.concat(parts)
    const type = request.headers['content-type'] ?? ''
    const read = type === '' ? undefined : await new Response(raw, { headers: { 'content-type': type } }).formData()
    const form = read ? [...read.entries()] : []
    got.push({ type: type.split(';', 1)[0] ?? '', path: request.url ?? '', form, raw: raw.toString() })
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"Ma":0}')
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
})

afterEach(() => {
  server.closeAllConnections()
  server.close()
})

const call = async (written: object, name: string, body: object) => {
  const document = readOpenApi(JSON.stringify(written))
  const operation = operationsOf(document).find((it) => it.name === name)
  if (!operation) throw new Error(name)
  const request = readOperation(document, operation)
  const choice = { optional: new Set(['loai']), body: 'fields' } as const
  const settings = settingsOfOperation(operation, request, operation.path, choice)
  const given = Object.fromEntries(Object.entries(settings).filter(([, it]) => it !== undefined))
  const connection = handle('http', { baseUrl: url, auth: 'none' }, {}, 'doi-tac')
  const excerpt = excerptOf(document, operation).text
  const node = testNode(
    { definition, run },
    { connection: 'doi-tac', ...given, openapi: excerpt },
    realPartners([connection]),
  )
  return node.send(body)
}

test('a form of Swagger 2.0 is decoded by the partner: a list in one text, a list as the name several times', async () => {
  const body = { tenDangNhap: 'Bùi Văn & Sơn=1', vaiTro: ['cán bộ', 'lãnh đạo'], 'don-vi': ['H22', 'H23'] }
  await call(swashbuckle, 'POST /TaiKhoan/DangNhap', body)
  expect(got[0]).toMatchObject({
    type: 'application/x-www-form-urlencoded',
    form: [
      ['tenDangNhap', 'Bùi Văn & Sơn=1'],
      ['vaiTro', 'cán bộ,lãnh đạo'],
      ['don-vi', 'H22'],
      ['don-vi', 'H23'],
    ],
  })
})

test('a form of several parts is decoded by the partner, and another try sends the same bytes', async () => {
  const body = { noiDung: 'Đường hỏng\r\n--form-giả\r\nContent-Disposition: form-data; name="x"\r\n\r\n' }
  await call(swashbuckle, 'POST /PhanAnh', body)
  await call(swashbuckle, 'POST /PhanAnh', body)
  expect(got[0]).toMatchObject({ type: 'multipart/form-data', form: [['noiDung', body.noiDung]] })
  expect(got[1]?.raw).toBe(got[0]?.raw)
})

test('forms of OpenAPI 3 are sent in both types, with names that need escaping and an object as JSON', async () => {
  const properties = {
    'tên "một"': { type: 'string' },
    chu: { type: 'object', properties: { ten: { type: 'string' } } },
    so: { type: 'array', items: { type: 'integer' } },
  }
  const made = (type: string) => ({
    openapi: '3.0.3',
    paths: {
      '/a': {
        post: { requestBody: { content: { [type]: { schema: { type: 'object', properties } } } }, responses: {} },
      },
    },
  })
  for (const type of ['multipart/form-data', 'application/x-www-form-urlencoded']) {
    await call(made(type), 'POST /a', { 'tên "một"': 'Lê', chu: { ten: 'Đỗ' }, so: [1, 2] })
    expect(got.at(-1)).toMatchObject({
      type,
      form: [
        ['tên "một"', 'Lê'],
        ['chu', '{"ten":"Đỗ"}'],
        ['so', '1'],
        ['so', '2'],
      ],
    })
  }
})

test('a list in the query is written with the sign that the document names', async () => {
  await call(swashbuckle, 'GET /HoSo/{maDonVi}', { maDonVi: 'H22/01', trangThai: [1, 3], loai: ['a', 'b'] })
  expect(decodeURIComponent(got[0]?.path ?? '')).toBe('/HoSo/H22/01?trangThai=1,3&loai=a|b')
})
