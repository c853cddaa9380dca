import { expect, test } from 'vitest'
import { permanent, retryable } from '#shared/errors/flow-error.ts'
import type { Flow, FlowNode } from '#shared/flow/flow.ts'
import { testRun } from '../cases/test-run.ts'
import { shadowRuns } from '../past/shadow.ts'
import { effect, flow, world } from '../testing/world.ts'

const rejected = permanent('http.rejected', { host: 'h', status: 400 })
const none = { retry: 'khong' }
/** `a` and `b` act and can be undone, `c` acts and cannot; then comes `d`. */
const nodes: Record<string, FlowNode> = {
  a: { ...effect('gui', 'a', ['b']), compensate: 'huy-a' },
  b: { ...effect('hoi', 'b', ['c']), compensate: 'huy-b' },
  c: effect('hoi', 'c', ['d'], none),
  d: effect('gui', 'd', [], none),
  'huy-a': effect('gui', 'huy-a', ['ghi-a']),
  'ghi-a': effect('hoi', 'ghi-a'),
  'huy-b': effect('hoi', 'huy-b'),
}
const twoSteps = flow(nodes)
const byHand: Flow = flow(nodes, { compensation: 'by-hand' })

/** Names and keys of the calls so far, in order. */
const callsOf = ({ outside }: ReturnType<typeof world>): readonly string[] => outside.calls.map(({ name }) => name)

async function failedRun(it: ReturnType<typeof world>, body: unknown = { so: '00123' }): Promise<string> {
  const { run } = it.send(body)
  await it.until(run, 'failed')
  return run
}

const resume = (it: ReturnType<typeof world>, run: string, more: object = {}) =>
  it.engine.resume(run, { kind: 'resume', by: 'an', at: Date.now(), ...more }).then((done) => {
    it.executor.wake()
    return done
  })

test('a run that fails for good undoes its effects, the newest first, from what went in and out, and says so', async () => {
  const it = world([twoSteps])
  it.outside.script.set('a', [() => ({ ma: 'A1' })])
  it.outside.script.set('d', [() => rejected])
  const run = await failedRun(it)
  expect(callsOf(it)).toEqual(['a', 'b', 'c', 'd', 'huy-b', 'huy-a', 'ghi-a'])
  expect(it.outside.calls.find(({ name }) => name === 'huy-a')).toEqual({
    name: 'huy-a',
    key: `${run}:huy-a[!a]`,
    body: { input: { so: '00123' }, output: { ma: 'A1' } },
  })
  const row = (await it.engine.history.get(run))?.row
  expect(row).toMatchObject({
    status: 'failed',
    compensation: 'done',
    errorNode: 'd',
    error: { code: 'http.rejected' },
  })
  const traced = await it.trace(run)
  expect(traced?.undoing).toMatchObject({
    error: { code: 'http.rejected' },
    steps: [
      { node: 'b', path: 'b', state: 'undone' },
      { node: 'a', path: 'a', state: 'undone' },
    ],
  })
  expect(traced?.steps.map(({ path, status, undoes }) => [path, status, undoes])).toEqual([
    ['vao', 'done', undefined],
    ['a', 'done', undefined],
    ['b', 'done', undefined],
    ['c', 'done', undefined],
    ['d', 'failed', undefined],
    ['huy-b[!b]', 'done', 'b'],
    ['huy-a[!a]', 'done', 'a'],
    ['ghi-a[!a]', 'done', 'a'],
  ])
})

test('tries come first: a step that gets through at last undoes nothing', async () => {
  const it = world([flow({ ...nodes, d: effect('hoi', 'd') })])
  it.outside.script.set('d', [() => retryable('connect.unreachable', { host: 'h', reason: 'r' })])
  const { run } = it.send(1)
  await it.until(run, 'done')
  expect(callsOf(it)).toEqual(['a', 'b', 'c', 'd', 'd'])
})

