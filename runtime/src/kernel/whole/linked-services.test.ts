import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import {
  createDatDai,
  createDvclt,
  createMotCua,
  type DatDai,
  type Dvclt,
  MOT_CUA_ACCOUNT,
  type MotCua,
} from '#nodes/simulators/index.ts'
import { motCuaKey, simulatorConnections } from '../../deployments/templates/simulator-connections.ts'
import { installedRegistry } from '../installed.ts'
import { projectFolder } from '../testing/serve.ts'
import { startTestKernel, type TestKernel } from '../testing/test-kernel.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 })

const soon = { timeout: 80_000, interval: 200 }
let it: TestKernel
let linked: Dvclt
let motCua: MotCua
let land: DatDai
let motCuaUrl = ''
const KEY = 'khoa-cua-kiem-thu-0123456789'

beforeEach(async () => {
  it = await startTestKernel({
    registry: installedRegistry(projectFolder),
    workerEntry: join(projectFolder, 'runtime', 'src', 'worker', 'main.ts'),
  })
  motCua = createMotCua({ folder: join(it.data, 'simulators') })
  linked = createDvclt({ stateSeconds: 1 })
  land = createDatDai()
  const [one, two, three] = [await motCua.listen(0), await linked.listen(0), await land.listen(0)]
  motCuaUrl = one.url
  const connections = simulatorConnections(it.data, KEY, [one.port, 1, 1, two.port, three.port])
  for (const [id, connection] of Object.entries(connections)) await it.call('PUT', `/connections/${id}`, connection)
})
afterEach(async () => {
  await it.close()
  await linked.close()
  await motCua.close()
  await land.close()
})

/** The flow in the box with its days shortened to moments. */
function shortened(id: string): { readonly nodes: Record<string, { use: string; settings: object }> } {
  const flow = JSON.parse(readFileSync(join(projectFolder, 'flows', id, 'flow.json'), 'utf8'))
  for (const node of Object.values<{ use: string; settings: object }>(flow.nodes)) {
    if (node.use === 'delay@1') node.settings = { mode: 'for', for: 'PT0.5S' }
    if (node.use === 'dvclt-in@1') Object.assign(node.settings, { every: 'PT1S' })
  }
  return flow
}

async function publish(id: string): Promise<void> {
  const saved = await it.call('PUT', `/flows/${id}`, { flow: shortened(id) })
  expect(saved.body.problems.filter((problem: { severity: string }) => problem.severity === 'error')).toEqual([])
  expect((await it.call('POST', `/flows/${id}/publish`, { note: 'x' })).status).toBe(200)
}

const effects = (name: string): number => linked.recorded().filter(({ operation }) => operation === name).length
const workerPids = (): number[] => [...it.lines.join('\n').matchAll(/"pid":(\d+)/g)].map(([, pid]) => Number(pid))
const statuses = async (flow: string): Promise<string[]> =>
  (await it.call('GET', `/runs?flow=${flow}`)).body.runs.map(({ status }: { status: string }) => status)

