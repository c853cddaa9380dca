import { rmSync } from 'node:fs'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { installedRegistry } from '../installed.ts'
import { projectFolder } from '../testing/serve.ts'
import { startTestKernel, type TestKernel } from '../testing/test-kernel.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

const options = {
  registry: installedRegistry(projectFolder),
  workerEntry: join(projectFolder, 'runtime', 'src', 'worker', 'main.ts'),
  workers: 2,
}
let it: TestKernel
let answer: (response: ServerResponse) => void
let heard = 0
const partner = createServer((request, response) => {
  heard++
  request.resume()
  request.on('end', () => answer(response))
})
const good = (response: ServerResponse): void => {
  response.writeHead(200, { 'content-type': 'application/json' }).end('{}')
}
const broken = (response: ServerResponse): void => void response.writeHead(500).end()

beforeAll(async () => {
  await new Promise<void>((resolve) => partner.listen(0, '127.0.0.1', resolve))
  it = await startTestKernel(options)
})
afterAll(async () => {
  await it.close()
  rmSync(dirname(it.data), { recursive: true, force: true })
  partner.closeAllConnections()
  partner.close()
})

const flowOf = (id: string, connection: string) => ({
  format: 1,
  id,
  title: id,
  nodes: {
    nhan: { use: 'http-in@1', settings: { path: `/${id}`, answer: 'stored' }, to: { out: ['goi'] } },
    goi: {
      use: 'http-request@1',
      settings: { connection, method: 'PUT', path: '/x', timeout: 'PT5S' },
      onError: { retry: 'mau' },
    },
  },
  settings: { retry: { mau: { times: 50, first: 'PT0.05S', factor: 1, max: 'PT0.1S', jitter: 0 } } },
})

const save = (id: string, limits: object) => {
  const { port } = partner.address() as AddressInfo
  const values = { baseUrl: `http://127.0.0.1:${port}` }
  return it.call('PUT', `/connections/${id}`, { kind: 'http', title: id, values, limits })
}

async function publish(id: string, limits: object): Promise<void> {
  const saved = await save(id, limits)
  expect([saved.status, saved.body.circuit]).toEqual([200, { state: 'closed' }])
  await it.call('PUT', `/flows/${id}`, { flow: flowOf(id, id) })
  expect((await it.call('POST', `/flows/${id}/publish`, { note: '' })).status).toBe(200)
}

const send = async (id: string, count: number): Promise<void> => {
  const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' }
  const sent = await Promise.all(
    Array.from({ length: count }, () => fetch(`${it.kernel.gatewayAddress}/${id}`, init).then(({ status }) => status)),
  )
  expect(new Set(sent)).toEqual(new Set([202]))
}
const counts = async (flow: string, status: string): Promise<number> =>
  (await it.call('GET', `/runs?flow=${flow}&status=${status}&limit=100`)).body.runs.length
/** Runs that wait because the circuit is open. */
const heldBack = async (flow: string): Promise<number> => {
  const { runs } = (await it.call('GET', `/runs?flow=${flow}&status=retrying&limit=100`)).body
  return runs.filter(({ error }: { error?: { code: string } }) => error?.code === 'connect.circuit-open').length
}
const circuit = async (id: string) => (await it.call('GET', `/connections/${id}`)).body.circuit

