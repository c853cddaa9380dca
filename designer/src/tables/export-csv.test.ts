import fc from 'fast-check'
import { expect, test } from 'vitest'
import { csvOf } from './export-csv.ts'
import { readText } from './sheet/read-sheet.ts'
import { guessPlan, readRows } from './table-text.ts'

const headings = ['Mã', 'Tên', 'Từ ngày', 'Đến ngày']

test('cells that a spreadsheet would compute are written as text', () => {
  const lines = csvOf(
    [
      { code: '=1+1', name: '@SUM(A1)' },
      { code: '-5', name: '+84' },
    ],
    headings,
  ).split('\r\n')
  expect(lines[1]).toBe("'=1+1;'@SUM(A1);;")
  expect(lines[2]).toBe("'-5;'+84;;")
})

test('what is exported comes back the same, leading zeros, quotes and formulas included', () => {
  const word = fc
    .string({ unit: fc.constantFrom(...'0123aăđ=+-@";, \'\n'), minLength: 1, maxLength: 8 })
    .map((it) => it.trim())
    .filter((it) => it !== '')
  const row = fc.record({ code: word, name: word, from: fc.constantFrom('2025-07-01', '2020-12-31') })
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 5 }), (rows) => {
      const sheet = readText(csvOf(rows, headings))
      expect(readRows(sheet, guessPlan(sheet.rows)).rows).toEqual(rows)
    }),
  )
})
