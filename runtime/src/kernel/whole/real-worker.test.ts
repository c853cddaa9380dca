import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { installedRegistry } from '../installed.ts'
import { projectFolder } from '../testing/serve.ts'
import { startTestKernel, type TestKernel } from '../testing/test-kernel.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

let it: TestKernel
let ahead = 0
beforeAll(async () => {
  it = await startTestKernel({
    clock: () => Date.now() + ahead,
    registry: installedRegistry(projectFolder),
    workerEntry: join(projectFolder, 'runtime', 'src', 'worker', 'main.ts'),
  })
})
afterAll(() => it.close())

const flow = {
  format: 1,
  id: 'tiep-nhan',
  title: 'Tiếp nhận hồ sơ',
  nodes: {
    nhan: { use: 'http-in@1', settings: { path: '/ho-so', answer: 'stored' }, to: { out: ['kiem-tra'] } },
    'kiem-tra': {
      use: 'stop-with-error@1',
      title: 'Chặn',
      settings: { code: 'HS-THIEU', message: 'Hồ sơ thiếu giấy tờ' },
    },
  },
  settings: { keys: { maHoSo: 'MaHoSo' } },
}

test('a message that fails is in the list, is explained step by step, and can be tried again and closed', async () => {
  const saved = await it.call('PUT', '/flows/tiep-nhan', { flow })
  expect(saved.body.problems.filter((problem: { severity: string }) => problem.severity === 'error')).toEqual([])
  const { version } = (await it.call('POST', '/flows/tiep-nhan/publish', { note: 'Bản đầu' })).body
  const init = {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"MaHoSo":"000.00.01.H01-260701-0001"}',
  }
  expect((await fetch(`${it.kernel.gatewayAddress}/ho-so`, init)).status).toBe(202)

  const failed = async (): Promise<{ id: string }[]> => (await it.call('GET', '/runs?status=failed')).body.runs
  await expect
    .poll(failed, { timeout: 10_000 })
    .toMatchObject([{ flow: 'tiep-nhan', version, keys: { maHoSo: '000.00.01.H01-260701-0001' } }])
  const [{ id = '' } = {}] = await failed()
  const run = await it.call('GET', `/runs/${id}`)
  expect(run.body).toMatchObject({ id, status: 'failed' })
  expect(run.body.steps.map((step: { node: string; status: string }) => [step.node, step.status])).toEqual([
    ['nhan', 'done'],
    ['kiem-tra', 'failed'],
  ])
  const listed = (await it.call('GET', '/flows')).body.flows[0]
  expect(listed).toMatchObject({
    counts: { accepted: 1, failed: 1 },
    lastError: { vi: expect.stringContaining('thiếu giấy tờ') },
  })

  expect((await it.call('POST', `/runs/${id}/retry`, {})).status).toBe(204)
  await expect.poll(failed, { timeout: 10_000 }).toHaveLength(1)
  expect((await it.call('DELETE', '/flows/tiep-nhan')).status).toBe(204)
})

test('a test run and a preview are answered by a worker', async () => {
  await it.call('PUT', '/flows/tiep-nhan', { flow })
  const run = await it.call('POST', '/flows/tiep-nhan/test', { input: { body: { MaHoSo: 'H01' } } })
  expect(run.body).toMatchObject({
    status: 'failed',
    steps: [{ node: 'nhan' }, { node: 'kiem-tra', error: { code: expect.any(String) } }],
  })
  const preview = await it.call('POST', '/expressions/preview', {
    expression: 'a & "-" & b',
    input: { a: '00', b: '1' },
  })
  expect(preview.body).toEqual({ result: '00-1' })
  const wrong = await it.call('POST', '/expressions/preview', { expression: 'a &', input: {} })
  expect(wrong.body.error.message.vi).toBeTruthy()
})

test('a schedule makes one run at its minute', async () => {
  const scheduled = {
    format: 1,
    id: 'hen-gio',
    title: 'Hẹn giờ',
    nodes: { lich: { use: 'schedule@1', settings: { cron: '* * * * *' } } },
  }
  expect((await it.call('PUT', '/flows/hen-gio', { flow: scheduled })).status).toBe(200)
  // One second before the next minute.
  ahead = 59_000 - (Date.now() % 60_000)
  const published = await it.call('POST', '/flows/hen-gio/publish', { note: '' })
  expect(published.status).toBe(200)
  const runs = async (): Promise<unknown[]> => (await it.call('GET', '/runs?flow=hen-gio')).body.runs
  await expect.poll(runs, { timeout: 10_000 }).toHaveLength(1)
  const rows = (await it.call('GET', '/flows')).body.flows
  expect(rows.find((row: { id: string }) => row.id === 'hen-gio').triggers).toEqual([
    { node: 'lich', type: 'schedule', address: '* * * * *' },
  ])
  await it.call('DELETE', '/flows/hen-gio?force=true')
})

test('every node in the box has its help and an icon that is served', async () => {
  const { body } = await it.call('GET', '/nodes')
  expect(body.nodes.length).toBeGreaterThan(5)
  for (const node of body.nodes)
    expect([node.type, node.icon !== '', node.help !== '']).toEqual([node.type, true, true])
})
