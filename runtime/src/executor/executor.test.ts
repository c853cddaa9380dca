import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { permanent, retryable } from '#shared/errors/flow-error.ts'
import { effect, flow, world } from './testing/world.ts'

describe('a message', () => {
  test('is answered once stored, and its steps are recomputed from the journal as they happened', async () => {
    const it = world([flow({ a: effect('hoi', 'a', ['tra']), tra: { use: 'http-reply@1' } })])
    it.outside.script.set('a', [() => ({ ma: '007' })])
    const { run, answered } = it.send({ x: 1 })
    expect((await answered).reply?.body).toEqual({ ma: '007' })
    await it.until(run, 'done')
    const seen = await it.trace(run)
    expect(seen?.steps.map((step) => [step.path, step.status])).toEqual([
      ['vao', 'done'],
      ['a', 'done'],
      ['tra', 'done'],
    ])
    expect(seen?.steps[1]).toMatchObject({ input: { body: { x: 1 } }, output: { body: { ma: '007' } }, effect: 'real' })
    expect(it.outside.calls).toHaveLength(1)
  })

  test('with the same dedupe key is one run, and the stored reply comes again', async () => {
    const it = world([flow({ a: effect('hoi', 'a', ['tra']), tra: { use: 'http-reply@1' } })])
    const dedupe = { key: 'k', windowMs: 60_000 }
    const first = it.send({ x: 1 }, { dedupe })
    await first.answered
    await it.until(first.run, 'done')
    const second = await it.send({ x: 1 }, { dedupe }).accepted
    expect(second).toMatchObject({ duplicate: true, run: first.run, ended: true, reply: { body: { x: 1 } } })
    expect(it.outside.calls).toHaveLength(1)
  })
})

describe('a failing effect', () => {
  test('that is transient is tried again with the same key, then goes on', async () => {
    const it = world([flow({ a: effect('hoi', 'a', ['tra']), tra: { use: 'http-reply@1' } })])
    it.outside.script.set('a', [() => retryable('connect.unreachable', { host: 'h', reason: 'r' }), () => 'ok'])
    const { run, answered } = it.send(1)
    expect((await answered).reply?.body).toBe('ok')
    await it.until(run, 'done')
    expect(new Set(it.outside.calls.map((call) => call.key)).size).toBe(1)
    expect((await it.trace(run))?.steps[1]?.attempts).toBe(2)
  })

  test('ends in the inbox after its tries, and a person’s retry goes on from there without repeating earlier effects', async () => {
    const it = world([flow({ a: effect('hoi', 'a', ['b']), b: effect('hoi', 'b', []) })])
    const down = (): unknown => retryable('connect.unreachable', { host: 'h', reason: 'r' })
    it.outside.script.set('b', [down, down, down])
    const { run } = it.send(1)
    await it.until(run, 'failed')
    expect(it.outside.calls.map((call) => call.name)).toEqual(['a', 'b', 'b', 'b'])
    expect((await it.engine.history.get(run))?.row.errorNode).toBe('b')
    expect(await it.engine.resume(run, { kind: 'resume', by: 'thu', at: Date.now() })).toBe(true)
    it.executor.wake()
    await it.until(run, 'done')
    expect(it.outside.calls.map((call) => call.name)).toEqual(['a', 'b', 'b', 'b', 'b'])
  })

  test('with an error branch sends the message there with $error, and the run is done', async () => {
    const it = world([
      flow({
        a: effect('hoi', 'a', [], { retry: 'khong', then: 'tra' }),
        tra: { use: 'http-reply@1', settings: { content: 'value', body: { expr: '$vars.error.code' } } },
      }),
    ])
    it.outside.script.set('a', [() => permanent('http.rejected', { host: 'h', status: 400 })])
    const { run, answered } = it.send(1)
    expect(await answered).toMatchObject({ reply: { body: 'http.rejected' } })
    await it.until(run, 'done')
  })
})

describe('a once effect', () => {
  test('cut off in mid-call is in doubt, and is not sent again until a person says so', async () => {
    const it = world([flow({ a: effect('gui', 'a') })])
    it.outside.script.set('a', [() => retryable('connect.cut', { host: 'h' })])
    const { run } = it.send(1)
    await it.until(run, 'in-doubt')
    expect(it.outside.calls).toHaveLength(1)
    await it.engine.resume(run, {
      kind: 'resume',
      by: 'thu',
      at: Date.now(),
      decision: { path: 'a', as: 'resend', reason: 'đã hỏi' },
    })
    it.executor.wake()
    await it.until(run, 'done')
    expect(it.outside.calls).toHaveLength(2)
  })

  test('with a probe asks the partner and goes on with what it learned', async () => {
    const it = world([flow({ a: effect('gui-hoi', 'a', ['tra']), tra: { use: 'http-reply@1' } })])
    it.outside.script.set('a', [() => retryable('connect.timeout', { host: 'h', seconds: 1 })])
    it.outside.probe = () => 'done'
    const { run, answered } = it.send(1)
    expect((await answered).reply?.body).toBe('probed')
    await it.until(run, 'done')
    expect(it.outside.calls).toHaveLength(1)
  })

  test('interrupted by the death of its worker is in doubt after recovery', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'lt-exec-'))
    const flows = [flow({ a: effect('gui', 'a') })]
    const first = world(flows, folder)
    first.outside.script.set('a', [() => new Promise(() => undefined)])
    const { run } = first.send(1)
    await expect.poll(() => first.outside.calls.length).toBe(1)
    const second = world(flows, folder)
    await second.engine.bury(first.member)
    second.executor.wake()
    await second.until(run, 'in-doubt')
    expect(second.outside.calls).toHaveLength(0)
  })
})

