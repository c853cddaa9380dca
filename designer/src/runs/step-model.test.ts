import { expect, test } from 'vitest'
import type { RunStep } from '#shared/api/runs.ts'
import { firstStep, messageIn, nameOf, placeOfStep, placeSteps, runLength } from './step-model.ts'

const step = (path: string, second: number, durationMs: number, status: RunStep['status'] = 'done'): RunStep => ({
  node: path,
  path,
  status,
  attempts: 1,
  startedAt: new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString(),
  durationMs,
  input: {},
})

test('steps take their share of the time from the first start to the last end', () => {
  const placed = placeSteps([step('a', 0, 1000), step('b', 1, 3000)])
  expect(placed.map(({ start, length }) => [start, length])).toEqual([
    [0, 0.25],
    [0.25, 0.75],
  ])
  expect(placeSteps([step('a', 0, 0)])[0]).toMatchObject({ start: 0, length: 0 })
  expect(placeSteps([])).toEqual([])
})

test('the step that needs a person is opened first, else the last one', () => {
  expect(firstStep({ steps: [step('a', 0, 1), step('b', 1, 1, 'failed'), step('c', 2, 1)] })).toBe('b')
  expect(firstStep({ steps: [step('a', 0, 1), step('c', 2, 1)] })).toBe('c')
  expect(firstStep({ steps: [] })).toBeUndefined()
})

test('a message of another form than expected reads as empty and never throws', () => {
  expect(messageIn({ body: { a: '01' }, headers: { x: '1' }, keys: {} }).body).toEqual({ a: '01' })
  expect(messageIn('<a/>')).toEqual({ body: undefined, headers: {}, keys: {} })
  expect(messageIn(null).keys).toEqual({})
})

test('a run is called by its business key and timed to its end or until now', () => {
  expect(nameOf({ id: 'r1', keys: { maHoSo: '', soHieu: '00123' } })).toBe('00123')
  expect(nameOf({ id: 'r1', keys: {} })).toBe('r1')
  const run = { acceptedAt: '2026-01-01T00:00:00Z' }
  expect(runLength(run, Date.parse('2026-01-01T00:00:02Z'))).toBe(2000)
  expect(runLength({ ...run, endedAt: '2026-01-01T00:00:01Z' }, Date.parse('2026-01-02T00:00:00Z'))).toBe(1000)
})

test('the path of a step is read as parts counted from one and visits', () => {
  expect(placeOfStep('gui')).toEqual({ parts: [], visit: undefined })
  expect(placeOfStep('gui[chia-lo:0]')).toEqual({ parts: [{ node: 'chia-lo', number: 1 }], visit: undefined })
  expect(placeOfStep('gui[~re.1]#3')).toEqual({ parts: [], visit: 3 })
})
