import { expect, test } from 'vitest'
import type { RunSummary } from '#shared/api/runs.ts'
import { groupFailures } from './inbox-groups.ts'

const failed = (id: string, code: string, minute: number, more: Partial<RunSummary> = {}): RunSummary => ({
  id,
  flow: 'dong-bo',
  version: 'v1',
  status: 'failed',
  keys: {},
  acceptedAt: '2026-01-01T00:00:00Z',
  endedAt: new Date(Date.UTC(2026, 0, 1, 1, minute)).toISOString(),
  errorNode: 'gui',
  error: {
    code,
    class: 'permanent',
    side: 'partner',
    message: { vi: code, en: code },
    advice: { vi: '', en: '' },
    status: 500,
  },
  ...more,
})

test('runs with the same flow, node and cause form one group with its first and last time', () => {
  const groups = groupFailures([
    failed('1', 'http.timeout', 1),
    failed('2', 'http.timeout', 9),
    failed('3', 'data.x', 5),
  ])
  expect(groups.map(({ code, runs }) => [code, runs.map(({ id }) => id)])).toEqual([
    ['http.timeout', ['2', '1']],
    ['data.x', ['3']],
  ])
  expect(groups[0]).toMatchObject({ firstAt: '2026-01-01T01:01:00.000Z', lastAt: '2026-01-01T01:09:00.000Z' })
})

test('runs in doubt are kept apart from failed ones, since each needs a decision', () => {
  const groups = groupFailures([failed('1', 'x', 1), failed('2', 'x', 2, { status: 'in-doubt' })])
  expect(groups.map(({ inDoubt }) => inDoubt)).toEqual([true, false])
})

test('a run without an error is still shown', () => {
  const { error: _gone, errorNode: _node, ...bare } = failed('1', 'x', 1)
  expect(groupFailures([bare])).toHaveLength(1)
})

test('runs that are undone, undone in part or not at all are kept apart, since what can be done with them differs', () => {
  const groups = groupFailures([
    failed('1', 'x', 1),
    failed('2', 'x', 2, { compensation: 'done' }),
    failed('3', 'x', 3, { compensation: 'partial' }),
    failed('4', 'x', 4, { compensation: 'done' }),
  ])
  expect(groups.map(({ compensation, runs }) => [compensation, runs.length])).toEqual([
    ['done', 2],
    ['partial', 1],
    [undefined, 1],
  ])
})
