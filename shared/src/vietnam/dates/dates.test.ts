import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatDate } from './format.ts'
import { dateInWords } from './in-words.ts'
import { canonicalDate, parseDate, parseDateAs } from './parse.ts'

const read = (text: string): string => canonicalDate(parseDate(text))

for (const [text, expected] of [
  ['20250705083059', '2025-07-05T08:30:59+07:00'],
  ['05/07/2025 08:30:59', '2025-07-05T08:30:59+07:00'],
  ['05/07/2025 08:30', '2025-07-05T08:30:00+07:00'],
  ['05/07/2025', '2025-07-05'],
  ['5/7/2025', '2025-07-05'],
  ['05-07-2025', '2025-07-05'],
  ['05.07.2025', '2025-07-05'],
  ['05/1975', '1975-05'],
  ['1975-05', '1975-05'],
  ['1975', '1975'],
  ['00/00/1975', '1975'],
  ['00/05/1975', '1975-05'],
  ['19750000', '1975'],
  ['19750500', '1975-05'],
  ['20250705', '2025-07-05'],
  ['05072025', '2025-07-05'],
  ['2025/07/05', '2025-07-05'],
  ['2025/07/05 23:59:00', '2025-07-05T23:59:00+07:00'],
  ['05072025T083000+0700', '2025-07-05T08:30:00+07:00'],
  ['2025-07-05', '2025-07-05'],
  ['2025-07-05T08:30:00+07:00', '2025-07-05T08:30:00+07:00'],
  ['2025-07-05T08:30:00.123Z', '2025-07-05T15:30:00+07:00'],
  ['2025-07-05T23:30:00-05:00', '2025-07-06T11:30:00+07:00'],
  ['2025-07-05T08:30', '2025-07-05T08:30:00+07:00'],
  ['20250705T083000', '2025-07-05T08:30:00+07:00'],
  [' 05/07/2025\u00a0', '2025-07-05'],
  ['29/02/2024', '2024-02-29'],
] as const)
  test(`the date "${text}" reads as ${expected}`, () => {
    expect(read(text)).toBe(expected)
  })

for (const [text, code] of [
  ['29/02/2025', 'domain.date-impossible'],
  ['31/04/2025', 'domain.date-impossible'],
  ['05/13/2025', 'domain.date-impossible'],
  ['13/1975', 'domain.date-impossible'],
  ['15/00/1975', 'domain.date-impossible'],
  ['05/07/2025 24:00', 'domain.date-impossible'],
  ['0975', 'domain.date-impossible'],
  ['00/00/1975 08:00', 'domain.date-impossible'],
  ['250705', 'domain.date-ambiguous'],
  ['05/07/25', 'domain.date-unreadable'],
  ['05/07-2025', 'domain.date-unreadable'],
  ['hôm qua', 'domain.date-unreadable'],
  ['1975x', 'domain.date-unreadable'],
] as const)
  test(`the date "${text}" is refused with ${code}`, () => {
    expect(() => parseDate(text)).toThrow(expect.objectContaining({ code }))
  })

test('an error shows the form of a date and not the date', () => {
  expect(() => parseDate('Nguyễn 05/07/25')).toThrow('aaaaaa 99/99/99')
})

test('a named form reads what it says and nothing else', () => {
  const as = (text: string, pattern: string): string => canonicalDate(parseDateAs(text, pattern))
  expect(as('250705', 'yyMMdd')).toBe('2025-07-05')
  expect(as('07/05/2025', 'MM/dd/yyyy')).toBe('2025-07-05')
  expect(as('05072025T083000+0700', "ddMMyyyy'T'HHmmssXX")).toBe('2025-07-05T08:30:00+07:00')
  expect(as('05/07/2025 08:30 PM', 'dd/MM/yyyy hh:mm a')).toBe('2025-07-05T20:30:00+07:00')
  expect(as('05/07/2025 12:05 AM', 'dd/MM/yyyy hh:mm a')).toBe('2025-07-05T00:05:00+07:00')
  expect(as('05/1975', 'MM/yyyy')).toBe('1975-05')
  expect(() => as('2025-07-05', 'dd/MM/yyyy')).toThrow('cần dạng dd/MM/yyyy')
  expect(() => as('31/02/2025', 'dd/MM/yyyy')).toThrow(expect.objectContaining({ code: 'domain.date-impossible' }))
})

