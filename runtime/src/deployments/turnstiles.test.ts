import { expect, test } from 'vitest'
import { type ConnectionLimits, DEFAULT_LIMITS } from '#shared/node/connection-limits.ts'
import { createTurnstiles } from './turnstiles.ts'

const limited = (limits: Partial<ConnectionLimits>) =>
  createTurnstiles(
    (connection) => (connection === 'a' ? { ...DEFAULT_LIMITS, ...limits } : DEFAULT_LIMITS),
    () => Date.now(),
  )
let tickets = 0
const call = (connection = 'a', member = 'm') => ({ connection, member, ticket: String(++tickets) })

/** Whether it has been answered by now. */
const answered = async (it: Promise<unknown>): Promise<boolean> =>
  Promise.race([it.then(() => true), new Promise<boolean>((resolve) => setImmediate(() => resolve(false)))])

test('no more calls than allowed are inside, and those in line go in their order', async () => {
  const it = limited({ concurrency: 2 })
  const calls = Array.from({ length: 4 }, () => call())
  const turns = calls.map((one) => it.enter(one, 5000))
  expect(await Promise.all(turns.map(answered))).toEqual([true, true, false, false])
  expect(it.waiting('a')).toBe(2)
  expect(await it.enter(call('b'), 5000)).toEqual({ go: true })
  it.leave('a', calls[1]?.ticket ?? '')
  expect(await turns[2]).toEqual({ go: true })
  expect(await answered(turns[3] ?? Promise.resolve())).toBe(false)
  it.leave('a', calls[0]?.ticket ?? '')
  expect(await turns[3]).toEqual({ go: true })
})

test('who waited in vain, or does not want to go any more, holds nobody up', async () => {
  const it = limited({ concurrency: 1 })
  const first = call()
  await it.enter(first, 5000)
  expect((await it.enter(call(), 10)).go).toBe(false)
  const gone = call()
  const turn = it.enter(gone, 5000)
  it.leave('a', gone.ticket)
  expect((await turn).go).toBe(false)
  it.leave('a', first.ticket)
  expect(await it.enter(call(), 5000)).toEqual({ go: true })
})

test('a dead worker gives back what it held', async () => {
  const it = limited({ concurrency: 2 })
  await it.enter(call('a', 'chet'), 5000)
  await it.enter(call('a', 'chet'), 5000)
  const next = it.enter(call('a', 'song'), 5000)
  expect(await answered(next)).toBe(false)
  it.forget('chet')
  expect(await next).toEqual({ go: true })
})

test('a rate lets one second’s worth in at once and then one after the other', async () => {
  const it = limited({ rate: 1200, per: 'minute' })
  const began = performance.now()
  const turns = Array.from({ length: 30 }, () => it.enter(call(), 10_000))
  expect((await Promise.all(turns.map(answered))).filter(Boolean)).toHaveLength(20)
  await Promise.all(turns)
  expect(performance.now() - began).toBeGreaterThanOrEqual(450)
})

test('a line that is too long sends newcomers away at once', async () => {
  const it = limited({ concurrency: 1 })
  await it.enter(call(), 5000)
  const line = Array.from({ length: 1000 }, () => it.enter(call(), 20))
  expect((await it.enter(call(), 5000)).go).toBe(false)
  expect((await Promise.all(line)).every(({ go }) => !go)).toBe(true)
})
