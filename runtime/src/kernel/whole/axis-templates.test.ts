import { rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import Sqlite from 'better-sqlite3'
import soap from 'soap'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { createMotCua, createVxp, createXroad, type MotCua, type Vxp, type Xroad } from '#nodes/simulators/index.ts'
import { callerKey, simulatorConnections } from '../../deployments/templates/simulator-connections.ts'
import { installedRegistry } from '../installed.ts'
import { projectFolder } from '../testing/serve.ts'
import { startTestKernel, type TestKernel } from '../testing/test-kernel.ts'

vi.setConfig({ testTimeout: 240_000, hookTimeout: 120_000 })

const KEY = 'mo-phong-khoa-cho-kiem-thu-0123456789'
const TEMPLATES = ['nhan-van-ban-dien-tu', 'gui-van-ban-dien-tu', 'hoi-bo-qua-x-road', 'dich-vu-soap-tra-cuu']
const soon = { timeout: 90_000, interval: 300 }
let it: TestKernel
let axis: Vxp
let xroad: Xroad
let oneStop: MotCua

beforeAll(async () => {
  it = await startTestKernel({
    registry: installedRegistry(projectFolder),
    workerEntry: join(projectFolder, 'runtime', 'src', 'worker', 'main.ts'),
  })
  axis = createVxp({ demo: true })
  xroad = createXroad()
  oneStop = createMotCua({ folder: join(it.data, 'simulators'), demo: true })
  const [motCua, vxp, server] = [await oneStop.listen(0), await axis.listen(0), await xroad.listen(0)]
  const connections = simulatorConnections(it.data, KEY, [motCua.port, 1, 1, 1, 1, vxp.port, server.port])
  for (const [id, connection] of Object.entries(connections)) await it.call('PUT', `/connections/${id}`, connection)
  for (const id of TEMPLATES) {
    expect((await it.call('POST', `/templates/${id}/use`, { id, title: id })).status, id).toBe(200)
    expect((await it.call('POST', `/flows/${id}/publish`, { note: '' })).status, id).toBe(200)
  }
})
afterAll(async () => {
  await it.close()
  await Promise.all([axis.close(), xroad.close(), oneStop.close()])
  rmSync(dirname(it.data), { recursive: true, force: true })
})

function rows(query: string): readonly unknown[] {
  const book = new Sqlite(join(it.data, 'simulators', 'mot-cua.sqlite'), { readonly: true })
  try {
    return book.prepare(query).all()
  } finally {
    book.close()
  }
}
const gateway = (path: string, id: string, init: RequestInit = {}): Promise<Response> =>
  fetch(`${it.kernel.gatewayAddress}${path}`, {
    ...init,
    headers: { 'x-api-key': callerKey(id, KEY), 'content-type': 'application/json' },
  })

test('packets that wait at the axis come into the register, a recall after its document, and the sender is told', async () => {
  const register = 'SELECT SoKyHieu, TrangThai, SoTep FROM VanBanDen ORDER BY SoKyHieu'
  await expect
    .poll(() => rows(register), soon)
    .toEqual([
      { SoKyHieu: '101/VPCP-KSTT', TrangThai: 'thu-hoi', SoTep: 1 },
      { SoKyHieu: '102/VPCP-KSTT', TrangThai: 'moi-den', SoTep: 1 },
    ])
  const answered = (): readonly string[] =>
    axis
      .documents()
      .filter(({ messageType, to }) => messageType === 'status' && to === 'G22')
      .map(({ packet }) => /StatusCode>(\d\d)</.exec(packet)?.[1] ?? '')
  await expect.poll(answered, soon).toEqual(['03', '03', '15'])
})

test('a document is sent to each receiver once, and the state that the receiver reports stands in the register', async () => {
  const document = {
    maYeuCau: 'vb-15',
    noiGui: { ma: '000.00.00.H22', ten: 'Cơ quan của ta' },
    noiNhan: [{ ma: 'G22' }, { ma: 'K99.khong-co' }],
    so: '15',
    kyHieu: 'UBND-VP',
    noiBanHanh: 'Hà Giang',
    ngayBanHanh: '05/01/2026',
    trichYeu: 'V/v kết nối liên thông',
    nguoiKy: { chucVu: 'Chánh Văn phòng', hoTen: 'Nguyễn Văn Thử' },
    tep: [{ ten: 'Công văn 15.txt', noiDung: Buffer.from('Văn bản').toString('base64') }],
  }
  const send = (body: object) =>
    gateway('/van-ban/phat-hanh', 'van-thu', { method: 'POST', body: JSON.stringify(body) })
  const wrong = await send({ ...document, noiNhan: [{ ma: 'K99 khong-co' }], maYeuCau: 'vb-sai' })
  expect([wrong.status, await wrong.text()]).toEqual([422, expect.stringContaining('mã định danh cơ quan')])
  const unknown = { ...document, noiNhan: [{ ma: 'G22' }, { ma: 'K99' }] }
  expect((await send(unknown)).status).toBe(202)
  expect((await send(unknown)).status).toBe(202)
  const register = 'SELECT MaVanBan, NoiNhan, TrangThai, GhiChu FROM VanBanDi ORDER BY NoiNhan'
  const MaVanBan = '000.00.00.H22,2026/01/05,15/UBND-VP'
  await expect
    .poll(() => rows(register), soon)
    .toEqual([
      { MaVanBan, NoiNhan: 'G22', TrangThai: '03', GhiChu: 'Văn thư đã tiếp nhận' },
      { MaVanBan, NoiNhan: 'K99', TrangThai: 'loi', GhiChu: expect.stringContaining('Không có cơ quan nhận') },
    ])
  expect(axis.documents().filter(({ messageType, from }) => messageType === 'edoc' && from !== 'G22')).toHaveLength(1)
})

test('the portal of the province gets the state of a dossier at the ministry over X-Road, and a fault of X-Road is no "not found"', async () => {
  const ask = (code: string) => gateway(`/cong-tinh/ho-so-bo/${code}`, 'cong-tinh')
  const found = await ask('000.00.00.G98-260105-0001')
  expect([found.status, await found.json()]).toEqual([
    200,
    {
      maHoSo: '000.00.00.G98-260105-0001',
      trangThai: 'Đang xử lý',
      ngayHenTra: '12/01/2026',
      maLoiGoi: expect.any(String),
    },
  ])
  expect((await ask('000.00.00.G98-260105-0009')).status).toBe(404)
  expect((await ask('abc')).status).toBe(400)
  xroad.failNext('Server.ServerProxy.AccessDenied', 1)
  expect((await ask('000.00.00.G98-260105-0002')).status).toBe(503)
})

test('another agency asks the SOAP service with the tools of its own, from the WSDL that the gateway gives', async () => {
  const [dossier] = rows('SELECT MaHoSo, TenTTHC FROM HoSo ORDER BY MaHoSo LIMIT 1')
  const { MaHoSo, TenTTHC } = Object(dossier)
  const client = await soap.createClientAsync(`${it.kernel.gatewayAddress}/soap/tra-cuu-ho-so?wsdl`)
  await expect(client.TraCuuTinhTrangAsync({ MaHoSo })).rejects.toThrow('wsse:FailedAuthentication')
  const style = { passwordType: 'PasswordDigest', mustUnderstand: true }
  client.setSecurity(new soap.WSSecurity('doi-tac-soap', callerKey('doi-tac-soap', KEY), style))
  const [answer] = await client.TraCuuTinhTrangAsync({ MaHoSo })
  expect(answer).toMatchObject({ MaHoSo, TenTTHC, BuocXuLy: expect.anything() })
  await expect(client.TraCuuTinhTrangAsync({ MaHoSo: '000.00.00.H22-990101-0001' })).rejects.toThrow('Không có hồ sơ')
})
