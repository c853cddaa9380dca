import fc from 'fast-check'
import { expect, test } from 'vitest'
import { matchNames } from './match.ts'
import { tidyName } from './tidy.ts'

for (const [a, b, code, verdict] of [
  ['Nguyễn Văn An', ' nguyễn  văn AN ', 'same', 'khop'],
  ['Trần Thị Hoà', 'TRẦN THỊ HÒA', 'same', 'khop'],
  ['Nguye\u0302\u0303n Va\u0306n An', 'Nguyễn Văn An', 'same', 'khop'],
  ['Phạm Văn Đồng', 'PHAM VAN DONG', 'no-accents', 'khop'],
  ['Nguyễn Văn Hùng', 'Nguyễn Văn Hưng', 'accents', 'can-nguoi-xem'],
  ['Nguyễn Văn An', 'An Nguyễn Văn', 'order', 'can-nguoi-xem'],
  ['Nguyễn Văn An', 'Nguyễn An', 'middle', 'can-nguoi-xem'],
  ['Nguyễn Thị Phương', 'Nguyễn Thị Phươg', 'spelling', 'can-nguoi-xem'],
  ["H'Hen Niê", 'H Hen Niê', 'same', 'khop'],
  ['Nguyễn Văn An', 'Trần Thị Bình', 'different', 'khac'],
  ['Nguyễn Văn An', 'Nguyễn Văn Bình', 'different', 'khac'],
  ['Nguyễn Văn An', '', 'empty', 'can-nguoi-xem'],
] as const)
  test(`"${a}" and "${b}" compare as ${code}: ${verdict}`, () => {
    expect(matchNames(a, b)).toMatchObject({ code, ketLuan: verdict })
  })

test('comparing does not depend on the order of the two, and a name matches itself', () => {
  const word = fc.constantFrom('Nguyễn', 'Trần', 'Văn', 'Thị', 'An', 'Bình', 'Hòa', 'hoà', 'DŨNG', 'Dung', 'Đạt', 'x')
  const name = fc.array(word, { minLength: 1, maxLength: 5 }).map((words) => words.join(' '))
  fc.assert(
    fc.property(name, name, (a, b) => {
      expect(matchNames(a, b)).toEqual(matchNames(b, a))
      expect(matchNames(a, a)).toMatchObject({ diem: 1, ketLuan: 'khop' })
      const { diem } = matchNames(a, b)
      expect(diem >= 0 && diem <= 1).toBe(true)
    }),
    { numRuns: 1000 },
  )
})

test('a flow sets its own bounds, which have to make sense', () => {
  expect(matchNames('Nguyễn Văn Hùng', 'Nguyễn Văn Hưng', { match: 0.8, differ: 0.5 }).ketLuan).toBe('khop')
  expect(() => matchNames('a', 'b', { match: 0.5, differ: 0.6 })).toThrow(
    expect.objectContaining({ code: 'domain.name-bounds' }),
  )
  expect(() => matchNames('a', 'b', { match: Number.NaN, differ: 0 })).toThrow('ngưỡng')
})

test('a megabyte is no name', () => {
  expect(() => matchNames('a '.repeat(500_000), 'b')).toThrow(expect.objectContaining({ code: 'expression.too-large' }))
})

for (const [raw, tidy] of [
  ['  NGUYỄN  văn ÁNH ', 'Nguyễn Văn Ánh'],
  ["h'hen NIÊ", "H'Hen Niê"],
  ['y-blok êban', 'Y-Blok Êban'],
  ['ĐẶNG THỊ ÚT', 'Đặng Thị Út'],
  ['', ''],
] as const)
  test(`"${raw}" is tidied to "${tidy}"`, () => {
    expect(tidyName(raw)).toBe(tidy)
    expect(tidyName(tidy)).toBe(tidy)
  })
