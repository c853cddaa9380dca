import { expect, test } from 'vitest'
import type { RunSummary } from '#shared/api/runs.ts'
import { createLiveStore, KEPT, takeEvent } from './live-store.ts'

const run = (id: string, status: RunSummary['status'] = 'running'): RunSummary => ({
  id,
  flow: 'a',
  version: 'v',
  status,
  keys: {},
  acceptedAt: '2026-01-01T00:00:00+07:00',
})

test('the newest state of a run replaces the older one', () => {
  let data = createLiveStore().getState()
  data = takeEvent(data, { type: 'runs', runs: [run('1'), run('2')] })
  data = takeEvent(data, { type: 'runs', runs: [run('1', 'done')] })
  expect([...data.runs.values()].map(({ id, status }) => [id, status])).toEqual([
    ['2', 'running'],
    ['1', 'done'],
  ])
})

test('memory is bounded: the runs that changed longest ago go first', () => {
  let data = createLiveStore().getState()
  data = takeEvent(data, { type: 'runs', runs: Array.from({ length: KEPT + 3 }, (_, at) => run(String(at))) })
  expect(data.runs.size).toBe(KEPT)
  expect(data.runs.has('2')).toBe(false)
  expect(data.runs.has('3')).toBe(true)
})

test('presence is kept by flow', () => {
  let data = createLiveStore().getState()
  data = takeEvent(data, { type: 'presence', flow: 'a', users: ['an'] })
  data = takeEvent(data, { type: 'presence', flow: 'b', users: ['binh'] })
  expect(data.presence).toEqual({ a: ['an'], b: ['binh'] })
})