describe('a split', () => {
  const split = (extra: Record<string, unknown> = {}) =>
    flow({
      tach: { use: 'splitter@1', settings: { over: 'ds', ...extra }, to: { out: ['a'] } },
      a: effect('hoi', 'a', ['gop']),
      gop: { use: 'aggregator@1', to: { out: ['tra'] } },
      tra: { use: 'http-reply@1' },
    })

  test('is joined in its own order with a path for each item', async () => {
    const it = world([split({ inOrder: false })])
    it.outside.script.set('a', [
      () => new Promise((resolve) => setTimeout(() => resolve('chậm'), 50)).then(() => 'chậm'),
    ])
    const { run, answered } = it.send({ ds: ['x', 'y', 'z'] })
    expect((await answered).reply?.body).toEqual(['chậm', 'y', 'z'])
    await it.until(run, 'done')
    const paths = (await it.trace(run))?.steps.filter((step) => step.node === 'a').map((step) => step.path)
    expect(paths?.sort()).toEqual(['a[tach:0]', 'a[tach:1]', 'a[tach:2]'])
    expect(new Set(it.outside.calls.map((call) => call.key)).size).toBe(3)
  })

  test('of nothing goes on with nothing', async () => {
    const it = world([split()])
    const { run } = it.send({ ds: [] })
    await it.until(run, 'done')
    expect(it.outside.calls).toHaveLength(0)
  })

  test('with a failed item waits for it, and its retry closes the aggregator once', async () => {
    const it = world([split()])
    const bad = (): unknown => permanent('http.rejected', { host: 'h', status: 400 })
    it.outside.script.set('a', [bad])
    const { run } = it.send({ ds: ['x', 'y'] })
    await it.until(run, 'failed')
    await it.engine.resume(run, { kind: 'resume', by: 'thu', at: Date.now() })
    it.executor.wake()
    await it.until(run, 'done')
    expect((await it.trace(run))?.steps.filter((step) => step.node === 'gop')).toHaveLength(1)
    expect(it.outside.calls).toHaveLength(3)
  })
})

test('a delay sleeps durably and goes on by itself', async () => {
  const it = world([
    flow({ cho: { use: 'delay@1', settings: { for: 'PT0.2S' }, to: { out: ['a'] } }, a: effect('hoi', 'a') }),
  ])
  const { run } = it.send(1)
  await it.until(run, 'waiting')
  expect(it.outside.calls).toHaveLength(0)
  await it.until(run, 'done')
  expect(it.outside.calls).toHaveLength(1)
})

test('a caller has its reply while the run sleeps behind it', async () => {
  const it = world([
    flow({
      tra: { use: 'http-reply@1', to: { out: ['cho'] } },
      cho: { use: 'delay@1', settings: { for: 'PT0.5S' }, to: { out: ['a'] } },
      a: effect('hoi', 'a'),
    }),
  ])
  const { run, answered } = it.send('x')
  expect((await answered).reply?.body).toBe('x')
  expect(await it.status(run)).toBe('waiting')
  await it.until(run, 'done')
  expect(it.outside.calls).toHaveLength(1)
})

test('a called flow gives its reply to the caller, and runs once', async () => {
  const child = flow(
    {
      b: effect('hoi', 'b', ['tra']),
      tra: { use: 'http-reply@1', settings: { content: 'value', body: { expr: '{"kq": $}' } } },
    },
    {},
    'con',
  )
  const parent = flow({
    goi: { use: 'call-flow@1', settings: { flow: 'con' }, to: { out: ['tra'] } },
    tra: { use: 'http-reply@1' },
  })
  const it = world([parent, child])
  const { run, answered } = it.send('x')
  expect((await answered).reply?.body).toEqual({ kq: 'x' })
  await it.until(run, 'done')
  expect(it.outside.calls).toHaveLength(1)
})

test('a called flow without a reply node gives what it ended with to the caller', async () => {
  const it = world([
    flow({
      goi: { use: 'call-flow@1', settings: { flow: 'con' }, to: { out: ['tra'] } },
      tra: { use: 'http-reply@1' },
    }),
    flow({ b: effect('hoi', 'b') }, {}, 'con'),
  ])
  const { answered } = it.send({ so: 2 })
  expect((await answered).reply?.body).toEqual({ so: 2 })
})

test('messages of one partition go one after the other while another partition goes on', async () => {
  const it = world([flow({ a: effect('hoi', 'a') }, { keys: { ma: 'ma' }, partition: 'ma' })])
  let open: () => void = () => undefined
  const gate = new Promise<void>((resolve) => {
    open = resolve
  })
  it.outside.script.set('a', [() => gate])
  const first = it.send({ ma: '1', n: 1 })
  await expect.poll(() => it.outside.calls.length).toBe(1)
  const second = it.send({ ma: '1', n: 2 })
  const other = it.send({ ma: '2', n: 3 })
  await it.until(other.run, 'done')
  expect(await it.status(second.run)).toBe('accepted')
  open()
  await it.until(first.run, 'done')
  await it.until(second.run, 'done')
  expect(it.outside.calls.map((call) => (call.body as { n: number }).n)).toEqual([1, 3, 2])
})

test('a flow that calls itself without waiting comes to an end', async () => {
  const it = world([flow({ goi: { use: 'call-flow@1', settings: { flow: 'thu', wait: false } } })])
  const { run } = it.send('x')
  await it.until(run, 'done')
  await expect
    .poll(async () =>
      (await it.engine.history.list({ limit: 100, statuses: ['failed'] })).runs.map((row) => row.error?.code),
    )
    .toEqual(['run.call-depth'])
  expect((await it.engine.history.list({ limit: 100 })).runs).toHaveLength(17)
})
