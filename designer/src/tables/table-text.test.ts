import { expect, test } from 'vitest'
import { readText } from './sheet/read-sheet.ts'
import { dayOf, dayShown, guessPlan, readRows } from './table-text.ts'

const read = (text: string) => {
  const sheet = readText(text)
  return readRows(sheet, guessPlan(sheet.rows))
}

test('headings in Vietnamese name the columns and unknown ones become extra values', () => {
  expect(read('Tên xã\tMã xã\tHuyện\tTừ ngày\nTân An\t00123\tChâu Thành\t01/07/2025').rows).toEqual([
    { code: '00123', name: 'Tân An', from: '2025-07-01', extra: { Huyện: 'Châu Thành' } },
  ])
})

test('without headings the first two columns are code and name', () => {
  expect(read('01,Nam\n02,Nữ').rows).toEqual([
    { code: '01', name: 'Nam' },
    { code: '02', name: 'Nữ' },
  ])
})

test('each row that is left out is told by the number that a spreadsheet shows, and why', () => {
  const lines = [
    'Mã;Tên;Từ ngày',
    ';không mã;',
    '',
    '01;a;31/02/2025',
    '02;b;1/2/2025',
    '#N/A;c;',
    `${'9'.repeat(101)};d;`,
  ]
  const { rows, bad } = read(lines.join('\r\n'))
  expect(bad).toEqual([
    { number: 2, reason: 'code' },
    { number: 4, reason: 'date' },
    { number: 6, reason: 'error' },
    { number: 7, reason: 'long' },
  ])
  expect(rows).toEqual([{ code: '02', name: 'b', from: '2025-02-01' }])
})

test('columns chosen by the officer count, whatever the headings say', () => {
  const sheet = readText('A|B|C\n1|02|ba', '|')
  expect(readRows(sheet, { header: true, extras: true, code: 1, name: 2 }).rows).toEqual([
    { code: '02', name: 'ba', extra: { A: '1' } },
  ])
  expect(readRows(sheet, { header: false, extras: false, code: 1 }).rows).toHaveLength(2)
})

test('days are stored in order of size and shown as Vietnamese write them', () => {
  expect(dayOf('1/7/2025')).toBe('2025-07-01')
  expect(dayOf('2025-07-01')).toBe('2025-07-01')
  expect(dayOf('')).toBeUndefined()
  expect(dayOf('hôm nay')).toBeNull()
  expect(dayShown('2025-07-01')).toBe('01/07/2025')
})
