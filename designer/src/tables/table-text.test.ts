import { expect, test } from 'vitest'
import { parseCells } from '#shared/text/cells.ts'
import { dayOf, dayShown, readRows } from './table-text.ts'

test('headings in Vietnamese name the columns and unknown ones become extra values', () => {
  const { rows } = readRows(parseCells('Tên xã\tMã xã\tHuyện\tTừ ngày\nTân An\t00123\tChâu Thành\t01/07/2025'))
  expect(rows).toEqual([{ code: '00123', name: 'Tân An', from: '2025-07-01', extra: { Huyện: 'Châu Thành' } }])
})

test('without headings the first two columns are code and name', () => {
  expect(readRows(parseCells('01,Nam\n02,Nữ')).rows).toEqual([
    { code: '01', name: 'Nam' },
    { code: '02', name: 'Nữ' },
  ])
})

test('lines without a code and with impossible days are told by their number', () => {
  const read = readRows([
    ['Mã', 'Tên', 'Từ ngày'],
    ['', 'không mã', ''],
    ['01', 'a', '31/02/2025'],
    ['02', 'b', '1/2/2025'],
  ])
  expect(read.withoutCode).toEqual([2])
  expect(read.badDate).toEqual([3])
  expect(read.rows).toEqual([{ code: '02', name: 'b', from: '2025-02-01' }])
})

test('days are stored in order of size and shown as Vietnamese write them', () => {
  expect(dayOf('1/7/2025')).toBe('2025-07-01')
  expect(dayOf('2025-07-01')).toBe('2025-07-01')
  expect(dayOf('')).toBeUndefined()
  expect(dayOf('hôm nay')).toBeNull()
  expect(dayShown('2025-07-01')).toBe('01/07/2025')
})
