import { expect, test } from 'vitest'
import { extraColumns, faultsOf, foundRows, mergedRows, numbered, rowsOnDay, sentRow } from './table-model.ts'

test('a code may stand twice only for periods that do not meet', () => {
  const rows = numbered(
    [
      { code: '01', name: 'cũ', to: '2025-06-30' },
      { code: '01', name: 'mới', from: '2025-07-01' },
      { code: '01', name: 'chồng', from: '2025-07-01' },
      { code: ' ', name: 'trống' },
      { code: '02', name: 'ngược', from: '2025-02-01', to: '2025-01-01' },
    ],
    0,
  )
  expect([...faultsOf(rows)]).toEqual([
    [2, 'twice'],
    [3, 'empty'],
    [4, 'order'],
  ])
})

test('rows are found by code or name without marks', () => {
  const rows = numbered(
    [
      { code: '001', name: 'Xã Tân An' },
      { code: '002', name: 'Phường Đông' },
    ],
    0,
  )
  expect(foundRows(rows, 'dong').map(({ code }) => code)).toEqual(['002'])
  expect(foundRows(rows, '001')).toHaveLength(1)
})

test('the rows of a day are those whose period holds it, both ends included', () => {
  const rows = numbered(
    [
      { code: '01', name: 'cũ', to: '2025-06-30' },
      { code: '01', name: 'mới', from: '2025-07-01' },
      { code: '02', name: 'luôn' },
    ],
    0,
  )
  const names = (day: string) => rowsOnDay(rows, day).map(({ name }) => name)
  expect(names('2025-06-30')).toEqual(['cũ', 'luôn'])
  expect(names('2025-07-01')).toEqual(['mới', 'luôn'])
  expect(names('')).toHaveLength(3)
})

test('extra columns are collected and rows are sent without what the grid added', () => {
  const rows = numbered(
    [
      { code: '01', name: 'a', extra: { Huyện: 'X' } },
      { code: '02', name: 'b', from: '' },
    ],
    7,
  )
  expect(extraColumns(rows)).toEqual(['Huyện'])
  expect(rows.map(sentRow)).toEqual([
    { code: '01', name: 'a', extra: { Huyện: 'X' } },
    { code: '02', name: 'b' },
  ])
})

test('rows from outside update those of the same code and time and add the others', () => {
  const rows = numbered(
    [
      { code: '01', name: 'cũ', from: '2025-07-01' },
      { code: '02', name: 'một', to: '2025-06-30' },
      { code: '02', name: 'hai', from: '2025-07-01' },
    ],
    0,
  )
  const merged = mergedRows(
    rows,
    [
      { code: '01', name: 'mới' },
      { code: '02', name: 'hai mới', from: '2025-07-01' },
      { code: '03', name: 'thêm' },
    ],
    10,
  )
  expect(merged).toEqual([
    { key: 0, code: '01', name: 'mới', from: '2025-07-01' },
    { key: 1, code: '02', name: 'một', to: '2025-06-30' },
    { key: 2, code: '02', name: 'hai mới', from: '2025-07-01' },
    { key: 10, code: '03', name: 'thêm' },
  ])
})
