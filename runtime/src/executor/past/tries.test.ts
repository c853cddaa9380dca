import { expect, test } from 'vitest'
import { permanent, retryable } from '#shared/errors/flow-error.ts'
import { effect, flow, world } from '../testing/world.ts'

type World = ReturnType<typeof world>

async function resume(it: World, run: string, from?: string): Promise<void> {
  await it.engine.resume(run, { kind: 'resume', by: 'an', at: Date.now(), ...(from === undefined ? {} : { from }) })
  it.executor.wake()
}

const attempts = async (it: World, run: string): Promise<Record<string, number>> =>
  Object.fromEntries(((await it.trace(run))?.steps ?? []).map((step) => [step.path, step.attempts]))

const down = (): unknown => retryable('connect.unreachable', { host: 'h', reason: 'r' })

test('tries by the policy and by people add up, and what was not tried again keeps its count', async () => {
  const it = world([flow({ a: effect('hoi', 'a', ['b']), b: effect('hoi', 'b') })])
  it.outside.script.set('b', [down, down, down])
  const { run } = it.send(1)
  await it.until(run, 'failed')
  expect(await attempts(it, run)).toEqual({ vao: 1, a: 1, b: 3 })
  await resume(it, run)
  await it.until(run, 'done')
  expect(await attempts(it, run)).toEqual({ vao: 1, a: 1, b: 4 })
})

test('a step done again from an earlier one counts its old calls too', async () => {
  const it = world([flow({ a: effect('hoi', 'a', ['b']), b: effect('hoi', 'b') })])
  it.outside.script.set('b', [() => permanent('http.rejected', { host: 'h', status: 400 })])
  const { run } = it.send(1)
  await it.until(run, 'failed')
  await resume(it, run, 'a')
  await it.until(run, 'done')
  expect(await attempts(it, run)).toEqual({ vao: 1, a: 2, b: 2 })
  expect(it.outside.calls.map((call) => call.name)).toEqual(['a', 'b', 'a', 'b'])
})

test('a run that is done does a named step again, with what follows from it', async () => {
  const it = world([flow({ a: effect('hoi', 'a', ['b']), b: effect('gui', 'b') })])
  const { run } = it.send(1)
  await it.until(run, 'done')
  await resume(it, run, 'b')
  await expect.poll(() => it.outside.calls.length).toBe(3)
  await it.until(run, 'done')
  expect(it.outside.calls.map((call) => call.name)).toEqual(['a', 'b', 'b'])
  expect(new Set(it.outside.calls.map((call) => call.key)).size).toBe(3)
  expect(await attempts(it, run)).toEqual({ vao: 1, a: 1, b: 2 })
})

test('a computed step that fails again after every retry shows how often', async () => {
  const wrong = { use: 'http-reply@1', settings: { content: 'value', body: { expr: '$error("sai")' } } }
  const it = world([flow({ tra: wrong })])
  const { run } = it.send(1)
  await it.until(run, 'failed')
  expect(await attempts(it, run)).toEqual({ vao: 1, tra: 1 })
  for (const count of [2, 3]) {
    await resume(it, run)
    await expect.poll(async () => (await it.engine.history.get(run))?.journal.length).toBe(count - 1)
    await it.until(run, 'failed')
    expect(await attempts(it, run)).toEqual({ vao: 1, tra: count })
  }
})
