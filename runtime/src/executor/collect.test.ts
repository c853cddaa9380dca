import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import type { TestRequest } from '#shared/api/test-runs.ts'
import { openSqliteEngine } from '../engine/sqlite/open.ts'
import { checkStore } from '../engine/sqlite/testing/check-store.ts'
import { testRun } from './cases/test-run.ts'
import { noTools } from './testing/walk-through.ts'
import { effect, flow, world } from './testing/world.ts'

const folder = (): string => mkdtempSync(join(tmpdir(), 'lt-collect-'))
const gathering = (settings: Record<string, unknown>) =>
  flow(
    {
      gom: { use: 'collect@1', settings: { key: 'ma', ...settings }, to: { out: ['ghi'], late: ['muon'] } },
      ghi: effect('gui', 'ghi'),
      muon: effect('gui', 'muon'),
    },
    { keys: { maHoSo: 'ma' } },
  )

test('the message that completes a group sends the whole group on, once, in a run of its own', async () => {
  const it = world([gathering({ count: '3' })])
  for (const [ma, n] of [
    ['a', 1],
    ['b', 2],
    ['a', 3],
  ] as const) {
    const { run } = it.send({ ma, n })
    await it.until(run, 'done')
  }
  expect(it.outside.calls).toEqual([])
  const last = it.send({ ma: 'a', n: 4 })
  await it.until(last.run, 'done')
  await expect.poll(() => it.outside.calls.length).toBe(1)
  expect(it.outside.calls[0]?.body).toEqual([1, 3, 4].map((n) => ({ ma: 'a', n })))
  const ofKey = async () => (await it.engine.history.list({ key: 'a', limit: 9 })).runs
  // Three that brought the parts, and one that has them all.
  await expect.poll(async () => (await ofKey()).map((run) => run.status)).toEqual(['done', 'done', 'done', 'done'])
  const traces = await Promise.all((await ofKey()).map((run) => it.trace(run.id)))
  const ofGroup = traces.find((run) => run?.steps[0]?.node === 'gom')
  expect(ofGroup?.steps.map(({ node, status, port }) => [node, status, port])).toEqual([
    ['gom', 'done', 'out'],
    ['ghi', 'done', 'out'],
  ])
  const arrived = await it.trace(last.run)
  expect(arrived?.steps.map(({ node, status }) => [node, status])).toEqual([
    ['vao', 'done'],
    ['gom', 'done'],
  ])
})

test('a group whose time is up goes on with what is there, also when nobody ran at that moment', async () => {
  const place = folder()
  const flows = [gathering({ count: '9', timeout: 'PT0.3S' })]
  const before = world(flows, place)
  const { run } = before.send({ ma: 'a', n: 1 })
  await before.until(run, 'done')
  await before.stop()
  const after = world(flows, place)
  await expect
    .poll(() => after.outside.calls.map((call) => call.body), { timeout: 10_000 })
    .toEqual([[{ ma: 'a', n: 1 }]])
})

test('a condition closes a group of messages that come at the same time exactly once', async () => {
  const it = world([gathering({ when: '$count($parts) >= 10', most: 10 })])
  const sent = Array.from({ length: 20 }, (_, n) => it.send({ ma: 'a', n }))
  for (const { run } of sent) await it.until(run, 'done')
  await expect.poll(() => it.outside.calls.length).toBe(2)
  const bodies = it.outside.calls.map((call) => call.body as { n: number }[])
  expect(bodies.map((body) => body.length)).toEqual([10, 10])
  expect(new Set(bodies.flat().map(({ n }) => n)).size).toBe(20)
})

test('late messages leave through their port, and are told from those of a new group', async () => {
  const it = world([gathering({ count: '1', late: 'port' })])
  for (const n of [1, 2]) {
    const { run } = it.send({ ma: 'a', n })
    await it.until(run, 'done')
  }
  await expect.poll(() => it.outside.calls.map((call) => call.name).sort()).toEqual(['ghi', 'muon'])
})

