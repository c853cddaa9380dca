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
