import { createServer, type Server } from 'node:http'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { definition as paymentDefinition } from '#nodes/dvcqg-payment/definition.ts'
import { run as paymentRun } from '#nodes/dvcqg-payment/run.ts'
import type { Dvcqg } from '#nodes/simulators/index.ts'
import { DOSSIER, startPlatform, toPlatform } from '#nodes/testing/payment-platform.ts'
import { testNode } from '#shared/node/testing.ts'
import { definition } from './definition.ts'
import { run } from './run.ts'

let platform: Dvcqg
let url: string
let caught: Record<string, unknown>[]
let server: Server
let target: string

const REFERENCE = `${DOSSIER}20260105080000`

beforeEach(async () => {
  caught = []
  ;({ platform, url } = await startPlatform())
  server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      caught.push({ ...JSON.parse(Buffer.concat(chunks).toString()) })
      response.end('{}')
    })
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  target = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/ket-qua`
  const settings = { connection: 'tt', dossier: DOSSIER, amount: 50000, info: 'Thu phí hồ sơ của Nguyễn Thị Thử' }
  await testNode({ definition: paymentDefinition, run: paymentRun }, settings, toPlatform(url)).send({})
})
afterEach(async () => {
  server.close()
  await platform.close()
})

const node = (values: object = {}, settings: object = {}) =>
  testNode({ definition, run }, { connection: 'tt', ...settings }, toPlatform(url, values))
async function callback(as: object = {}): Promise<Record<string, unknown>> {
  await platform.pay(REFERENCE, { target, ...as })
  return caught.at(-1) ?? {}
}

test('a true callback goes on with what its hash covers, as text, and its outcome', async () => {
  const body = await callback()
  expect(body).toMatchObject({ SoTien: 50000, TrangThaiGD: '1' })
  expect(await node().send(body)).toEqual({
    kind: 'emit',
    port: 'out',
    message: {
      headers: {},
      keys: {},
      body: {
        LoaiBanTin: 'CONFIRM',
        MaLoi: '00',
        MaDoiTac: body.MaDoiTac,
        MaThamChieu: REFERENCE,
        SoTien: '50000',
        MaTienTe: 'VND',
        MaGiaoDich: body.MaGiaoDich,
        MaNganHang: 'NHGL',
        ThoiGianGD: '20260105080000',
        ThongTinGiaoDich: 'Thu phí hồ sơ của Nguyễn Thị Thử',
        MaXacThuc: body.MaXacThuc,
        trangThai: 'da-thanh-toan',
      },
    },
  })
  expect(await node({}, { from: { field: 'data' } }).send({ data: body })).toMatchObject({ port: 'out' })
  expect(await node().send({ ...body, MaXacThuc: String(body.MaXacThuc).toUpperCase() })).toMatchObject({ port: 'out' })
})

test('a failed payment says so, and a state that the hash does not cover is not believed', async () => {
  const body = await callback({ state: '4' })
  expect(await node().send(body)).toMatchObject({ port: 'out', message: { body: { trangThai: 'that-bai' } } })
  expect(await node().send({ ...body, TrangThaiGD: '1' })).toMatchObject({
    message: { body: { trangThai: 'that-bai' } },
  })
})

test('a wrong hash and an altered amount of the platform itself leave by their own port', async () => {
  const wrong = await callback({ wrongHash: true })
  expect(await node().send(wrong)).toMatchObject({ port: 'invalid', message: { body: wrong } })
  const altered = await callback({ altered: true })
  expect(altered.SoTien).toBe(50001)
  expect(await node().send(altered)).toMatchObject({ port: 'invalid' })
})

test.each<[string, (body: Record<string, unknown>) => unknown]>([
  ['no hash', ({ MaXacThuc: _, ...rest }) => rest],
  ['a hash that is none', (body) => ({ ...body, MaXacThuc: 'khong-phai-ma' })],
  ['a hash that is a number', (body) => ({ ...body, MaXacThuc: 7 })],
  ['a hash of another length', (body) => ({ ...body, MaXacThuc: `${String(body.MaXacThuc)}00` })],
  ['another outcome', (body) => ({ ...body, MaLoi: '0' })],
  ['another dossier', (body) => ({ ...body, MaThamChieu: 'KHAC' })],
  [
    'text moved over a separator',
    (body) => ({
      ...body,
      MaLoi: `00|${String(body.MaDoiTac)}`,
      MaDoiTac: body.MaThamChieu,
      MaThamChieu: String(body.SoTien),
    }),
  ],
  ['an object in a field', (body) => ({ ...body, SoTien: { toString: '50000' } })],
  ['a field from the prototype', () => JSON.parse('{"__proto__":{"MaXacThuc":"x"}}')],
  ['a text', () => 'MaLoi=00'],
  ['a list', (body) => [body]],
  ['nothing', () => null],
])('a callback with %s is invalid', async (_name, change) => {
  expect(await node().send(change(await callback()))).toMatchObject({ port: 'invalid' })
})

test('a callback for another partner is invalid even with the right hash', async () => {
  expect(await node({ maDoiTac: 'DON-VI-KHAC' }).send(await callback())).toMatchObject({ port: 'invalid' })
})

test('the order of the connection decides which hash is right', async () => {
  const callbackOrder = 'MaThamChieu|SoTien|MaLoi|MaBiMat'
  expect(await node({ callbackOrder }).send(await callback())).toMatchObject({ port: 'invalid' })
})

test('without a secret the connection is not complete', async () => {
  const nobody = toPlatform(url, {}, '')
  const sending = testNode({ definition, run }, { connection: 'tt' }, nobody).send({})
  await expect(sending).rejects.toMatchObject({ data: { code: 'connect.not-configured' } })
})
