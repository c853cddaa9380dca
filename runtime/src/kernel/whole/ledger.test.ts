import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { installedRegistry } from '../installed.ts'
import { projectFolder } from '../testing/serve.ts'
import { startTestKernel, type TestKernel } from '../testing/test-kernel.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

/** What the partner heard, and how it behaves: refuses, cuts the line, or answers. */
const heard: { readonly path: string; readonly key: string }[] = []
let how: 'refuse' | 'cut' | 'answer' = 'answer'
const partner = createServer((request, response) => {
  request.resume().on('end', () => {
    heard.push({ path: request.url ?? '', key: String(request.headers['idempotency-key']) })
    if (how === 'cut') request.socket.destroy()
    else response.writeHead(how === 'refuse' ? 400 : 200, { 'content-type': 'application/json' }).end('{"nhan":true}')
  })
})

let it: TestKernel
const connect = async (host: string): Promise<void> => {
  const baseUrl = `http://${host}:${(partner.address() as AddressInfo).port}`
  const body = { kind: 'http', title: 'Đối tác', values: { baseUrl, auth: 'none' } }
  expect((await it.call('PUT', '/connections/doi-tac', body)).status).toBeLessThan(300)
}
beforeAll(async () => {
  await new Promise<void>((resolve) => partner.listen(0, '127.0.0.1', resolve))
  it = await startTestKernel({
    registry: installedRegistry(projectFolder),
    workerEntry: join(projectFolder, 'runtime', 'src', 'worker', 'main.ts'),
  })
  await connect('127.0.0.1')
})
beforeEach(() => {
  heard.length = 0
})
afterAll(async () => {
  await it.close()
  partner.closeAllConnections()
  await new Promise((resolve) => partner.close(resolve))
})

/** Publishes a flow that sends by this method to this path, and gives the version. */
async function publish(id: string, method: 'PUT' | 'POST', path: string, timeout = 'PT30S'): Promise<string> {
  const nodes = {
    nhan: { use: 'http-in@1', settings: { path: `/${id}`, answer: 'stored' }, to: { out: ['gui'] } },
    gui: {
      use: 'http-request@1',
      settings: { connection: 'doi-tac', method, path, timeout },
      onError: { retry: 'khong' },
    },
  }
  expect((await it.call('PUT', `/flows/${id}`, { flow: { format: 1, id, title: id, nodes } })).status).toBe(200)
  const published = await it.call('POST', `/flows/${id}/publish`, { note: path })
  expect(published.status).toBe(200)
  return published.body.version
}

async function send(id: string, wanted: string): Promise<string> {
  const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"ma":"01"}' }
  const { run } = (await (await fetch(`${it.kernel.gatewayAddress}/${id}`, init)).json()) as { run: string }
  await until(run, wanted)
  return run
}

const viewed = async (run: string) => (await it.call('GET', `/runs/${run}`)).body
const until = (run: string, wanted: string): Promise<void> =>
  expect.poll(async () => (await viewed(run)).status, { timeout: 15_000 }).toBe(wanted)
const callOf = async (run: string) =>
  (await viewed(run)).steps.find((step: { node: string }) => step.node === 'gui')?.call
const retry = async (run: string, version?: string): Promise<void> => {
  expect((await it.call('POST', `/runs/${run}/retry`, version === undefined ? {} : { version })).status).toBe(204)
}

test('a call that may be repeated keeps its key while it asks the same, whatever else of the version or connection changed', async () => {
  how = 'refuse'
  await publish('giu', 'PUT', '/a')
  const run = await send('giu', 'failed')
  const before = await callOf(run)
  expect(before).toEqual({ key: `${run}:gui`, fingerprint: expect.stringMatching(/^[\w-]{43}$/), state: 'failed' })
  how = 'answer'
  await connect('localhost')
  await retry(run, await publish('giu', 'PUT', '/a', 'PT20S'))
  await until(run, 'done')
  expect(heard).toEqual([
    { path: '/a', key: `${run}:gui` },
    { path: '/a', key: `${run}:gui` },
  ])
  expect(await callOf(run)).toEqual({ ...before, state: 'answered' })
})

test.each(['PUT', 'POST'] as const)(
  'a %s that asks something else after a certain failure goes under a key of its own, and the ledger has both',
  async (method) => {
    how = 'refuse'
    const id = `doi-${method.toLowerCase()}`
    await publish(id, method, '/a')
    const run = await send(id, 'failed')
    const first = await callOf(run)
    how = 'answer'
    await retry(run, await publish(id, method, '/b'))
    await until(run, 'done')
    expect(heard).toEqual([
      { path: '/a', key: `${run}:gui` },
      { path: '/b', key: `${run}:gui~2` },
    ])
    const last = await callOf(run)
    expect(last).toMatchObject({ key: `${run}:gui~2`, state: 'answered' })
    expect(last.fingerprint).not.toBe(first.fingerprint)
    expect(last.before).toMatchObject([{ key: `${run}:gui`, fingerprint: first.fingerprint }])
  },
)

test('a call in doubt that would ask something else is neither probed nor sent until two decisions of a person', async () => {
  how = 'cut'
  await publish('ngo', 'POST', '/a')
  const run = await send('ngo', 'in-doubt')
  how = 'answer'
  const version = await publish('ngo', 'POST', '/b')
  expect((await it.call('POST', `/runs/${run}/cancel`, { reason: 'Chờ hỏi đối tác' })).status).toBe(204)
  await retry(run, version)
  await until(run, 'in-doubt')
  const resend = { path: 'gui', decision: 'resend', reason: 'Đối tác chưa nhận' }
  expect((await it.call('POST', `/runs/${run}/resolve`, resend)).status).toBe(204)
  await until(run, 'failed')
  const { error } = await viewed(run)
  expect([error.code, error.message.vi]).toEqual([
    'run.request-changed',
    'Nội dung sắp gửi tới doi-tac khác với lần đã gửi trước',
  ])
  expect(heard).toEqual([{ path: '/a', key: `${run}:gui` }])
  await retry(run)
  await until(run, 'done')
  expect(heard.slice(1)).toEqual([{ path: '/b', key: `${run}:gui~2` }])
})
