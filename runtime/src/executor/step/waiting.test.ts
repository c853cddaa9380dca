import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { errorData } from '#shared/errors/flow-error.ts'
import type { Flow, FlowNode } from '#shared/flow/flow.ts'
import { effect, flow, world } from '../testing/world.ts'

const wait = (timeout = 'PT1H', key = 'ma'): FlowNode => ({
  use: 'wait-for-callback@1',
  settings: { topic: 'ket-qua', key, timeout },
  to: { out: ['co'], timeout: ['muon'] },
})
const after = { co: effect('gui', 'co'), muon: effect('gui', 'muon') }
const waiting = (timeout?: string): Flow => flow({ a: effect('hoi', 'a', ['cho']), cho: wait(timeout), ...after })
const delivering = (settings: Record<string, unknown> = {}): Flow =>
  flow({ giao: { use: 'deliver-callback@1', settings: { topic: 'ket-qua', key: 'ma', ...settings } } }, {}, 'nhan')
const names = (it: ReturnType<typeof world>) => it.outside.calls.map((call) => call.name)

describe('a run that waits for a callback', () => {
  test('goes on with it when it comes, and its steps are recomputed the same way', async () => {
    const it = world([waiting(), delivering()])
    const { run } = it.send({ ma: 7 })
    await it.until(run, 'waiting')
    const callback = it.sendTo('nhan', { ma: '7', ketQua: 'đạt' })
    expect((await callback.answered).reply).toMatchObject({ status: 200, body: { outcome: 'delivered', run } })
    await it.until(run, 'done')
    expect(it.outside.calls.at(-1)).toMatchObject({ name: 'co', body: { ma: '7', ketQua: 'đạt' } })
    const seen = await it.trace(run)
    expect(seen?.steps.map((step) => [step.path, step.status, step.port])).toEqual([
      ['vao', 'done', 'out'],
      ['a', 'done', 'out'],
      ['cho', 'done', 'out'],
      ['co', 'done', 'out'],
    ])
    expect(seen?.steps[2]?.output).toMatchObject({ body: { ketQua: 'đạt' } })
    expect(await it.trace(run)).toEqual(seen)
  })

  test('finds the callback that came first, and the caller is told that a second one is a duplicate', async () => {
    const it = world([waiting(), delivering()])
    const early = it.sendTo('nhan', { ma: '7' })
    expect((await early.answered).reply).toMatchObject({ status: 202, body: { outcome: 'parked' } })
    const { run } = it.send({ ma: '7' })
    await it.until(run, 'done')
    expect(names(it)).toEqual(['a', 'co'])
    const again = it.sendTo('nhan', { ma: '7' })
    expect((await again.answered).reply).toMatchObject({ status: 200, body: { outcome: 'duplicate', run } })
  })

  test('is not disturbed by another key, which is refused where nothing is to be kept', async () => {
    const it = world([waiting(), delivering({ unknown: 'refuse' })])
    const { run } = it.send({ ma: '7' })
    await it.until(run, 'waiting')
    expect((await it.sendTo('nhan', { ma: '8' }).answered).reply).toMatchObject({ status: 404 })
    expect(await it.status(run)).toBe('waiting')
  })

  test('leaves through the time-out as it came, and a callback after that does not reach it', async () => {
    const it = world([waiting('PT0.05S'), delivering({ unknown: 'refuse' })])
    const { run } = it.send({ ma: '7', x: 1 })
    await it.until(run, 'done')
    expect(it.outside.calls.at(-1)).toMatchObject({ name: 'muon', body: { ma: '7', x: 1 } })
    expect((await it.sendTo('nhan', { ma: '7' }).answered).reply).toMatchObject({ status: 404 })
    expect((await it.trace(run))?.steps.map((step) => [step.path, step.port])).toContainEqual(['cho', 'timeout'])
  })

  test('says what it waits for while it does, and can be closed', async () => {
    const it = world([waiting()])
    const { run } = it.send({ ma: '7' })
    await it.until(run, 'waiting')
    const seen = await it.trace(run)
    const told = { for: 'callback', node: 'cho', path: 'cho', topic: 'ket-qua', key: '7' }
    expect(seen).toMatchObject({ status: 'waiting', waits: [told] })
    expect(seen?.steps.at(-1)).toMatchObject({ path: 'cho', status: 'waiting', waits: told })
    expect(Date.parse(seen?.waits?.[0]?.until ?? '') - Date.parse(seen?.waits?.[0]?.since ?? '')).toBe(3_600_000)
    expect(await it.engine.cancel(run, Date.now(), errorData('run.cancelled', {}, { by: 'an', reason: 'thử' }))).toBe(
      true,
    )
    expect((await it.trace(run))?.waits).toBeUndefined()
  })

  test('waits on after a restart from where it stood', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'lt-exec-'))
    const first = world([waiting(), delivering()], folder)
    const { run } = first.send({ ma: '7' })
    await first.until(run, 'waiting')
    await first.stop()
    const second = world([waiting(), delivering()], folder)
    await second.sendTo('nhan', { ma: '7' }).answered
    await second.until(run, 'done')
    expect(names(second)).toEqual(['co'])
  })

  test('waits again when a person has the step done again', async () => {
    const it = world([waiting(), delivering()])
    it.outside.script.set('co', [() => Promise.reject(new Error('hỏng'))])
    const { run } = it.send({ ma: '7' })
    await it.until(run, 'waiting')
    await it.sendTo('nhan', { ma: '7', lan: 1 }).answered
    await it.until(run, 'in-doubt')
    await it.engine.resume(run, { kind: 'resume', by: 'an', at: Date.now(), from: 'cho' })
    it.executor.wake()
    await it.until(run, 'waiting')
    await it.sendTo('nhan', { ma: '7', lan: 2 }).answered
    await it.until(run, 'done')
    expect(it.outside.calls.at(-1)).toMatchObject({ name: 'co', body: { lan: 2 } })
  })

  test('of a flow that is kept in memory fails at once instead of being lost', async () => {
    const it = world([flow({ cho: wait(), ...after }, { durability: 'none' })])
    expect(await it.send({ ma: '7' }).answered).toMatchObject({
      next: { status: 'failed', error: { code: 'group.not-stored' } },
    })
  })

  test('in each part of a split waits for its own', async () => {
    const split: FlowNode = { use: 'splitter@1', settings: { over: 'ds', inOrder: false }, to: { out: ['cho'] } }
    const it = world([flow({ tach: split, cho: wait('PT1H'), ...after }), delivering()])
    const { run } = it.send({ ds: [{ ma: '1' }, { ma: '2' }] })
    await it.until(run, 'waiting')
    expect((await it.trace(run))?.waits).toHaveLength(2)
    await it.sendTo('nhan', { ma: '2' }).answered
    await expect.poll(async () => (await it.trace(run))?.waits).toHaveLength(1)
    await it.sendTo('nhan', { ma: '1' }).answered
    await it.until(run, 'done')
    expect(it.outside.calls.map((call) => call.body)).toEqual([{ ma: '2' }, { ma: '1' }])
  })
})