test('a compensating step that fails is tried again, then the run says what is left, and a retry does only the rest', async () => {
  const it = world([twoSteps])
  it.outside.script.set('d', [() => rejected])
  const away = (): unknown => retryable('connect.unreachable', { host: 'h', reason: 'r' })
  it.outside.script.set('huy-a', [away, away, away])
  const run = await failedRun(it)
  expect(callsOf(it).slice(4)).toEqual(['huy-b', 'huy-a', 'huy-a', 'huy-a'])
  expect((await it.engine.history.get(run))?.row).toMatchObject({
    compensation: 'partial',
    errorNode: 'huy-a',
    error: { code: 'run.compensation-failed', details: { cause: 'connect.unreachable' } },
  })
  expect((await it.trace(run))?.undoing?.steps.map(({ path, state }) => [path, state])).toEqual([
    ['b', 'undone'],
    ['a', 'left'],
  ])
  it.outside.calls.length = 0
  expect(await resume(it, run)).toBe(true)
  await expect.poll(async () => (await it.engine.history.get(run))?.row.compensation).toBe('done')
  expect(callsOf(it)).toEqual(['huy-a', 'ghi-a'])
  expect((await it.engine.history.get(run))?.row).toMatchObject({ status: 'failed', error: { code: 'http.rejected' } })
})

test('what cannot be undone holds up the steps before it, until a person has undone it by hand', async () => {
  const it = world([twoSteps])
  it.outside.script.set('d', [() => rejected])
  it.outside.script.set('huy-b', [() => rejected])
  const run = await failedRun(it)
  expect(callsOf(it).slice(4)).toEqual(['huy-b'])
  it.outside.calls.length = 0
  await resume(it, run, { decision: { path: 'b', as: 'sent', reason: 'đã gọi điện' } })
  await expect.poll(async () => (await it.engine.history.get(run))?.row.compensation).toBe('done')
  expect(callsOf(it)).toEqual(['huy-a', 'ghi-a'])
  expect((await it.trace(run))?.undoing?.steps.map(({ path, state }) => [path, state])).toEqual([
    ['b', 'by-hand'],
    ['a', 'undone'],
  ])
})

test('a run that was undone and is put back to work does again what was undone, with other keys, and can be undone again', async () => {
  const it = world([twoSteps])
  it.outside.script.set('d', [() => rejected, () => rejected])
  const run = await failedRun(it)
  const first = it.outside.calls.splice(0)
  await resume(it, run)
  await expect.poll(() => callsOf(it).length).toBe(7)
  await it.until(run, 'failed')
  expect(callsOf(it)).toEqual(first.map(({ name }) => name))
  for (const [i, { key }] of it.outside.calls.entries()) expect(key).not.toBe(first[i]?.key)
  it.outside.calls.length = 0
  await resume(it, run)
  await it.until(run, 'done')
  expect(callsOf(it)).toEqual(['a', 'b', 'c', 'd'])
  expect((await it.engine.history.get(run))?.row.compensation).toBeUndefined()
})

test('each part of a split undoes its own, and a part that cannot be undone does not hold up the others', async () => {
  const it = world([
    flow({
      tach: { use: 'splitter@1', settings: { inOrder: false }, to: { out: ['a'] } },
      a: { ...effect('hoi', 'a', ['d']), compensate: 'huy' },
      d: effect('hoi', 'd', [], none),
      huy: effect('gui', 'huy', [], none),
    }),
  ])
  it.outside.script.set('d', [() => 1, () => rejected, () => 1])
  it.outside.script.set('huy', [() => rejected])
  const run = await failedRun(it, ['x', 'y', 'z'])
  const undone = it.outside.calls.filter(({ name }) => name === 'huy')
  expect(undone.map(({ body }) => body)).toEqual([
    { input: 'z', output: 'z' },
    { input: 'y', output: 'y' },
    { input: 'x', output: 'x' },
  ])
  expect(new Set(undone.map(({ key }) => key)).size).toBe(3)
  expect((await it.trace(run))?.undoing?.steps.map(({ path, state }) => [path, state])).toEqual([
    ['a[tach:2]', 'left'],
    ['a[tach:1]', 'undone'],
    ['a[tach:0]', 'undone'],
  ])
})

test('a call that failed but may have reached its partner is undone too, with no answer to go by', async () => {
  const it = world([flow({ a: { ...effect('hoi', 'a', [], none), compensate: 'huy' }, huy: effect('hoi', 'huy') })])
  it.outside.script.set('a', [() => retryable('connect.timeout', { host: 'h', seconds: 1 })])
  await failedRun(it, 'x')
  expect(it.outside.calls.at(-1)).toMatchObject({ name: 'huy', body: { input: 'x', output: null } })
})

