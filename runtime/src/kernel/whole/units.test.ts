import { randomUUID } from 'node:crypto'
import { expect, onTestFinished, test, vi } from 'vitest'
import { openEngine } from '#runtime/engine/open-engine.ts'
import { type Operation, type Route, routes } from '#shared/api/routes.ts'
import { errorData } from '#shared/errors/flow-error.ts'
import { openStore } from '../store/open-store.ts'
import { type Answer, startTestKernel, testFlow } from '../testing/test-kernel.ts'

vi.setConfig({ testTimeout: 30_000 })

/** What the routes need beside a name, so that they come as far as looking for the thing that it names. */
const bodies: { readonly [O in Operation]?: unknown } = {
  saveFlow: { flow: testFlow('cua-ta') },
  testFlow: { input: { body: 1 } },
  sampleFlow: {},
  publishFlow: {},
  pauseFlow: { reason: 'x' },
  nameVersion: { name: 'x' },
  activateVersion: { note: 'x' },
  retryRun: {},
  resubmitRun: { reason: 'x' },
  resolveRun: { path: 'a', decision: 'sent', reason: 'x' },
  decideTask: { path: 'a', decision: 'x' },
  cancelRun: { reason: 'x' },
  captureCase: {},
  saveCase: { title: 'x', input: { body: 1 }, expect: {} },
  runCases: {},
  shadowFlow: {},
  shadowMessage: {},
  saveConnection: { kind: 'http', title: 'x', values: { baseUrl: 'http://localhost:7110', auth: 'none' } },
  saveTable: { title: 'x', rows: [] },
  changeUser: { role: 'admin' },
}
/** Routes whose names stand for something that the whole installation shares. */
const shared: ReadonlySet<Operation> = new Set(['admitOutsidePerson', 'distrustSigner', 'useTemplate', 'setFaults'])
const creating: ReadonlySet<Operation> = new Set(['saveFlow', 'saveConnection', 'saveTable'])
const byName = (Object.entries(routes) as [Operation, Route][])
  .filter(([operation, { path }]) => path.includes('{') && !shared.has(operation))
  .map(([operation, { path }]) => ({
    operation,
    path: operation === 'diffFlow' ? `${path}?from=1&to=1` : path,
    body: bodies[operation],
  }))

test('things of another unit are not found, not listed and not taken over, and the try is on record', async () => {
  const it = await startTestKernel()
  onTestFinished(it.close)
  const stranger = await it.person('nguoi-la', 'admin')
  const db = openStore(it.data)
  db.exec(
    "INSERT INTO units VALUES ('so-khac', 'Sở khác'); UPDATE accounts SET unit = 'so-khac' WHERE name = 'nguoi-la'",
  )
  db.close()
  await it.call('PUT', '/flows/cua-ta', { flow: testFlow('cua-ta') })
  await it.call('POST', '/flows/cua-ta/publish', { note: '' })
  await it.call('PUT', '/tables/cua-ta', { title: 'x', rows: [] })
  await it.call('PUT', '/connections/cua-ta', {
    kind: 'http',
    title: 'x',
    values: { baseUrl: 'http://localhost:7110', auth: 'none' },
  })
  await it.person('nguoi-nha', 'viewer')
  const engine = await openEngine(`sqlite:${it.data}/engine.db`, it.data, {
    clock: () => Date.now(),
    newMark: randomUUID,
  })
  const run = '01K00000000000000000000000'
  const message = { body: {}, headers: {}, keys: {} }
  await engine.accept({ run, unit: 'mac-dinh', flow: 'cua-ta', version: 'v', trigger: 'nhan', message, at: Date.now() })
  await engine.close()

  const ask = (method: string, path: string, body?: unknown): Promise<Answer> => it.call(method, path, body, stranger)
  const token = (await it.call('POST', '/tokens', { title: 'cua-ta', role: 'viewer', expiresInDays: 1 })).body
  const ours = { flows: 'cua-ta', connections: 'cua-ta', tables: 'cua-ta', runs: run, users: 'nguoi-nha' }
  const ids: Readonly<Record<string, string>> = { ...ours, tokens: token.id }
  const paths = byName.map(({ operation, path, body }) => {
    const [, kind = ''] = path.split('/')
    const named = path.replace(/\{(?:id|name)\}/, ids[kind] ?? 'khong-co')
    return { operation, path: named.replace('{version}', '1').replace('{run}', run).replace('{name}', 'x'), body }
  })
  const answers: unknown[] = []
  for (const { operation, path, body } of paths) {
    const { status, body: problem } = await ask(routes[operation].method, path, body)
    answers.push([operation, status, problem?.code])
  }
  expect(answers).toEqual(
    paths.map(({ operation }) =>
      creating.has(operation) ? [operation, 409, 'api.exists'] : [operation, 404, 'api.not-found'],
    ),
  )
  const { body } = await ask('GET', '/audit?limit=500')
  const actions: string[] = body.entries.map((row: { action: string }) => row.action)
  expect(actions.filter((it) => it.endsWith('.foreign')).sort()).toEqual(
    paths.flatMap(({ operation }) => (creating.has(operation) ? [] : [`${operation}.foreign`])).sort(),
  )

  const busy = await it.call('DELETE', '/flows/cua-ta')
  expect([busy.status, busy.body.code]).toEqual([409, 'api.in-use'])
  for (const [path, list] of [
    ['/flows', 'flows'],
    ['/connections', 'connections'],
    ['/tables', 'tables'],
    ['/runs', 'runs'],
  ] as const) {
    expect((await ask('GET', path)).body[list]).toEqual([])
  }
  expect((await ask('GET', '/users')).body.users.map((user: { name: string }) => user.name)).toEqual(['nguoi-la'])
  expect((await it.call('DELETE', '/flows/cua-ta?force=true')).status).toBe(204)
})