describe('a run that waits for a person', () => {
  const choices = [{ id: 'dong-y', label: 'Đồng ý' }, { id: 'tra-lai' }]
  const asking = (deadline = 'PT1H'): Flow =>
    flow({
      duyet: {
        use: 'human-task@1',
        settings: { title: 'Duyệt', choices, deadline, fields: [{ label: 'Mã', value: { field: 'ma' } }] },
        to: { 'dong-y': ['co'], timeout: ['muon'] },
      },
      co: { use: 'http-reply@1', settings: { content: 'value', body: { expr: '$headers' } } },
      muon: effect('gui', 'muon'),
    })

  test('goes on through the port of the decision, which is in its headers', async () => {
    const it = world([asking()])
    const { run, answered } = it.send({ ma: '7' })
    await it.until(run, 'waiting')
    const [task] = (await it.engine.waits.tasks({ unit: 'mac-dinh', limit: 5 })).tasks
    expect(task).toMatchObject({ run, path: 'duyet', task: { title: 'Duyệt', fields: [{ label: 'Mã', value: '7' }] } })
    const decision = { run, path: 'duyet', choice: 'dong-y', by: 'an', comment: 'đủ giấy tờ', at: Date.now() }
    expect(await it.engine.waits.decide(decision)).toEqual({ decided: true })
    it.executor.wake()
    expect((await answered).reply?.body).toMatchObject({
      decision: 'dong-y',
      'decided-by': 'an',
      'decision-comment': 'đủ giấy tờ',
    })
    await it.until(run, 'done')
    expect((await it.trace(run))?.steps[1]).toMatchObject({ status: 'done', port: 'dong-y' })
  })

  test('leaves through the time-out when nobody decides', async () => {
    const it = world([asking('PT0.05S')])
    const { run } = it.send({ ma: '7' })
    await it.until(run, 'done')
    expect(names(it)).toEqual(['muon'])
  })
})

describe('a run that repeats a question', () => {
  test('asks until it has an answer, and keeps one row of all the questions', async () => {
    const it = world([flow({ h: effect('hoi-mai', 'h', ['b']), b: effect('hoi', 'b') })])
    it.outside.script.set('h', [...Array.from({ length: 6 }, () => () => null), () => 'xong'])
    const { run } = it.send(1)
    await it.until(run, 'done')
    expect(it.outside.calls.map((call) => call.body)).toEqual([0, 1, 2, 3, 4, 5, 6, 'xong'])
    const journal = (await it.engine.history.get(run))?.journal
    expect(journal?.map((entry) => entry.kind)).toEqual(['poll', 'effect', 'effect'])
    expect((await it.trace(run))?.steps.map((step) => step.status)).toEqual(['done', 'done', 'done'])
  })

  test('says how often it asked and when it asks again', async () => {
    const it = world([flow({ h: effect('hoi-mai', 'h') })])
    it.outside.script.set('h', [() => null, () => new Promise(() => undefined)])
    const { run } = it.send(1)
    await expect.poll(async () => (await it.engine.history.get(run))?.journal.length).toBe(1)
    expect((await it.trace(run))?.steps.at(-1)).toMatchObject({ status: 'waiting', waits: { for: 'answer', tries: 1 } })
  })
})
