import { expect, test } from 'vitest'
import type { FlowSummary } from '#shared/api/flows.ts'
import { listedFlows, splitAddress } from './list-model.ts'

const flow = (id: string, title: string, more: Partial<FlowSummary> = {}): FlowSummary => ({
  id,
  title,
  state: 'published',
  triggers: [{ node: 'nhan', type: 'http-in', address: `POST /${id}` }],
  counts: { accepted: 0, done: 0, failed: 0, open: 0 },
  traffic: [],
  ...more,
})
const flows = [
  flow('b', 'Đồng bộ hồ sơ', { counts: { accepted: 5, done: 3, failed: 2, open: 0 } }),
  flow('a', 'Tra cứu doanh nghiệp', { counts: { accepted: 9, done: 9, failed: 0, open: 0 } }),
  flow('c', 'Ánh xạ trạng thái', { state: 'draft' }),
]
const ids = (list: readonly FlowSummary[]) => list.map(({ id }) => id).join('')

test('words are found in title, id and address without marks', () => {
  expect(ids(listedFlows(flows, 'ho so', 'all', 'title'))).toBe('b')
  expect(ids(listedFlows(flows, '/a', 'all', 'title'))).toBe('a')
})

test('titles are ordered as Vietnamese dictionaries do, counts with the largest first', () => {
  expect(ids(listedFlows(flows, '', 'all', 'title'))).toBe('cba')
  expect(ids(listedFlows(flows, '', 'all', 'accepted'))).toBe('abc')
})

test('filters show flows by state and by failures', () => {
  expect(ids(listedFlows(flows, '', 'draft', 'title'))).toBe('c')
  expect(ids(listedFlows(flows, '', 'failing', 'title'))).toBe('b')
})

test('an address is told from a timetable', () => {
  expect(splitAddress('POST http://127.0.0.1:7101/ho-so')).toEqual({
    method: 'POST',
    path: '/ho-so',
    url: 'http://127.0.0.1:7101/ho-so',
  })
  expect(splitAddress('GET /tra-cuu/{ma}')).toEqual({ method: 'GET', path: '/tra-cuu/{ma}' })
  expect(splitAddress('*/5 * * * *')).toEqual({})
})
