import { expect, test } from 'vitest'
import { createFaults, type FaultDial, type FaultPlan } from './faults.ts'
import { seededRandom } from './random.ts'

const TRAITS = { session: true, creates: true }

function plans(dial: FaultDial, count: number, seed = 'x'): readonly FaultPlan[] {
  const faults = createFaults(seededRandom(seed))
  faults.set(dial)
  return Array.from({ length: count }, () => faults.plan('ghi', TRAITS))
}

test('a dial that is off plans nothing', () => {
  expect(plans({}, 3)).toEqual(Array.from({ length: 3 }, () => ({ delayMs: 0, duplicate: false })))
})

test('rates strike about as often as they say, and equally for equal seeds', () => {
  const struck = plans({ errorRate5xx: 0.3 }, 2000).filter((plan) => plan.before === 'errorRate5xx').length
  expect(struck).toBeGreaterThan(520)
  expect(struck).toBeLessThan(680)
  expect(plans({ errorRate5xx: 0.5, dropAfterRate: 0.5 }, 50)).toEqual(
    plans({ errorRate5xx: 0.5, dropAfterRate: 0.5 }, 50),
  )
  expect(plans({ errorRate5xx: 0.5 }, 50, 'a')).not.toEqual(plans({ errorRate5xx: 0.5 }, 50, 'b'))
})

test('a fault with `times` strikes so often and then stops', () => {
  const faults = createFaults(seededRandom('x'))
  faults.set({ timeoutRate: { value: 1, times: 2 }, delayMs: { value: 50, times: 1 } })
  const four = [1, 2, 3, 4].map(() => faults.plan('ghi', TRAITS))
  expect(four.map((plan) => plan.before)).toEqual(['timeoutRate', 'timeoutRate', undefined, undefined])
  expect(four.map((plan) => plan.delayMs)).toEqual([50, 0, 0, 0])
  expect(faults.reading()).toEqual({
    faults: { delayMs: { value: 50, timesLeft: 0 }, timeoutRate: { value: 1, timesLeft: 0 } },
    struck: { delayMs: 1, timeoutRate: 2 },
  })
})

test('`only` spares the other operations', () => {
  const faults = createFaults(seededRandom('x'))
  faults.set({ errorRate5xx: 1, only: ['ghi'] })
  expect(faults.plan('doc', TRAITS).before).toBeUndefined()
  expect(faults.plan('ghi', TRAITS).before).toBe('errorRate5xx')
})

test('a call without a session cannot find it expired, and a read cannot be a duplicate', () => {
  const faults = createFaults(seededRandom('x'))
  faults.set({ sessionExpiredRate: 1, duplicateRate: 1 })
  expect(faults.plan('doc', { session: false, creates: false })).toEqual({ delayMs: 0, duplicate: false })
  expect(faults.plan('ghi', { session: false, creates: true }).duplicate).toBe(true)
})

test.each(['{"errorRate5xx":1.5}', '{"delayMs":-1}', '{"timeoutRate":{"value":1,"times":1.5}}', '{"khongCo":1}'])(
  'a setting that makes no sense is refused and the old dial stays: %s',
  (dial) => {
    const faults = createFaults(seededRandom('x'))
    faults.set({ timeoutRate: 1 })
    expect(() => faults.set(JSON.parse(dial))).toThrow()
    expect(faults.plan('ghi', TRAITS).before).toBe('timeoutRate')
  },
)
