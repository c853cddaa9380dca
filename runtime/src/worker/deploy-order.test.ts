import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { createRunIds } from '#runtime/engine/run-id.ts'
import { openSqliteEngine } from '#runtime/engine/sqlite/open.ts'
import type { Flow } from '#shared/flow/flow.ts'
import { createWorker } from './worker.ts'

const nobody = (): Promise<never> => Promise.reject(new Error('nobody answers here'))

function startWorker() {
  const folder = mkdtempSync(join(tmpdir(), 'lt-worker-'))
  const clock = (): number => Date.now()
  const worker = createWorker({
    kernel: {
      secrets: nobody,
      version: async () => undefined,
      pass: nobody,
      passed: nobody,
      tripped: nobody,
      sandboxEnded: nobody,
      listening: nobody,
      recordLookup: nobody,
      moved: nobody,
    },
    openEngine: async () => openSqliteEngine({ path: join(folder, 'engine.db'), blobs: join(folder, 'blobs'), clock }),
    clock,
    newRunIds: () => createRunIds({ now: clock, random: (bytes) => void crypto.getRandomValues(bytes) }),
    random: Math.random,
    metrics: async () => '',
    moved: () => undefined,
    log: () => undefined,
  })
  onTestFinished(async () => {
    await worker.api.drain()
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  })
  return worker.api
}

async function configure(worker: ReturnType<typeof startWorker>): Promise<number> {
  const { port } = await worker.configure({
    member: 'm',
    slot: { index: 0, count: 1 },
    gateway: { host: '127.0.0.1', port: 0 },
    engine: '',
    data: '',
    folders: [],
    own: [],
  })
  return port
}

const deployed = (version: string, nodes: Flow['nodes']) => ({
  unit: 'mac-dinh',
  version,
  paused: false,
  flow: { format: 1, id: 'tra-loi', title: 'Trả lời', nodes } satisfies Flow,
})

test('of two sets of flows the one that came last stands, however long the nodes of the first take to load', async () => {
  const worker = startWorker()
  const port = await configure(worker)
  const answering = (text: string): Flow['nodes'][string] => ({
    use: 'http-reply@1',
    settings: { headers: [{ name: 'x-ban', value: text }] },
  })
  const nhan = (to: string): Flow['nodes'][string] => ({
    use: 'http-in@1',
    settings: { path: '/tra-loi' },
    to: { out: [to] },
  })
  await worker.deploy([deployed('v0', { nhan: nhan('tra'), tra: answering('dau') })])
  const heavy: Flow['nodes'][string] = { use: 'xml-sign@1', settings: { connection: 'khoa' }, to: { out: ['tra'] } }
  await Promise.all([
    worker.deploy([deployed('v1', { nhan: nhan('ky'), ky: heavy, tra: answering('cu') })]),
    worker.deploy([deployed('v2', { nhan: nhan('tra'), tra: answering('moi') })]),
  ])
  const answer = await fetch(`http://127.0.0.1:${port}/tra-loi`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  })
  expect(answer.headers.get('x-ban')).toBe('moi')
})

test('a worker that does not know its flows yet asks callers to come again; it does not say that their address is wrong', async () => {
  const worker = startWorker()
  const port = await configure(worker)
  const ask = (): Promise<Response> => fetch(`http://127.0.0.1:${port}/tra-loi`)
  const early = await ask()
  expect(early.status).toBe(503)
  expect(early.headers.get('retry-after')).not.toBeNull()
  await worker.deploy([])
  expect((await ask()).status).toBe(404)
})
