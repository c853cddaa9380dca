import { expect, test } from 'vitest'
import { permanent, retryable, toErrorData } from '#shared/errors/flow-error.ts'
import { createInOrder } from './in-order.ts'

/** An engine that takes one message after the other, and refuses as long as it is full. */
function engine() {
  const taken: number[] = []
  const refusals: number[] = []
  const state = { full: false, hopeless: -1, resumed: 0 }
  const order = createInOrder<number, number>({
    async take(it) {
      if (it === state.hopeless) throw permanent('queue.body', { reason: 'x' })
      if (state.full) throw retryable('engine.busy')
      await Promise.resolve()
      taken.push(it)
      return it
    },
    refused: (_, waitMs) => void refusals.push(waitMs),
    resumed: () => void state.resumed++,
  })
  return { taken, refusals, state, order }
}

test('what is refused, and all that comes after it, is taken in order once there is room', async () => {
  const { taken, refusals, state, order } = engine()
  const first = [1, 2, 3].map(order.hand)
  await Promise.all(first)
  state.full = true
  const rest = [4, 5, 6, 7].map(order.hand)
  await expect.poll(() => refusals.length).toBeGreaterThan(1)
  expect(taken).toEqual([1, 2, 3])
  const late = order.hand(8)
  state.full = false
  expect(await Promise.all([...rest, late])).toEqual([4, 5, 6, 7, 8])
  expect(taken).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
  expect(state.resumed).toBe(1)
  expect(refusals[1]).toBeGreaterThan(refusals[0] ?? 0)
})

test('one that no try would help is told so, and the others go on', async () => {
  const { taken, state, order } = engine()
  state.hopeless = 2
  const [one, two, three] = [1, 2, 3].map((it) => order.hand(it).then(String, (error) => toErrorData(error).code))
  expect(await Promise.all([one, two, three])).toEqual(['1', 'queue.body', '3'])
  expect(taken).toEqual([1, 3])
})

test('whoever waits when it stops is told', async () => {
  const { refusals, state, order } = engine()
  state.full = true
  const waiting = order.hand(1)
  await expect.poll(() => refusals.length).toBe(1)
  order.stop()
  await expect(waiting).rejects.toThrow('stopped')
})