test('a message too many waits in the inbox with the reason, and joins when it is tried again later', async () => {
  const it = world([gathering({ timeout: 'PT0.5S', most: 1 })])
  const first = it.send({ ma: 'a', n: 1 })
  await it.until(first.run, 'done')
  const second = it.send({ ma: 'a', n: 2 })
  await it.until(second.run, 'failed')
  const { error } = (await it.trace(second.run)) ?? {}
  expect([error?.code, error?.message.vi]).toEqual([
    'group.full',
    'Nhóm "a" đã đầy: nhiều nhất 1 thông điệp và 16777216 byte',
  ])
  await expect.poll(() => it.outside.calls.length, { timeout: 10_000 }).toBe(1)
  await it.engine.resume(second.run, { kind: 'resume', by: 'thu', at: Date.now() })
  it.executor.wake()
  await it.until(second.run, 'done')
  await expect.poll(() => it.outside.calls.length, { timeout: 10_000 }).toBe(2)
})

test('in a test run a message is a group of its own, and a flow that stores nothing cannot gather', async () => {
  const draft = gathering({ count: '3' })
  const it = world([{ ...draft, settings: { ...draft.settings, durability: 'none' } }])
  const { answered } = it.send({ ma: 'a' })
  expect((await answered).next).toMatchObject({ status: 'failed', error: { code: 'group.not-stored' } })
  const request: TestRequest = { input: { body: { ma: 'a' } }, stubs: { ghi: { body: 'đã ghi' } } }
  const run = await testRun(draft, request, {
    library: it.library,
    tools: noTools,
    clock: Date.now,
    newRunId: () => 'R',
  })
  expect(run.steps.map(({ node, status }) => [node, status])).toEqual([
    ['vao', 'done'],
    ['gom', 'done'],
    ['ghi', 'done'],
  ])
})

test('no part of a group is lost or doubled when its worker is killed at any moment', { timeout: 60_000 }, async () => {
  const place = folder()
  onTestFinished(() => rmSync(place, { recursive: true, force: true }))
  const COUNT = 200
  const start = (): ReturnType<typeof spawn> => {
    const script = fileURLToPath(new URL('./testing/collector.ts', import.meta.url))
    const child = spawn(process.execPath, [script, place, `${COUNT}`], { stdio: ['ignore', 'pipe', 'inherit'] })
    onTestFinished(() => void child.kill('SIGKILL'))
    return child
  }
  // Killed after more and more of what it sends, at another moment of the work each time.
  for (const lines of [1, 4, 7, 11]) {
    const child = start()
    let seen = 0
    child.stdout?.on('data', (text) => {
      seen += String(text).split('\n').length - 1
      if (seen >= lines) setTimeout(() => child.kill('SIGKILL'), (lines * 7) % 13)
    })
    const [, signal] = await once(child, 'close')
    expect(signal).toBe('SIGKILL')
  }
  const [code] = await once(start(), 'close')
  expect(code).toBe(0)
  expect(checkStore(join(place, 'engine.db'))).toEqual([])
  const engine = openSqliteEngine({ path: join(place, 'engine.db'), blobs: join(place, 'blobs'), clock: Date.now })
  try {
    const groups: { so: number; nhom: string }[][] = []
    for (let cursor: string | undefined; ; ) {
      const page = await engine.history.list({ limit: 100, ...(cursor === undefined ? {} : { cursor }) })
      for (const row of page.runs) {
        expect(row.status).toBe('done')
        const run = await engine.history.get(row.id)
        if (run?.inbound.trigger === 'gom')
          groups.push((run.inbound.message.body as { body: { so: number; nhom: string } }[]).map((it) => it.body))
      }
      cursor = page.cursor
      if (cursor === undefined) break
    }
    expect(groups.map((parts) => parts.length)).toEqual(Array.from({ length: COUNT / 5 }, () => 5))
    expect(groups.every((parts) => new Set(parts.map((it) => it.nhom)).size === 1)).toBe(true)
    expect(
      groups
        .flat()
        .map((it) => it.so)
        .sort((a, b) => a - b),
    ).toEqual(Array.from({ length: COUNT }, (_, i) => i))
    expect(await engine.groups.take(10, Date.now() + 1e12)).toEqual([])
  } finally {
    await engine.close()
  }
})
