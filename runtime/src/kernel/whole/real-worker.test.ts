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

test('a task waits for a person with the right, whose decision counts once and is in the audit trail', async () => {
  const asking = {
    format: 1,
    id: 'duyet',
    title: 'Duyệt hồ sơ',
    nodes: {
      nhan: { use: 'http-in@1', settings: { path: '/duyet', answer: 'stored' }, to: { out: ['cho'] } },
      cho: {
        use: 'human-task@1',
        settings: {
          title: 'Duyệt hồ sơ',
          fields: [{ label: 'Mã', value: { field: 'MaHoSo' } }],
          choices: [{ id: 'dong-y', label: 'Đồng ý' }, { id: 'tra-lai' }],
          deadline: 'P1D',
          role: 'designer',
          commentRequired: true,
        },
        to: { timeout: ['chan'] },
      },
      chan: { use: 'stop-with-error@1', settings: { code: 'QUA-HAN', message: 'Quá hạn' } },
    },
  }
  await it.call('PUT', '/flows/duyet', { flow: asking })
  const test = await it.call('POST', '/flows/duyet/test', {
    input: { body: { MaHoSo: 'H02' } },
    stubs: { cho: { port: 'tra-lai' } },
  })
  expect(test.body.steps[1]).toMatchObject({ status: 'done', port: 'tra-lai', effect: 'stub' })
  expect((await it.call('POST', '/flows/duyet/publish', { note: '' })).status).toBe(200)
  const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"MaHoSo":"H02"}' }
  await fetch(`${it.kernel.gatewayAddress}/duyet`, init)
  const tasks = async () => (await it.call('GET', '/tasks?flow=duyet')).body
  await expect.poll(tasks, { timeout: 10_000 }).toMatchObject({
    total: 1,
    tasks: [{ flow: 'duyet', path: 'cho', task: { title: 'Duyệt hồ sơ', fields: [{ label: 'Mã', value: 'H02' }] } }],
  })
  const { run, path } = (await tasks()).tasks[0]
  const { body: listed } = await it.call('GET', '/runs?flow=duyet')
  expect(listed.runs[0].waits).toMatchObject([{ for: 'person', title: 'Duyệt hồ sơ', role: 'designer' }])
  expect((await it.call('GET', `/runs/${run}`)).body.steps[1].waits.task.choices).toHaveLength(2)

  const decide = (body: object) => it.call('POST', `/runs/${run}/decide`, { path, ...body })
  const { body: account } = await it.call('POST', '/tokens', { title: 'vận hành', role: 'operator' })
  const refused = await fetch(`${it.kernel.address}/api/v1/runs/${run}/decide`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${account.token}` },
    body: JSON.stringify({ path, decision: 'dong-y', comment: 'đủ' }),
  })
  expect(refused.status).toBe(403)
  expect((await decide({ decision: 'khac', comment: 'đủ' })).body.code).toBe('api.invalid')
  expect((await decide({ decision: 'dong-y' })).body.code).toBe('api.invalid')
  const answers = await Promise.all([1, 2].map(() => decide({ decision: 'dong-y', comment: 'đủ giấy tờ' })))
  expect(answers.map((answer) => answer.status).sort()).toEqual([204, 409])
  expect(answers.find((answer) => answer.status === 409)?.body.code).toBe('run.task-decided')
  await expect.poll(async () => (await it.call('GET', `/runs/${run}`)).body.status, { timeout: 10_000 }).toBe('done')
  expect((await tasks()).total).toBe(0)
  const { body: trail } = await it.call('GET', '/audit')
  expect(trail.entries).toContainEqual(
    expect.objectContaining({
      action: 'decideTask',
      target: run,
      details: { path, decision: 'dong-y', comment: 'đủ giấy tờ' },
    }),
  )
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