test('dates are written by a pattern', () => {
  const date = parseDate('2025-07-05T08:03:09+07:00')
  expect(formatDate(date, 'dd/MM/yyyy')).toBe('05/07/2025')
  expect(formatDate(date, 'd/M/yy')).toBe('5/7/25')
  expect(formatDate(date, 'yyyyMMddHHmmss')).toBe('20250705080309')
  expect(formatDate(date, "ddMMyyyy'T'HHmmss'+0700'")).toBe('05072025T080309+0700')
  expect(formatDate(date, 'yyyy-MM-ddTHH:mm:ss.SSSXXX')).toBe('2025-07-05T08:03:09.000+07:00')
  expect(formatDate(date, "'Ngày' dd 'tháng' MM 'năm' yyyy")).toBe('Ngày 05 tháng 07 năm 2025')
  expect(formatDate(parseDate('2025-07-05T00:30:00+07:00'), 'hh:mm a')).toBe('12:30 AM')
})

test('a partial date is never filled up', () => {
  expect(formatDate(parseDate('1975'), 'yyyy')).toBe('1975')
  expect(formatDate(parseDate('05/1975'), 'MM/yyyy')).toBe('05/1975')
  const precise = (text: string, pattern: string) => () => formatDate(parseDate(text), pattern)
  expect(precise('1975', 'dd/MM/yyyy')).toThrow('chỉ có đến năm')
  expect(precise('05/1975', 'yyyyMMdd')).toThrow('chỉ có đến tháng')
  expect(precise('05/07/1975', 'yyyyMMddHHmmss')).toThrow('chỉ có đến ngày')
})

for (const [pattern, hint] of [
  ['dd/mm/yyyy', '"MM"'],
  ['yyyy-mm-dd HH:mm', '"MM"'],
  ['dd/mm/yyyy HH:mm', '"MM"'],
  ['dd/MM/yyyy HH:MM', '"mm"'],
  ['dd/MM/yyyy hh:mm', '"HH"'],
  ['DD/MM/YYYY', '"dd"'],
  ['yyyy-MM-dd HH:mm:SS', '"ss"'],
  ['dd/MM/yyyy q', '"q"'],
  ["dd 'tháng", "thiếu dấu '"],
  ['', 'rỗng'],
] as const)
  test(`the pattern "${pattern}" is refused with a hint`, () => {
    expect(() => formatDate(parseDate('2025-07-05T08:00:00+07:00'), pattern)).toThrow(hint)
  })

test('what a pattern writes, the same pattern reads', () => {
  const patterns = [
    'dd/MM/yyyy HH:mm:ss',
    'yyyyMMddHHmmss',
    'yyyy/MM/dd HH:mm:ss',
    'yyyy-MM-ddTHH:mm:ssXXX',
    'dd-MM-yyyy HH:mm:ss',
  ]
  const instant = fc.date({ min: new Date('1900-01-01'), max: new Date('2150-01-01'), noInvalidDate: true })
  fc.assert(
    fc.property(instant, fc.constantFrom(...patterns), (at, pattern) => {
      const canonical = `${new Date(at.getTime()).toISOString().slice(0, 19)}+07:00`
      const written = formatDate(parseDate(canonical), pattern)
      expect(canonicalDate(parseDateAs(written, pattern))).toBe(canonical)
      expect(read(written)).toBe(canonical)
    }),
    { numRuns: 300 },
  )
})

test('any text is read as a date or refused with a date error', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'0123456789/-.: TZ+ab'), maxLength: 25 }), (text) => {
      try {
        expect(read(text)).toMatch(/^\d{4}(-\d\d(-\d\d(T\d\d:\d\d:\d\d\+07:00)?)?)?$/)
      } catch (error) {
        expect(error).toMatchObject({ code: expect.stringMatching(/^domain\.date-/) })
      }
    }),
    { numRuns: 2000 },
  )
})

test('dates in words are as long as the date is known', () => {
  expect(dateInWords(parseDate('1975'))).toBe('năm một nghìn chín trăm bảy mươi lăm')
  expect(dateInWords(parseDate('04/1975'))).toBe('tháng tư năm một nghìn chín trăm bảy mươi lăm')
  expect(dateInWords(parseDate('01/01/2000'))).toBe('ngày một tháng một năm hai nghìn')
})
