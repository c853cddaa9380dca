import { expect, test } from 'vitest'
import type { RunSummary } from '#shared/api/runs.ts'
import { filterOf, fits, mergeRuns, paramsOf, queryOf } from './run-filter.ts'

const open = filterOf(new URLSearchParams())
const run = (id: string, minute: number, more: Partial<RunSummary> = {}): RunSummary => ({
  id,
  flow: 'a',
  version: 'v1',
  status: 'done',
  keys: { maHoSo: `H01-${id}` },
  acceptedAt: new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString(),
  ...more,
})
const live = (...runs: RunSummary[]) => new Map(runs.map((it) => [it.id, it]))
const ids = (list: readonly RunSummary[]) => list.map(({ id }) => id)

test('the filter survives a trip through the address and unknown states are left out', () => {
  const params = new URLSearchParams('flow=a&status=failed,in-doubt,nonsense&q=H01')
  const filter = filterOf(params)
  expect(filter.statuses).toEqual(['in-doubt', 'failed'])
  expect(filterOf(paramsOf(filter))).toEqual(filter)
  expect(queryOf(filter, 50)).toEqual({ flow: 'a', status: 'in-doubt,failed', q: 'H01', limit: 50 })
})

test('a run fits by flow, state, time and part of a key', () => {
  expect(fits(run('1', 5), { ...open, q: 'h01-1' })).toBe(true)
  expect(fits(run('1', 5), { ...open, q: 'h02' })).toBe(false)
  expect(fits(run('1', 5), { ...open, flow: 'b' })).toBe(false)
  expect(fits(run('1', 5), { ...open, statuses: ['failed'] })).toBe(false)
  expect(fits(run('1', 5), { ...open, from: '2026-01-01T00:06:00Z' })).toBe(false)
})

test('live runs come on top and newer states replace the ones that were read', () => {
  const pages = [run('2', 2, { status: 'running' }), run('1', 1)]
  const merged = mergeRuns(pages, live(run('3', 3, { status: 'accepted' }), run('2', 2)), open, false)
  expect(merged.map(({ id, status }) => `${id} ${status}`)).toEqual(['3 accepted', '2 done', '1 done'])
})

test('a run whose new state no longer fits leaves the list', () => {
  const failed = { ...open, statuses: ['failed'] as const }
  const pages = [run('1', 1, { status: 'failed' })]
  expect(ids(mergeRuns(pages, live(run('1', 1, { status: 'retrying' })), failed, false))).toEqual([])
})

test('a live run older than what was read waits for its page', () => {
  const pages = [run('9', 9), run('8', 8)]
  expect(ids(mergeRuns(pages, live(run('1', 1)), open, true))).toEqual(['9', '8'])
  expect(ids(mergeRuns(pages, live(run('1', 1)), open, false))).toEqual(['9', '8', '1'])
})

test('a late event does not bring an ended run back to life', () => {
  const merged = mergeRuns([run('1', 1)], live(run('1', 1, { status: 'running' })), open, false)
  expect(merged[0]?.status).toBe('done')
})