test('a partner that fails is left alone by all workers, until a person has it tried; then all goes on', async () => {
  await publish('ngat', { breakAfter: 3, pause: 'PT1H' })
  answer = broken
  heard = 0
  await send('ngat', 20)
  await expect.poll(async () => (await circuit('ngat')).state, { timeout: 20_000 }).toBe('open')
  expect((await circuit('ngat')).reason.vi).toContain('500')
  // Calls that were on their way when it opened had to end; after that, none comes.
  await expect.poll(() => heldBack('ngat'), { timeout: 20_000 }).toBe(20)
  const calls = heard
  await send('ngat', 10)
  await expect.poll(() => heldBack('ngat'), { timeout: 20_000 }).toBe(30)
  expect(heard).toBe(calls)
  expect((await it.call('GET', '/metrics')).body).toMatch(/lienthong_circuit_open\{[^}]*connection="ngat"\} 1/)

  expect((await it.call('POST', '/connections/ngat/try-now')).status).toBe(200)
  await expect.poll(() => heard, { timeout: 20_000 }).toBe(calls + 1)
  await expect.poll(async () => (await circuit('ngat')).state, { timeout: 20_000 }).toBe('open')

  // Saving the connection, perhaps with another address, counts as a reason to try.
  answer = good
  expect((await save('ngat', { breakAfter: 3, pause: 'PT1H' })).status).toBe(200)
  await expect.poll(() => counts('ngat', 'done'), { timeout: 30_000 }).toBe(30)
  expect(await circuit('ngat')).toEqual({ state: 'closed' })
  expect(heard).toBe(calls + 1 + 30)
})

test('no more calls than the connection allows are under way, whatever the number of workers', async () => {
  await publish('mot', { concurrency: 1 })
  let now = 0
  let most = 0
  answer = (response) => {
    most = Math.max(most, ++now)
    setTimeout(() => {
      now--
      good(response)
    }, 20)
  }
  await send('mot', 20)
  await expect.poll(() => counts('mot', 'done'), { timeout: 30_000 }).toBe(20)
  expect(most).toBe(1)
})

test('the workers together run no more of a flow than its limit, and every caller who waits gets the answer', async () => {
  await publish('ba', {})
  const { nodes, settings, ...rest } = flowOf('ba', 'ba')
  const { nhan, goi } = nodes
  const flow = {
    ...rest,
    nodes: {
      nhan: { ...nhan, settings: { ...nhan.settings, answer: 'result' } },
      goi: { ...goi, to: { out: ['tra'] } },
      tra: { use: 'http-reply@1' },
    },
    settings: { ...settings, limits: { running: 3 } },
  }
  await it.call('PUT', '/flows/ba', { flow })
  expect((await it.call('POST', '/flows/ba/publish', { note: '' })).status).toBe(200)
  let now = 0
  let most = 0
  answer = (response) => {
    most = Math.max(most, ++now)
    setTimeout(() => {
      now--
      good(response)
    }, 20)
  }
  const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' }
  const answers = await Promise.all(
    Array.from({ length: 40 }, () => fetch(`${it.kernel.gatewayAddress}/ba`, init).then(({ status }) => status)),
  )
  expect(answers).toEqual(new Array(40).fill(200))
  expect(most).toBeLessThanOrEqual(3)
  expect(most).toBeGreaterThan(1)
})

test('a restart lets nobody loose on a partner in trouble: the circuit stays open, and the first call is a trial', async () => {
  await publish('khoi-dong-lai', { breakAfter: 3, pause: 'PT1H' })
  answer = broken
  await send('khoi-dong-lai', 20)
  await expect.poll(() => heldBack('khoi-dong-lai'), { timeout: 20_000 }).toBe(20)
  const before = await circuit('khoi-dong-lai')
  const { data, masterKeyFile } = it
  await it.kernel.close()
  it = await startTestKernel({ ...options, reuse: { data, masterKeyFile } })
  expect(await circuit('khoi-dong-lai')).toEqual(before)
  heard = 0
  await send('khoi-dong-lai', 10)
  await expect.poll(() => heldBack('khoi-dong-lai'), { timeout: 20_000 }).toBe(30)
  expect(heard).toBe(0)
  answer = good
  expect((await it.call('POST', '/connections/khoi-dong-lai/try-now')).status).toBe(200)
  await expect.poll(() => counts('khoi-dong-lai', 'done'), { timeout: 30_000 }).toBe(30)
  expect(heard).toBe(30)
})
