import { expect, test } from 'vitest'
import { compileExpression } from './compile.ts'
import { scopeOf } from './testing/answers.ts'

const paths = [{}, { path: 'library' }] as const
const at = (id: string, instant = '2025-07-01T08:30:00+07:00') =>
  scopeOf({ list: Array.from({ length: 30 }, (_, i) => i) }, { run: { id, at: instant, flow: 'f' } })

test('time comes from the run', async () => {
  for (const path of paths) {
    expect(await compileExpression('$now()', path).evaluate(at('a'))).toBe('2025-07-01T01:30:00.000Z')
    expect(await compileExpression('$now("[D01]/[M01]/[Y]", "+0700")', path).evaluate(at('a'))).toBe('01/07/2025')
    expect(await compileExpression('$millis()', path).evaluate(at('a'))).toBe(Date.UTC(2025, 6, 1, 1, 30))
    // The library fills the missing day from its own clock.
    expect(await compileExpression('$fromMillis($toMillis("13:45", "[H]:[m]"))', path).evaluate(at('a'))).toBe(
      '2025-07-01T13:45:00.000Z',
    )
  }
})

test('chance comes from the run and the expression: equal on replay and on both paths, different for another run', async () => {
  for (const text of [
    '$random()',
    '$shuffle(list)',
    '[$random(), $random()]',
    '$map([1, 2], function(){ $random() })',
  ]) {
    const first: unknown = await compileExpression(text).evaluate(at('run-1'))
    for (const path of paths) {
      expect(await compileExpression(text, path).evaluate(at('run-1')), text).toEqual(first)
      expect(await compileExpression(text, path).evaluate(at('run-2')), text).not.toEqual(first)
    }
    expect(await compileExpression(`${text} `).evaluate(at('run-1'))).not.toEqual(first)
  }
})

test('random numbers lie between 0 and 1 and a shuffled list keeps its items', () => {
  for (let i = 0; i < 200; i++) {
    const value = compileExpression('$random()').evaluate(at(`run-${i}`))
    expect(value).toBeGreaterThanOrEqual(0)
    expect(value).toBeLessThan(1)
  }
  expect(compileExpression('$sum($shuffle(list))').evaluate(at('x'))).toBe(435)
})

test('a run without a proper instant is a fault and not the clock of the machine', () => {
  expect(() => compileExpression('$now()').evaluate(at('a', 'yesterday'))).toThrow(
    expect.objectContaining({ code: 'D3110' }),
  )
})
