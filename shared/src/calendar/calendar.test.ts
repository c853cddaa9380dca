import { expect, test } from 'vitest'
import { type CalendarData, calendarSchema, defaultCalendar, defaultCalendarData, openCalendar } from './calendar.ts'
import { dayFromIso, weekdayOf } from './days.ts'
import { legalDays } from './legal-days.ts'
import { isWorkingDay } from './working-time.ts'

const day = (iso: string): number => dayFromIso(iso) ?? Number.NaN
const weekdays = (at: number): boolean => weekdayOf(at) < 5

test('a year has the eleven days of the labour code and those made up for weekends', () => {
  expect(legalDays(2026, weekdays)).toEqual(
    [
      { date: '2026-01-01', kind: 'off', name: 'Tết Dương lịch' },
      ...['16', '17', '18', '19', '20'].map((at) => ({ date: `2026-02-${at}`, kind: 'off', name: 'Tết Nguyên đán' })),
      { date: '2026-04-26', kind: 'off', name: 'Giỗ Tổ Hùng Vương' },
      { date: '2026-04-27', kind: 'off', name: 'Nghỉ bù Giỗ Tổ Hùng Vương' },
      { date: '2026-04-30', kind: 'off', name: 'Ngày Chiến thắng 30/4' },
      { date: '2026-05-01', kind: 'off', name: 'Ngày Quốc tế lao động' },
      { date: '2026-09-01', kind: 'off', name: 'Quốc khánh' },
      { date: '2026-09-02', kind: 'off', name: 'Quốc khánh' },
    ].sort((a, b) => (a.date < b.date ? -1 : 1)),
  )
})

test('a year that nobody has confirmed follows the law, a confirmed one only its own list', () => {
  expect(isWorkingDay(defaultCalendar, day('2026-02-17'))).toBe(false)
  const confirmed = openCalendar({ ...defaultCalendarData, years: { '2026': [] } })
  expect(isWorkingDay(confirmed, day('2026-02-17'))).toBe(true)
  expect(isWorkingDay(confirmed, day('2027-02-08'))).toBe(false)
})

test('a made-up Saturday has the hours of an ordinary day, a holiday none', () => {
  const data: CalendarData = {
    ...defaultCalendarData,
    years: {
      '2026': [
        { date: '2026-01-10', kind: 'work', name: 'Làm bù' },
        { date: '2026-01-02', kind: 'off', name: 'Hoán đổi' },
      ],
    },
  }
  const calendar = openCalendar(data)
  expect(calendar.stretches(day('2026-01-10'))).toEqual([
    [450, 690],
    [810, 1020],
  ])
  expect(calendar.stretches(day('2026-01-02'))).toEqual([])
  expect(calendar.stretches(day('2026-01-03'))).toEqual([])
  expect(calendar.stretches(day('2026-01-05'))).toHaveLength(2)
})

test.each([
  ['no working time at all', { week: [[], [], [], [], [], [], []] }],
  ['six weekdays', { week: defaultCalendarData.week.slice(1) }],
  ['a stretch that ends before it begins', { week: [[{ from: '13:00', to: '07:00' }], [], [], [], [], [], []] }],
  [
    'stretches that overlap',
    {
      week: [
        [
          { from: '07:00', to: '12:00' },
          { from: '11:00', to: '17:00' },
        ],
        [],
        [],
        [],
        [],
        [],
        [],
      ],
    },
  ],
  ['a day that does not exist', { years: { '2026': [{ date: '2026-02-30', kind: 'off', name: '' }] } }],
  ['a day of another year', { years: { '2026': [{ date: '2025-02-03', kind: 'off', name: '' }] } }],
  [
    'a day twice',
    {
      years: {
        '2026': [
          { date: '2026-02-03', kind: 'off', name: '' },
          { date: '2026-02-03', kind: 'work', name: '' },
        ],
      },
    },
  ],
])('refuses %s', (_, change) => {
  expect(calendarSchema.safeParse(defaultCalendarData).success).toBe(true)
  expect(calendarSchema.safeParse({ ...defaultCalendarData, ...change }).success).toBe(false)
})

test.each([
  [2021, '2021-09-02', '2021-09-03'],
  [2022, '2022-09-01', '2022-09-02'],
  [2023, '2023-09-01', '2023-09-02', '2023-09-04'],
  [2024, '2024-09-02', '2024-09-03'],
  [2025, '2025-09-01', '2025-09-02'],
  [2026, '2026-09-01', '2026-09-02'],
])('National Day of %i is off as it was announced', (year, ...dates) => {
  const september = legalDays(year, weekdays).filter(({ date }) => date.slice(5, 7) === '09')
  expect(september.map(({ date }) => date)).toEqual(dates)
})
