import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { permanent, retryable } from '#shared/errors/flow-error.ts'
import { effect, flow, world } from './testing/world.ts'

const folder = (): string => mkdtempSync(join(tmpdir(), 'lt-work-'))
const child = flow({ b: effect('hoi', 'b', ['tra']), tra: { use: 'http-reply@1' } }, {}, 'con')
const parent = flow({
  a: effect('hoi', 'a', ['goi']),
  goi: { use: 'call-flow@1', settings: { flow: 'con' }, to: { out: ['tra'] } },
  tra: { use: 'http-reply@1' },
})
const rejected = (): unknown => permanent('http.rejected', { host: 'h', status: 400 })

test('a call that a person has done again runs the other flow once more, and what went before is not repeated', async () => {
  const it = world([parent, child])
  it.outside.script.set('b', [rejected, () => 'lần hai'])
  const { run } = it.send('x')
  await it.until(run, 'failed')
  const failed = await it.trace(run)
  expect(failed?.error?.message.en).toContain('h')
  expect(failed?.error?.message.en).not.toMatch(/[ăâđêôơư]/i)
  await it.engine.resume(run, { kind: 'resume', by: 'thu', at: Date.now(), from: 'goi' })
  it.executor.wake()
  await it.until(run, 'done')
  expect((await it.trace(run))?.reply?.body).toBe('lần hai')
  expect(it.outside.calls.map((call) => call.name)).toEqual(['a', 'b', 'b'])
})

test('a run that reaches a call while its worker stops is handed on and not failed', async () => {
  const it = world([parent, child])
  let open: () => void = () => undefined
  it.outside.script.set('a', [
    () =>
      new Promise<void>((resolve) => {
        open = resolve
      }),
  ])
  const { run } = it.send('x')
  await expect.poll(() => it.outside.calls.length).toBe(1)
  const drained = it.executor.drain(3000)
  open()
  await drained
  expect(await it.status(run)).toBe('retrying')
})

test('a caller whose run another worker took up learns its answer', async () => {
  const place = folder()
  const flows = [
    flow({ a: effect('hoi', 'a', ['tra']), tra: { use: 'http-reply@1' } }, { keys: { ma: 'ma' }, partition: 'ma' }),
  ]
  const here = world(flows, place)
  const there = world(flows, place)
  let open: () => void = () => undefined
  there.outside.script.set('a', [
    () =>
      new Promise<void>((resolve) => {
        open = resolve
      }),
    () => 'từ bên kia',
  ])
  const first = there.send({ ma: '1' })
  await expect.poll(() => there.outside.calls.length).toBe(1)
  const second = here.send({ ma: '1' })
  await second.accepted
  expect(await here.status(second.run)).toBe('accepted')
  const looking = setInterval(there.executor.wake, 2)
  open()
  await first.answered
  const answer = await second.answered
  clearInterval(looking)
  expect(answer).toMatchObject({ reply: { body: 'từ bên kia' }, next: { status: 'done' } })
  expect(here.outside.calls).toHaveLength(0)
})

test('a run on a version that cannot run here waits for a person with the reason, and its worker goes on', async () => {
  const place = folder()
  const before = world(
    [
      flow(
        { cho: { use: 'delay@1', settings: { for: 'PT0.3S' }, to: { out: ['a'] } }, a: effect('hoi', 'a') },
        {},
        'cu',
      ),
    ],
    place,
  )
  const { run } = before.send(1)
  await before.until(run, 'waiting')
  await before.stop()
  const after = world([flow({ a: effect('hoi', 'a') })], place)
  await after.until(run, 'failed')
  expect((await after.engine.history.get(run))?.row.error?.code).toBe('flow.unknown-flow')
  const other = after.send(2)
  await after.until(other.run, 'done')
})

test.each([
  ['sent', ['done', 'b'], 1],
  ['drop', ['done'], 1],
  ['resend', ['done', 'b'], 2],
] as const)(
  'what a person decides about a step in doubt (%s) counts also when the step has an error branch',
  async (as, expected, calls) => {
    const it = world([
      flow({
        a: { ...effect('gui', 'a', ['b'], { retry: 'mau', then: 'c' }) },
        b: effect('hoi', 'b'),
        c: effect('hoi', 'c'),
      }),
    ])
    it.outside.script.set('a', [() => retryable('connect.cut', { host: 'h' })])
    const { run } = it.send(1)
    await it.until(run, 'in-doubt')
    await it.engine.resume(run, {
      kind: 'resume',
      by: 'thu',
      at: Date.now(),
      decision: { path: 'a', as, reason: 'đã hỏi' },
    })
    it.executor.wake()
    await it.until(run, expected[0])
    expect(it.outside.calls.filter((call) => call.name === 'a')).toHaveLength(calls)
    expect(it.outside.calls.flatMap((call) => (call.name === 'a' ? [] : [call.name]))).toEqual(expected.slice(1))
  },
)

test('slow runs at the head of a backlog do not keep the others waiting', async () => {
  const place = folder()
  const slow = flow({ a: effect('hoi', 'a') })
  const quick = flow({ b: effect('hoi', 'b') }, {}, 'nhanh')
  const before = world([slow, quick], place)
  await before.engine.close()
  const it = world([slow, quick], place)
  const never = (): Promise<never> => new Promise(() => undefined)
  it.outside.script.set(
    'a',
    Array.from({ length: 64 }, () => never),
  )
  // Stored as another worker would have left them: without a lease.
  const accept = (flow: string, n: number) =>
    it.engine.accept({
      run: `R${flow}${n}`,
      unit: 'mac-dinh',
      flow,
      version: `v-${flow}`,
      trigger: 'vao',
      message: { body: n, headers: {}, keys: {} },
      at: Date.now(),
    })
  for (let n = 0; n < 64; n++) await accept('thu', n)
  it.executor.wake()
  await expect.poll(() => it.outside.calls.length).toBe(64)
  await accept('nhanh', 1)
  await it.until('Rnhanh1', 'done')
})