test('a retry, a decision and a closing fit the state of the run', async () => {
  const it = await startTestKernel()
  onTestFinished(it.close)
  const engine = await openEngine(`sqlite:${it.data}/engine.db`, it.data, {
    clock: () => Date.now(),
    newMark: randomUUID,
  })
  const run = '01K00000000000000000000001'
  const message = { body: {}, headers: {}, keys: { maHoSo: 'H01.0001' } }
  await engine.accept({ run, unit: 'mac-dinh', flow: 'f', version: 'v', trigger: 'nhan', message, at: Date.now() })
  await engine.close()

  const { body } = await it.call('GET', '/runs?q=H01.0001')
  expect(body.runs).toMatchObject([{ id: run, status: 'accepted', keys: { maHoSo: 'H01.0001' } }])
  const early = await it.call('POST', `/runs/${run}/retry`, {})
  expect([early.status, early.body.code, early.body.message.vi]).toEqual([
    409,
    'api.wrong-state',
    `Không làm được vì lần chạy "${run}" đang ở trạng thái "đã tiếp nhận"`,
  ])
  expect((await it.call('POST', `/runs/${run}/resolve`, { path: 'a', decision: 'sent', reason: 'x' })).status).toBe(409)
  expect((await it.call('POST', `/runs/${run}/cancel`, { reason: 'Hồ sơ thử' })).status).toBe(204)
  expect((await it.call('GET', '/runs?status=cancelled')).body.runs).toMatchObject([
    { id: run, error: { code: 'run.cancelled' } },
  ])
  expect((await it.call('POST', `/runs/${run}/cancel`, { reason: 'x' })).status).toBe(409)
  expect((await it.call('POST', `/runs/${run}/retry`, {})).status).toBe(204)
  expect((await it.call('GET', `/runs?status=accepted,running`)).body.runs).toHaveLength(1)
})

test('what waits in the error inbox is closed with a reason, which is on record, unless it is half undone', async () => {
  const it = await startTestKernel()
  onTestFinished(it.close)
  const engine = await openEngine(`sqlite:${it.data}/engine.db`, it.data, {
    clock: () => Date.now(),
    newMark: randomUUID,
  })
  const message = { body: {}, headers: {}, keys: {} }
  const error = errorData('http.rejected', { host: 'x', status: 400 })
  const ends = [
    ['01K00000000000000000000011', { status: 'failed' }],
    ['01K00000000000000000000012', { status: 'in-doubt' }],
    ['01K00000000000000000000013', { status: 'failed', compensation: 'done' }],
    ['01K00000000000000000000014', { status: 'failed', compensation: 'partial' }],
  ] as const
  for (const [run, end] of ends) {
    const at = Date.now()
    const accepting = { run, unit: 'mac-dinh', flow: 'f', version: 'v', trigger: 'nhan', message, at, lease: 'm' }
    const { lease } = await engine.accept(accepting)
    if (lease) await engine.commit(lease, [], { ...end, at, error, errorNode: 'gui' })
  }
  await engine.close()

  for (const [run, end] of ends) {
    const closed = await it.call('POST', `/runs/${run}/cancel`, { reason: 'Công dân rút hồ sơ' })
    const half = 'compensation' in end && end.compensation === 'partial'
    expect([run, closed.status, closed.body?.code]).toEqual(
      half ? [run, 409, 'run.compensation-open'] : [run, 204, undefined],
    )
  }
  expect((await it.call('GET', '/runs?status=failed,in-doubt')).body.runs).toMatchObject([{ id: ends[3][0] }])
  const details = { reason: 'Công dân rút hồ sơ', cause: 'http.rejected' }
  expect((await it.call('GET', '/runs?status=cancelled')).body.runs).toMatchObject([
    { id: ends[2][0], compensation: 'done', error: { code: 'run.cancelled', details } },
    { id: ends[1][0], error: { code: 'run.cancelled', details } },
    { id: ends[0][0], error: { code: 'run.cancelled', details } },
  ])
  const { body } = await it.call('GET', '/audit?limit=100')
  const recorded = body.entries.filter((row: { action: string }) => row.action.startsWith('cancelRun'))
  expect(recorded.map((row: { target?: string }) => row.target)).toEqual(expect.arrayContaining(ends.map(([id]) => id)))
  expect(JSON.stringify(recorded)).toContain('Công dân rút hồ sơ')
})
