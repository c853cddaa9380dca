import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ageOn, compareDates } from './compare.ts'
import { type PartialDate, parseDate } from './parse.ts'

const order = (a: string, b: string) => compareDates(parseDate(a), parseDate(b))

for (const [a, b, expected] of [
  ['1975', '1976', 'truoc'],
  ['1975', '1975', 'khong-ro'],
  ['1975', '05/1975', 'khong-ro'],
  ['1975', '01/01/1976', 'truoc'],
  ['06/1975', '05/1975', 'sau'],
  ['31/05/1975', '05/1975', 'khong-ro'],
  ['31/05/1975', '06/1975', 'truoc'],
  ['05/07/2025', '2025-07-05', 'bang'],
  ['05/07/2025', '2025-07-05T08:00:00+07:00', 'bang'],
  ['2025-07-05T01:00:00Z', '2025-07-05T08:00:00+07:00', 'bang'],
  ['2025-07-05T08:00:00+07:00', '2025-07-05T08:00:01+07:00', 'truoc'],
  ['2025-07-05T18:00:00Z', '05/07/2025', 'sau'],
] as const)
  test(`${a} is to ${b}: ${expected}`, () => {
    expect(order(a, b)).toBe(expected)
  })

const partial: fc.Arbitrary<PartialDate> = fc
  .record({
    year: fc.integer({ min: 1990, max: 1993 }),
    month: fc.integer({ min: 1, max: 12 }),
    day: fc.integer({ min: 1, max: 28 }),
    known: fc.nat(2),
  })
  .map(({ year, month, day, known }) => (known === 0 ? { year } : known === 1 ? { year, month } : { year, month, day }))

test('an answer other than "not known" stays right whatever the missing parts turn out to be', () => {
  const filled = (date: PartialDate, month: number, day: number): PartialDate => ({ month, day, ...date })
  fc.assert(
    fc.property(
      partial,
      partial,
      fc.array(fc.tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 28 })), {
        minLength: 2,
        maxLength: 2,
      }),
      (a, b, [one, two]) => {
        const answer = compareDates(a, b)
        if (answer !== 'khong-ro')
          expect(compareDates(filled(a, ...(one ?? [1, 1])), filled(b, ...(two ?? [1, 1])))).toBe(answer)
        const turned = { truoc: 'sau', sau: 'truoc', bang: 'bang', 'khong-ro': 'khong-ro' } as const
        expect(compareDates(b, a)).toBe(turned[answer])
      },
    ),
    { numRuns: 1000 },
  )
})

test('an age is as exact as the birth date', () => {
  const age = (birth: string, on: string) => ageOn(parseDate(birth), parseDate(on))
  expect(age('06/07/2007', '05/07/2025')).toEqual({ itNhat: 17, nhieuNhat: 17 })
  expect(age('05/07/2007', '05/07/2025')).toEqual({ itNhat: 18, nhieuNhat: 18 })
  expect(age('07/2007', '05/07/2025')).toEqual({ itNhat: 17, nhieuNhat: 18 })
  expect(age('29/02/2004', '28/02/2022')).toEqual({ itNhat: 17, nhieuNhat: 17 })
  expect(age('2025', '05/07/2025')).toEqual({ itNhat: 0, nhieuNhat: 0 })
  expect(() => age('06/07/2025', '05/07/2025')).toThrow(expect.objectContaining({ code: 'domain.order' }))
})
