import { expect, onTestFinished, test, vi } from 'vitest'
import { startTestKernel, type TestKernel, testFlow } from '../testing/test-kernel.ts'

vi.setConfig({ testTimeout: 30_000 })

async function started(workers: number): Promise<TestKernel> {
  const it = await startTestKernel({ workers })
  onTestFinished(it.close)
  return it
}

interface Told {
  readonly member: string
  readonly pid: number
  readonly told: { readonly flows: readonly { id: string; version: string }[]; readonly connections: readonly string[] }
}

async function ask(it: TestKernel): Promise<Told> {
  return (await it.call('POST', '/expressions/preview', { expression: 'who', input: null })).body.result
}

async function ready(it: TestKernel): Promise<number> {
  return (await it.call('GET', '/health')).body.workers.ready
}

test('a worker that is killed comes back as another member and knows what is published', async () => {
  const it = await started(1)
  await it.call('PUT', '/flows/song-sot', { flow: testFlow('song-sot') })
  const { body } = await it.call('POST', '/flows/song-sot/publish', { note: '' })
  await it.call('PUT', '/connections/mot-cua', {
    kind: 'http',
    title: 'x',
    values: { baseUrl: 'http://localhost:7110', auth: 'none' },
  })
  const before = await ask(it)
  process.kill(before.pid, 'SIGKILL')
  await expect.poll(() => ready(it)).toBe(0)
  await expect.poll(() => ready(it), { timeout: 10_000 }).toBe(1)
  const after = await ask(it)
  expect(after.pid).not.toBe(before.pid)
  expect(after.member).not.toBe(before.member)
  expect(after.told.flows).toMatchObject([{ id: 'song-sot', version: body.version }])
  expect(after.told.connections).toEqual(['mot-cua true'])
  expect(it.lines.some((line) => line.includes('worker died') && line.includes(before.member))).toBe(true)
})

test('with one worker dead the others answer, and health says so', async () => {
  const it = await started(2)
  await expect.poll(() => ready(it)).toBe(2)
  const { pid } = await ask(it)
  process.kill(pid, 'SIGKILL')
  await expect.poll(() => ready(it)).toBe(1)
  expect((await it.call('GET', '/health')).body.status).toBe('degraded')
  const answers = await Promise.all(Array.from({ length: 6 }, () => ask(it)))
  expect(answers.every((answer) => answer.pid !== pid)).toBe(true)
  await expect.poll(() => ready(it), { timeout: 10_000 }).toBe(2)
})

test('a call whose worker dies is tried once more elsewhere, and then given up', async () => {
  const it = await started(3)
  await expect.poll(() => ready(it)).toBe(3)
  const died = await it.call('POST', '/expressions/preview', { expression: 'die', input: null })
  expect(died.status).toBe(500)
  await expect.poll(() => ready(it), { timeout: 10_000 }).toBe(3)
  const metrics = await it.call('GET', '/metrics')
  expect(metrics.body).toContain('lienthong_worker_restarts_total{process="kernel"} 2')
})

test('without a ready worker the answer is 503 with a time to wait', async () => {
  const it = await started(1)
  // Each death doubles the wait before the next start; the sixth wait is longer than a call's patience.
  for (let death = 0; death < 6; death++) {
    await expect.poll(() => ready(it), { timeout: 5000 }).toBe(1)
    process.kill((await ask(it)).pid, 'SIGKILL')
    await expect.poll(() => ready(it)).toBe(0)
  }
  const answer = await it.call('POST', '/expressions/preview', { expression: 'who', input: null })
  expect([answer.status, answer.body.code, answer.headers.get('retry-after')]).toEqual([503, 'api.no-worker', '5'])
})

test('publishing while workers come and go ends with all of them on the newest version', async () => {
  const it = await started(2)
  await expect.poll(() => ready(it)).toBe(2)
  let version = ''
  for (let i = 0; i < 6; i++) {
    await it.call('PUT', '/flows/bien-dong', { flow: testFlow('bien-dong', { title: `Lần ${i}` }) })
    if (i % 2 === 0) process.kill((await ask(it)).pid, 'SIGKILL')
    version = (await it.call('POST', '/flows/bien-dong/publish', { note: '' })).body.version
  }
  await expect.poll(() => ready(it), { timeout: 15_000 }).toBe(2)
  const answers = await Promise.all(Array.from({ length: 4 }, () => ask(it)))
  expect(new Set(answers.map((answer) => answer.pid)).size).toBe(2)
  for (const answer of answers) expect(answer.told.flows).toMatchObject([{ version }])
})