test('the chain of a birth and of a death is gone through once, over a cut connection and a worker that is killed', async () => {
  linked.faults.set({ dropAfterRate: { value: 1, times: 1 }, only: ['guiBoTuPhap'] })
  await publish('lien-thong-khai-sinh')
  await publish('lien-thong-khai-tu')
  await expect.poll(() => effects('guiBoTuPhap'), soon).toBe(2)
  process.kill(workerPids().at(-1) ?? 0, 'SIGKILL')
  await expect.poll(() => statuses('lien-thong-khai-sinh'), soon).toEqual(['done'])
  await expect.poll(() => statuses('lien-thong-khai-tu'), soon).toEqual(['done'])
  expect([effects('guiBoTuPhap'), effects('danhDauDaNhan')]).toEqual([2, 2])
  for (const { reports } of linked.dossiers()) {
    expect([...new Set(reports.map(({ trangThai }) => trangThai))]).toEqual(['3', '7', '4', '5'])
  }
  const book = new Sqlite(join(it.data, 'simulators', 'mot-cua.sqlite'), { readonly: true })
  const rows = book.prepare('SELECT Loai, TrangThai, SoDinhDanh, MaSoBhxh FROM HoSoLienThong ORDER BY Loai').all()
  const states = book.prepare("SELECT TrangThai FROM HoSo WHERE TrichYeu LIKE 'Liên thông%'").all()
  book.close()
  expect(rows).toEqual([
    {
      Loai: 'KS',
      TrangThai: 'xong',
      SoDinhDanh: expect.stringMatching(/^\d{12}$/),
      MaSoBhxh: expect.stringMatching(/^\d{10}$/),
    },
    { Loai: 'KT', TrangThai: 'da-tra', SoDinhDanh: null, MaSoBhxh: null },
  ])
  expect(states).toEqual([{ TrangThai: 'done' }, { TrangThai: 'done' }])
})

const post = async (path: string, key: string, body: object): Promise<number> => {
  const headers = { 'x-api-key': key, 'content-type': 'application/json' }
  return (await fetch(`${it.kernel.gatewayAddress}${path}`, { method: 'POST', headers, body: JSON.stringify(body) }))
    .status
}

test('a land dossier waits for its tax notice through a killed worker, and a notice that comes twice is reported once', async () => {
  const MaHoSo = '000.00.00.H22-260105-00077'
  const account = Buffer.from(`${MOT_CUA_ACCOUNT.username}:${MOT_CUA_ACCOUNT.password}`).toString('base64')
  const inOneStop = (path: string, init: RequestInit = {}) =>
    fetch(`${motCuaUrl}/api/hoso${path}`, { ...init, headers: { authorization: `Basic ${account}` } })
  const created = { MaHoSo, MaTTHC: 'HT-001', ChuHoSo: 'Nguyễn Thị Thử', SoGiayTo: '002190000001' }
  expect((await inOneStop('', { method: 'POST', body: JSON.stringify(created) })).status).toBe(201)
  await publish('dat-dai-thue')
  const SoBienNhan = '0000077'
  const { input } = JSON.parse(
    readFileSync(join(projectFolder, 'flows', 'dat-dai-thue', 'tests', 'tron-viec.json'), 'utf8'),
  )
  expect(await post('/dat-dai/ho-so', motCuaKey(KEY), { ...input.body, MaHoSo, SoBienNhan })).toBe(202)
  await expect.poll(() => statuses('dat-dai-thue'), soon).toEqual(['waiting'])
  process.kill(workerPids().at(-1) ?? 0, 'SIGKILL')
  const office = `mo-phong-dat-dai-${KEY.slice(0, 24)}`
  const notice = { SoBienNhan, SoTien: '1', SoQuyetDinh: '0001/TB', NgayQuyetDinh: '2026-01-12', TenTieuMuc: 'Lệ phí' }
  const tell = async (path: string, body: object) => post(path, office, body).catch(() => 999)
  await expect.poll(() => tell('/dat-dai/thong-bao-thue', notice), soon).toBe(200)
  await tell('/dat-dai/thong-bao-thue', notice)
  await expect.poll(() => land.dossiers()[0]?.taxNotices, soon).toEqual(['0001/TB'])
  expect(await post('/dat-dai/ket-thuc-ho-so', 'sai-khoa-sai-khoa', { SoBienNhan })).toBe(401)
  await expect.poll(() => tell('/dat-dai/ket-thuc-ho-so', { SoBienNhan, KetQua: 'xong' }), soon).toBeLessThan(300)
  await expect.poll(async () => (await (await inOneStop(`/${MaHoSo}`)).text()).includes('releasing'), soon).toBe(true)
  expect(land.recorded().map(({ operation }) => operation)).toEqual(['TiepNhanHoSo', 'CapNhatKetQuaThongBaoThue'])
})