test('a flow that undoes by hand waits for a person, who can retry or have it undone and closed', async () => {
  const it = world([byHand])
  it.outside.script.set('d', [() => rejected, () => rejected])
  const run = await failedRun(it)
  expect(callsOf(it)).toEqual(['a', 'b', 'c', 'd'])
  await resume(it, run)
  await expect.poll(() => callsOf(it)).toEqual(['a', 'b', 'c', 'd', 'd'])
  await it.until(run, 'failed')
  await resume(it, run, { compensate: { reason: 'công dân rút hồ sơ' } })
  await it.until(run, 'cancelled')
  expect(callsOf(it).slice(5)).toEqual(['huy-b', 'huy-a', 'ghi-a'])
  expect((await it.engine.history.get(run))?.row).toMatchObject({
    compensation: 'done',
    error: { code: 'run.cancelled', details: { by: 'an', reason: 'công dân rút hồ sơ' } },
  })
  expect((await it.trace(run))?.steps.filter(({ undoes }) => undoes).map(({ path }) => path)).toEqual([
    'huy-b[!b]',
    'huy-a[!a]',
    'ghi-a[!a]',
  ])
})

test('a run that sleeps can be stopped and undone; what it slept for never happens', async () => {
  const it = world([flow({ ...nodes, c: { use: 'delay@1', settings: { for: 'PT1H' }, to: { out: ['d'] } } })])
  const { run } = it.send(1)
  await it.until(run, 'waiting')
  await resume(it, run, { compensate: { reason: 'thôi' } })
  await it.until(run, 'cancelled')
  expect(callsOf(it)).toEqual(['a', 'b', 'huy-b', 'huy-a', 'ghi-a'])
})

test('a run that has done nothing that can be undone is simply closed', async () => {
  const it = world([flow({ d: effect('gui', 'd', [], none) })])
  it.outside.script.set('d', [() => rejected])
  const run = await failedRun(it)
  await resume(it, run, { compensate: { reason: 'thôi' } })
  await it.until(run, 'cancelled')
  expect((await it.engine.history.get(run))?.row.compensation).toBeUndefined()
})

test('a compensating call in doubt waits for a person and goes on from there', async () => {
  const it = world([twoSteps])
  it.outside.script.set('d', [() => rejected])
  it.outside.script.set('huy-a', [() => retryable('connect.timeout', { host: 'h', seconds: 1 })])
  const { run } = it.send(1)
  await it.until(run, 'in-doubt')
  expect((await it.engine.history.get(run))?.row).toMatchObject({ compensation: 'partial', errorNode: 'huy-a' })
  it.outside.calls.length = 0
  await resume(it, run, { decision: { path: 'huy-a[!a]', as: 'sent', reason: 'đã hỏi' } })
  await it.until(run, 'failed')
  expect(callsOf(it)).toEqual(['ghi-a'])
  expect((await it.engine.history.get(run))?.row.compensation).toBe('done')
})

test('a test run goes back through the compensation too, with stubs for its steps', async () => {
  const it = world([twoSteps])
  const stubs = { a: { body: 'A' }, b: { body: 'B' }, c: { body: 'C' }, 'huy-a': { body: 1 }, 'huy-b': { body: 2 } }
  const request = { input: { body: 'x' }, stubs: { ...stubs, 'ghi-a': { body: 3 }, d: { error: 'http.rejected' } } }
  const run = await testRun(twoSteps, request, it.parts)
  expect(run).toMatchObject({ status: 'failed', compensation: 'done', errorNode: 'd' })
  expect(run.steps.slice(-3)).toMatchObject([
    { node: 'huy-b', undoes: 'b', input: { body: { input: 'A', output: 'B' } } },
    { node: 'huy-a', undoes: 'a', input: { body: { input: 'x', output: 'A' } } },
    { node: 'ghi-a', undoes: 'a', effect: 'stub' },
  ])
  const untold = await testRun(
    twoSteps,
    { ...request, stubs: { ...request.stubs, 'huy-b': { error: 'http.rejected' } } },
    it.parts,
  )
  expect(untold).toMatchObject({ status: 'failed', compensation: 'partial', errorNode: 'huy-b' })
})

test('a shadow run knows that a draft which does not fail has nothing to undo', async () => {
  const it = world([twoSteps])
  it.outside.script.set('d', [() => rejected])
  const run = await failedRun(it)
  const parts = { ...it.parts, engine: it.engine, flows: it.flows }
  const mended = flow({ ...nodes, c: effect('hoi', 'c') })
  const [same] = await shadowRuns(twoSteps, [run], parts)
  const [other] = await shadowRuns(mended, [run], parts)
  expect({ same, other }).toMatchObject({ same: { result: 'same' }, other: { result: 'changed', after: 'done' } })
})
