import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { installedRegistry } from '../installed.ts'
import { projectFolder } from '../testing/serve.ts'
import { startTestKernel, type TestKernel } from '../testing/test-kernel.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

let it: TestKernel
beforeAll(async () => {
  it = await startTestKernel({
    registry: installedRegistry(projectFolder),
    workerEntry: join(projectFolder, 'runtime', 'src', 'worker', 'main.ts'),
  })
})
afterAll(() => it.close())

const flowWith = (value: string) => ({
  format: 1,
  id: 'chao',
  title: 'Chào',
  nodes: {
    nhan: { use: 'http-in@1', settings: { path: '/chao', answer: 'result' }, to: { out: ['tra'] } },
    tra: { use: 'http-reply@1', settings: { content: 'value', body: { expr: value } } },
  },
})

test('a run is made a case with personal values replaced, kept with its flow, and tells what a changed draft does otherwise', async () => {
  await it.call('PUT', '/flows/chao', { flow: flowWith('{ "chao": hoTen }') })
  expect((await it.call('POST', '/flows/chao/publish', { note: '' })).status).toBe(200)
  const init = {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ hoTen: 'Trần Thị Ví Dụ' }),
  }
  expect(await (await fetch(`${it.kernel.gatewayAddress}/chao`, init)).json()).toEqual({ chao: 'Trần Thị Ví Dụ' })
  const [{ id = '' } = {}] = (await it.call('GET', '/runs?flow=chao')).body.runs

  const viewer = await it.person('xem', 'viewer')
  expect((await it.call('POST', `/runs/${id}/case`, {}, viewer)).status).toBe(403)
  const { body } = await it.call('POST', `/runs/${id}/case`, {})
  expect(body).toMatchObject({ masked: { name: 1 }, unanswered: [], differs: [] })
  expect(JSON.stringify(body)).not.toContain('Ví Dụ')
  expect(body.case.expect.reply.body).toEqual({ chao: body.case.input.body.hoTen })
  const plain = await it.call('POST', `/runs/${id}/case`, { mask: false })
  expect(plain.body.case.input.body).toEqual({ hoTen: 'Trần Thị Ví Dụ' })

  expect((await it.call('PUT', '/flows/chao/cases/Sai tên', body.case)).status).toBe(400)
  expect((await it.call('PUT', '/flows/chao/cases/dau-tien', body.case, viewer)).status).toBe(403)
  expect((await it.call('PUT', '/flows/chao/cases/dau-tien', { ...body.case, la: 1 })).status).toBe(400)
  expect((await it.call('PUT', '/flows/chao/cases/dau-tien', body.case)).status).toBe(200)
  expect((await it.call('GET', '/flows/chao/cases')).body.cases).toMatchObject([{ name: 'dau-tien', case: body.case }])
  const good = await it.call('POST', '/flows/chao/cases/run', {})
  expect(good.body.results).toMatchObject([{ name: 'dau-tien', ok: true, differences: [] }])

  await it.call('PUT', '/flows/chao', { flow: flowWith('{ "chao": "ai đó" }'), revision: 1 })
  const bad = await it.call('POST', '/flows/chao/cases/run', { names: ['dau-tien'] })
  expect(bad.body.results).toMatchObject([
    { ok: false, differences: [{ place: 'reply.body.chao', actual: '"ai đó"', sentence: { vi: expect.any(String) } }] },
  ])
  const published = await it.call('POST', '/flows/chao/cases/run', { version: '1' })
  expect(published.body.results).toMatchObject([{ ok: true }])
  expect((await it.call('DELETE', '/flows/chao/cases/dau-tien')).status).toBe(204)
  expect((await it.call('DELETE', '/flows/chao/cases/dau-tien')).status).toBe(404)
  const { entries } = (await it.call('GET', '/audit?limit=100')).body
  expect(entries).toContainEqual(expect.objectContaining({ action: 'captureCase', details: { mask: false } }))
})

test('past messages go through a draft page by page, no more than asked for, and a page names where it goes on', async () => {
  const at = (text: string) => {
    const made = { ...flowWith(text), id: 'cu' }
    return {
      ...made,
      nodes: { ...made.nodes, nhan: { ...made.nodes.nhan, settings: { path: '/cu', answer: 'result' } } },
    }
  }
  await it.call('PUT', '/flows/cu', { flow: at('{ "so": so }') })
  expect((await it.call('POST', '/flows/cu/publish', { note: '' })).status).toBe(200)
  for (let so = 0; so < 25; so++) {
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ so }) }
    expect((await fetch(`${it.kernel.gatewayAddress}/cu`, init)).status).toBe(200)
  }
  const done = async (): Promise<number> => (await it.call('GET', '/runs?flow=cu&status=done')).body.runs.length
  await expect.poll(done, { timeout: 10_000 }).toBe(25)

  const same = (await it.call('POST', '/flows/cu/shadow', { last: 500 })).body
  expect([same.rows.length, same.done, typeof same.cursor]).toEqual([20, 20, 'string'])
  const rest = (await it.call('POST', '/flows/cu/shadow', { last: 500, cursor: same.cursor })).body
  expect([rest.rows.length, rest.done, rest.cursor]).toEqual([5, 25, undefined])
  const rows = [...same.rows, ...rest.rows]
  expect(new Set(rows.map((row: { run: string }) => row.run)).size).toBe(25)
  expect(rows.every((row: { result: string }) => row.result === 'same')).toBe(true)
  expect((await it.call('POST', '/flows/cu/shadow', { last: 3 })).body).toMatchObject({ done: 3 })
  expect((await it.call('POST', '/flows/cu/shadow', { last: 501 })).status).toBe(400)
  expect((await it.call('POST', '/flows/cu/shadow', { cursor: 'x' })).status).toBe(400)
  const operator = await it.person('van-hanh', 'operator')
  expect((await it.call('POST', '/flows/cu/shadow', {}, operator)).status).toBe(403)

  await it.call('PUT', '/flows/cu', { flow: at('{ "so": so > 12 ? so : "nhỏ" }'), revision: 1 })
  const changed = (await it.call('POST', '/flows/cu/shadow', { last: 20 })).body
  expect(changed.content).not.toBe(same.content)
  const counts = Map.groupBy(changed.rows, (row: { result: string; run: string }) => row.result)
  expect([counts.get('same')?.length, counts.get('changed')?.length]).toEqual([12, 8])
  const [row] = counts.get('changed') ?? []
  expect(row).toMatchObject({ first: { node: 'tra', place: 'reply.body.so', before: '12', after: '"nhỏ"' } })
  const detail = await it.call('POST', `/flows/cu/shadow/${row?.run}`, {})
  expect(detail.body.steps.map((step: { path: string }) => step.path)).toEqual(['nhan', 'tra'])
})
