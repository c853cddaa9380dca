import { setImmediate } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { oneAtATime } from './one-at-a-time.ts'

test('a piece of work begins when the one before it has ended, also when that one failed', async () => {
  const inTurn = oneAtATime()
  const seen: string[] = []
  const work = (name: string, fails: boolean) => async () => {
    seen.push(`${name} begins`)
    await setImmediate()
    seen.push(`${name} ends`)
    if (fails) throw new Error(name)
    return name
  }
  const outcomes = [inTurn(work('a', false)), inTurn(work('b', true)), inTurn(work('c', false))]
  expect(await Promise.allSettled(outcomes)).toMatchObject([
    { value: 'a' },
    { reason: { message: 'b' } },
    { value: 'c' },
  ])
  expect(seen).toEqual(['a', 'b', 'c'].flatMap((it) => [`${it} begins`, `${it} ends`]))
})
