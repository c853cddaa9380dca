import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { PAYMENT_PARTNER } from '../access.ts'
import { createDvcqg } from './create-dvcqg.ts'
import { start } from './test-client.ts'

const clock = () => new Date('2026-01-05T07:30:00Z')
const INIT = 'INIT|1.0.6|MO-PHONG-H22|{ref}|50000|PAY|1|1|vi-VN|VND|PAYMENT|Thu phí|{time}|127.0.0.1'
const hash = (text: string) => createHash('sha256').update(`${text}|${PAYMENT_PARTNER.secretKey}`).digest('hex')

const init = (ref: string, time = '20260105143000') => ({
  LoaiBanTin: 'INIT',
  PhienBan: '1.0.6',
  MaDoiTac: 'MO-PHONG-H22',
  MaThamChieu: ref,
  SoTien: '50000',
  LoaiHinhThanhToan: 'PAY',
  MaKenhThanhToan: '1',
  MaThietBi: '1',
  NgonNgu: 'vi-VN',
  MaTienTe: 'VND',
  MaNganHang: 'PAYMENT',
  ThongTinGiaoDich: 'Thu phí',
  ThoiGianGD: time,
  Ip: '127.0.0.1',
  ThongTinBienLai: { MaHoSo: 'A' },
  MaXacThuc: hash(INIT.replace('{ref}', ref).replace('{time}', time)),
})

test('INIT takes a right hash once; an afternoon written with hh is refused with the reason', async () => {
  const { post, simulator } = await start({ clock })
  const send = async (body: object) => (await post('/thanh-toan/khoi-tao', body)).json()
  expect(await send(init('R1'))).toMatchObject({ message: expect.stringContaining('/thanh-toan/trang/R1') })
  expect(await send(init('R1'))).toEqual({ error_code: '02', message: 'Mã tham chiếu R1 đã tồn tại' })
  expect(await send({ ...init('R2'), SoTien: '1' })).toEqual({
    error_code: '04',
    message: 'Mã xác thực không chính xác',
  })
  expect(await send(init('R3', '20260105023000'))).toMatchObject({ message: expect.stringContaining('giờ 24 (HH)') })
  expect(simulator.state().counts).toMatchObject({ payments: 1, paid: 0 })
})

test('the page pays, and what was begun and paid is there after a restart', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sim-pay-'))
  const record = join(folder, 'dvcqg.jsonl')
  const { post, simulator, url } = await start({ clock, record, callbackUrl: 'http://127.0.0.1:9/' })
  await post('/thanh-toan/khoi-tao', init('R1'))
  await post('/thanh-toan/khoi-tao', init('R2'))
  const paid = await (await fetch(`${url}/thanh-toan/trang/R1`, { method: 'POST' })).text()
  expect(paid).toContain('Đã thanh toán')
  expect((await fetch(`${url}/thanh-toan/trang/KHONG`)).status).toBe(404)
  await simulator.close()
  const again = createDvcqg({ clock, record })
  expect(again.state().counts).toMatchObject({ payments: 2, paid: 1 })
  expect(await again.pay('R2', { silent: true })).toEqual({ reference: 'R2' })
  expect(await again.pay('KHONG')).toBeUndefined()
  await again.close()
  rmSync(folder, { recursive: true, force: true })
})

test('an operator ends payments and spoils callbacks over HTTP', async () => {
  const { post, url } = await start({ clock })
  await post('/thanh-toan/khoi-tao', init('R1'))
  const control = async (method: string, path: string, body: object) =>
    (await fetch(`${url}/_sim/${path}`, { method, body: JSON.stringify(body) })).json()
  expect(await control('PUT', 'payment-settings', { wrongHash: true })).toMatchObject({ wrongHash: true })
  expect(await control('POST', 'pay', { reference: 'R1', silent: true, state: '4' })).toEqual({ reference: 'R1' })
  expect(await control('POST', 'pay', { reference: 'X' })).toEqual({ reference: 'X', known: false })
})
