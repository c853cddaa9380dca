import { expect, test } from 'vitest'
import { retryable } from '#shared/errors/flow-error.ts'
import { effect, flow, world } from '../testing/world.ts'

const limited = (limits: object, more: object = {}) =>
  flow({ a: effect('hoi', 'a', ['tra']), tra: { use: 'http-reply@1' } }, { limits, ...more })

test('runs beyond the limit wait in the queue, are never more at a time, and all callers get their answer', async () => {
  const it = world([limited({ running: 2 })])
  let now = 0
  let most = 0
  const slow = async (): Promise<unknown> => {
    most = Math.max(most, ++now)
    await new Promise((resolve) => setTimeout(resolve, 15))
    now--
    return 'ok'
  }
  it.outside.script.set(
    'a',
    Array.from({ length: 12 }, () => slow),
  )
  const asked = Array.from({ length: 12 }, (_, i) => it.send(i))
  await Promise.all(asked.map(({ accepted }) => accepted))
  expect(it.executor.active).toBeLessThanOrEqual(2)
  for (const { answered } of asked) expect((await answered).reply?.body).toBe('ok')
  expect(most).toBe(2)
})

test('a slow flow at its limit does not hold up another', async () => {
  const slow = limited({ running: 1 })
  const quick = flow({ tra: { use: 'http-reply@1' } }, {}, 'nhanh')
  const it = world([slow, quick])
  let release = (_: unknown): void => undefined
  it.outside.script.set('a', [() => new Promise((resolve) => (release = resolve))])
  const waiting = Array.from({ length: 5 }, (_, i) => it.send(i))
  await Promise.all(waiting.map(({ accepted }) => accepted))
  expect((await it.sendTo('nhanh', 'x').answered).reply?.body).toBe('x')
  release('ok')
  for (const { answered } of waiting) await answered
})

test('a rate is kept over the runs that begin', async () => {
  const it = world([limited({ rate: 20 })])
  const began = Date.now()
  const asked = Array.from({ length: 40 }, (_, i) => it.send(i))
  for (const { answered } of asked) await answered
  // Twenty at once, the others at twenty a second.
  expect(Date.now() - began).toBeGreaterThanOrEqual(950)
  expect(it.outside.calls).toHaveLength(40)
})

test('a backlog that is full refuses new messages with its code and when to come back, and takes them again later', async () => {
  const it = world([limited({ running: 1, backlog: 3 })])
  let release = (_: unknown): void => undefined
  it.outside.script.set('a', [() => new Promise((resolve) => (release = resolve))])
  const asked = [1, 2, 3].map((i) => it.send(i))
  await Promise.all(asked.map(({ accepted }) => accepted))
  await expect.poll(() => it.outside.calls.length).toBe(1)
  expect(() => it.send(4)).toThrow('engine.backlog-full')
  release('ok')
  it.outside.script.set('a', [])
  for (const { answered } of asked) await answered
  const taken = (): boolean => {
    try {
      it.send(5)
      return true
    } catch {
      return false
    }
  }
  await expect.poll(taken, { timeout: 5000 }).toBe(true)
})

test('a flow that keeps nothing refuses what is beyond its limit', async () => {
  const it = world([limited({ running: 1 }, { durability: 'none' })])
  let release = (_: unknown): void => undefined
  it.outside.script.set('a', [() => new Promise((resolve) => (release = resolve))])
  const first = it.send(1)
  await expect.poll(() => it.outside.calls.length).toBe(1)
  expect(() => it.send(2)).toThrow('engine.limit-reached')
  release('ok')
  expect((await first.answered).reply?.body).toBe('ok')
})

test('a run that is tried again holds back its followers in the partition, and nobody else', async () => {
  const ordered = flow(
    { a: effect('hoi', 'a', ['tra']), tra: { use: 'http-reply@1' } },
    { keys: { ma: 'ma' }, partition: 'ma' },
  )
  const it = world([ordered])
  it.outside.script.set('a', [() => retryable('connect.unreachable', { host: 'h', reason: 'r' })])
  const first = it.send({ ma: 'x', n: 1 })
  await first.accepted
  const second = it.send({ ma: 'x', n: 2 })
  await second.accepted
  await it.send({ ma: 'y', n: 3 }).answered
  await Promise.all([first.answered, second.answered])
  const order = it.outside.calls.map(({ body }) => (body as { n: number }).n).filter((n) => n !== 3)
  expect(order).toEqual([1, 1, 2])
})
