import { rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { createDvcqg, createMotCua, type Dvcqg, MOT_CUA_ACCOUNT, type MotCua } from '#nodes/simulators/index.ts'
import { simulatorConnections } from '../../deployments/templates/simulator-connections.ts'
import { installedRegistry } from '../installed.ts'
import { projectFolder } from '../testing/serve.ts'
import { startTestKernel, type TestKernel } from '../testing/test-kernel.ts'

vi.setConfig({ testTimeout: 240_000, hookTimeout: 60_000 })

const KEY = 'mo-phong-khoa-cho-kiem-thu-0123456789'
let it: TestKernel
let platform: Dvcqg
let oneStop: MotCua
let oneStopUrl = ''
let ahead = 0

beforeAll(async () => {
  it = await startTestKernel({
    clock: () => Date.now() + ahead,
    registry: installedRegistry(projectFolder),
    workerEntry: join(projectFolder, 'runtime', 'src', 'worker', 'main.ts'),
  })
  platform = createDvcqg()
  oneStop = createMotCua({ folder: join(it.data, 'simulators') })
  const [motCua, dvcqg] = [await oneStop.listen(0), await platform.listen(0)]
  oneStopUrl = motCua.url
  platform.paymentSettings.callbackUrl = `${it.kernel.gatewayAddress}/thanh-toan/dvcqg/ket-qua`
  const connections = simulatorConnections(it.data, KEY, [motCua.port, dvcqg.port, 0, 0])
  for (const [id, connection] of Object.entries(connections)) await it.call('PUT', `/connections/${id}`, connection)
  for (const id of ['thanh-toan-phi', 'keo-ho-so-gplx']) {
    expect((await it.call('POST', `/templates/${id}/use`, { id, title: id })).status, id).toBe(200)
    expect((await it.call('POST', `/flows/${id}/publish`, { note: '' })).status, id).toBe(200)
  }
})
afterAll(async () => {
  await it.close()
  await platform.close()
  await oneStop.close()
  rmSync(dirname(it.data), { recursive: true, force: true })
})

async function ask(number: number): Promise<{ status: number; reference: string }> {
  const answer = await fetch(`${it.kernel.gatewayAddress}/thanh-toan/yeu-cau`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-api-key': `mo-phong-mot-cua-${KEY.slice(0, 24)}` },
    body: JSON.stringify({
      maHoSo: `000.00.00.H22-260105-${String(number).padStart(4, '0')}`,
      soTien: 200000,
      maTTHC: '2.000488',
      tenTTHC: 'Cấp Phiếu lý lịch tư pháp cho công dân Việt Nam',
      maDonVi: '000.00.00.H22',
      taiKhoanThuHuong: '0012345678',
      maNganHang: 'NHGL',
      tenTaiKhoan: 'SỞ TƯ PHÁP (GIẢ LẬP)',
      nguoiNop: 'Nguyễn Thị Thử',
      soGiayTo: '001199000123',
    }),
  })
  const body: unknown = await answer.json()
  const reference = typeof body === 'object' && body !== null && 'maTraCuu' in body ? String(body.maTraCuu) : ''
  return { status: answer.status, reference }
}

const stateOf = async (number: number): Promise<string | undefined> => {
  const key = `000.00.00.H22-260105-${String(number).padStart(4, '0')}`
  const { runs } = (await it.call('GET', `/runs?flow=thanh-toan-phi&key=${key}`)).body
  return runs[0]?.status
}
const nodesOf = async (number: number): Promise<string[]> => {
  const key = `000.00.00.H22-260105-${String(number).padStart(4, '0')}`
  const { runs } = (await it.call('GET', `/runs?flow=thanh-toan-phi&key=${key}`)).body
  const run = await it.call('GET', `/runs/${runs[0].id}`)
  return run.body.steps.map((step: { node: string }) => step.node)
}

test('a payment is begun, a false callback is turned away, the true one books it once', async () => {
  const { status, reference } = await ask(1)
  expect([status, reference]).toEqual([200, expect.stringMatching(/^000\.00\.00\.H22-260105-0001\d{14}$/)])
  await expect.poll(() => stateOf(1), { timeout: 20_000 }).toBe('waiting')
  expect(await platform.pay(reference, { wrongHash: true })).toMatchObject({ status: 403, body: { MaLoi: '04' } })
  expect(await platform.pay(reference, { altered: true })).toMatchObject({ status: 403 })
  expect(await stateOf(1)).toBe('waiting')
  expect(await platform.pay(reference)).toMatchObject({ status: 200, body: { MaLoi: '00', MaThamChieu: reference } })
  expect(await platform.pay(reference)).toMatchObject({ status: 200 })
  await expect.poll(() => stateOf(1), { timeout: 20_000 }).toBe('done')
  expect((await nodesOf(1)).filter((node) => node === 'ghi-da-thu')).toHaveLength(1)
})

test('a connection lost in the middle of INIT begins no second payment', async () => {
  platform.faults.set({ dropAfterRate: { value: 1, times: 1 }, only: ['INIT'] })
  const { status, reference } = await ask(2)
  expect([status, reference]).toEqual([200, expect.stringContaining('-0002')])
  expect(platform.recorded().filter(({ operation, key }) => operation === 'INIT' && key === reference)).toHaveLength(1)
})

test('a callback that never comes is settled by asking when its time is up', async () => {
  // Workers have a clock of their own, so the half hour is made short in a version of its own.
  const { flow, revision } = (await it.call('GET', '/flows/thanh-toan-phi')).body
  flow.nodes['cho-lan-dau'].settings.timeout = 'PT2S'
  expect((await it.call('PUT', '/flows/thanh-toan-phi', { flow, revision })).status).toBe(200)
  expect((await it.call('POST', '/flows/thanh-toan-phi/publish', { note: '' })).status).toBe(200)
  const { reference } = await ask(3)
  await platform.pay(reference, { silent: true })
  await expect.poll(() => stateOf(3), { timeout: 30_000 }).toBe('done')
  expect(await nodesOf(3)).toEqual(expect.arrayContaining(['doi-soat-dau', 'ghi-da-thu']))
})

const fetches = async (): Promise<string[]> => {
  const { runs } = (await it.call('GET', '/runs?flow=keo-ho-so-gplx&limit=100')).body
  return runs.map(({ status }: { status: string }) => status)
}
const dossiers = (): readonly string[] =>
  oneStop
    .recorded()
    .map(({ key }) => key)
    .filter((key) => key.startsWith('000.00.00.G01-'))

test('licence dossiers come to the one-stop system with their files, once however often they are fetched', async () => {
  ahead += 31 * 60_000
  await expect.poll(fetches, { timeout: 90_000 }).toEqual(['done'])
  expect(dossiers().length).toBeGreaterThan(3)
  expect(new Set(dossiers()).size).toBe(dossiers().length)
  const first = dossiers()
  const account = Buffer.from(`${MOT_CUA_ACCOUNT.username}:${MOT_CUA_ACCOUNT.password}`).toString('base64')
  const stored = await fetch(`${oneStopUrl}/api/hoso/${first[0]}`, { headers: { authorization: `Basic ${account}` } })
  const text = await stored.text()
  expect(text).toContain('Giấy khám sức khỏe của người lái xe.pdf')
  expect(text).toContain('"MaTTHC":"GT-001"')
  ahead += 31 * 60_000
  await expect.poll(fetches, { timeout: 90_000 }).toEqual(['done', 'done'])
  // Midnight may have brought those of a new day; none comes twice.
  expect(dossiers().slice(0, first.length)).toEqual(first)
  expect(new Set(dossiers()).size).toBe(dossiers().length)
})
