import { expect, test } from 'vitest'
import type { RunStep } from '#shared/api/runs.ts'
import { eventsOf, pictureAt } from './run-events.ts'

const step = (path: string, second: number, more: Partial<RunStep> = {}): RunStep => ({
  node: /^[^[#]*/.exec(path)?.[0] ?? path,
  path,
  status: 'done',
  attempts: 1,
  startedAt: new Date(second * 1000).toISOString(),
  durationMs: 1,
  input: {},
  output: { body: path },
  port: 'out',
  ...more,
})
const told = (steps: RunStep[]) => eventsOf({ steps }).map(({ step: it, attempt }) => `${it.path}/${attempt}`)

test('moments are in the order of time, parts of a split each on its own, and no step before the one that it came from', () => {
  const steps = [
    step('nhan', 1),
    step('b[tach:0]', 2, { from: 'tach' }),
    step('b[tach:1]', 4, { from: 'tach' }),
    step('tach', 3, { from: 'nhan' }),
  ]
  expect(told(steps)).toEqual(['nhan/1', 'tach/1', 'b[tach:0]/1', 'b[tach:1]/1'])
})

test('each try of a step is a moment; until the last one it is being repeated and nothing left it', () => {
  const events = eventsOf({ steps: [step('nhan', 1), step('gui', 2, { from: 'nhan', attempts: 3 })] })
  expect(events.map(({ attempt }) => attempt)).toEqual([1, 1, 2, 3])
  const second = pictureAt(events, 3)
  expect(second.steps.map(({ path, status, output }) => [path, status, output === undefined])).toEqual([
    ['nhan', 'done', false],
    ['gui', 'retrying', true],
  ])
  expect(pictureAt(events, 4).steps[1]).toMatchObject({ status: 'done', output: { body: 'gui' } })
})

test('a moment knows the step that it is about and the nodes that have their message already', () => {
  const events = eventsOf({
    steps: [
      step('nhan', 1),
      step('a', 2, { from: 'nhan' }),
      step('b', 3, { from: 'nhan' }),
      step('c', 4, { from: 'b' }),
    ],
  })
  expect(pictureAt(events, 0).moment).toEqual({ step: undefined, next: ['nhan'] })
  expect(pictureAt(events, 2).moment).toMatchObject({ step: { path: 'a' }, next: ['b'] })
  expect(pictureAt(events, 4).moment?.next).toEqual([])
})
