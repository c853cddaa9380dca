import { expect, test } from 'vitest'
import { withinOf } from '#shared/calendar/timetable.ts'
import { changedPath } from './changed-path.ts'
import { cronWords, nextTimes, weekdayOf } from './cron-words.ts'
import { helpIn, readInline, readMarkdown } from './markdown.ts'

test('one edit is found at its smallest place', () => {
  const before = { a: 1, rows: [{ id: 'x', when: 'a' }, { id: 'y' }], value: { field: 'A' }, lines: ['a', 'b'] }
  const change = (part: object) => changedPath(before, { ...before, ...part })
  expect(change({ a: 2 })).toEqual({ path: ['a'], value: 2 })
  expect(change({ rows: [{ id: 'x', when: 'ab' }, { id: 'y' }] })).toEqual({ path: ['rows', 0, 'when'], value: 'ab' })
  expect(change({ rows: [{ id: 'x', when: 'a' }] })?.path).toEqual(['rows'])
  expect(change({ rows: [{ id: 'y' }, { id: 'x', when: 'a' }] })?.path).toEqual(['rows'])
  expect(change({ value: { expr: 'A' } })).toEqual({ path: ['value'], value: { expr: 'A' } })
  expect(change({ value: { field: 'B' } })).toEqual({ path: ['value'], value: { field: 'B' } })
  expect(change({ lines: ['a', 'c'] })).toEqual({ path: ['lines'], value: ['a', 'c'] })
  expect(change({ b: 'mới' })).toEqual({ path: ['b'], value: 'mới' })
  expect(changedPath(before, { ...before })).toBeUndefined()
  const { a: _a, ...without } = before
  expect(changedPath(before, without)).toEqual({ path: ['a'], value: undefined })
})

test('timetables are told in words, and others by their next times only', () => {
  expect(cronWords('0 8 * * 1-5')?.vi).toBe('Lúc 08:00, từ thứ Hai đến thứ Sáu')
  expect(cronWords('0 8 * * *')?.vi).toBe('Lúc 08:00, hằng ngày')
  expect(cronWords('*/15 * * * *')?.vi).toBe('Cứ 15 phút một lần')
  expect(cronWords('30 7,13 * * 0')?.en).toBe('At 07:30, 13:30, Sunday')
  expect(cronWords('0 0 1 * *')?.vi).toBe('Lúc 00:00, ngày 1 hằng tháng')
  expect(cronWords('0 8 1 1 *')).toBeUndefined()
  expect(cronWords('bậy')).toBeUndefined()
  const monday = Date.parse('2026-01-05T00:00:00+07:00')
  expect(nextTimes({ cron: '0 8 * * 1-5', within: withinOf({}) }, monday, 2)).toEqual([
    monday + 8 * 3_600_000,
    monday + 32 * 3_600_000,
  ])
  expect(nextTimes({ cron: '99 * * * *', within: withinOf({}) }, monday, 2)).toBeUndefined()
  expect(weekdayOf(monday).vi).toBe('thứ Hai')
})

test('a README is read without ever becoming HTML', () => {
  const blocks = readMarkdown(
    '# Tên\n\nMột **đoạn** <script>alert(1)</script>\ntiếp.\n\n- a\n- b `c`\n\n| X | Y |\n| --- | --- |\n| 1 | a\\|b |\n\n```json\n{}\n```\n',
  )
  expect(blocks.map((it) => it.is)).toEqual(['heading', 'paragraph', 'list', 'table', 'code'])
  expect(blocks[1]).toEqual({
    is: 'paragraph',
    text: [
      { is: 'text', text: 'Một ' },
      { is: 'strong', text: 'đoạn' },
      { is: 'text', text: ' <script>alert(1)</script> tiếp.' },
    ],
  })
  expect(readInline('[x](javascript:alert(1)) [y](https://vi.du)')).toEqual([
    { is: 'text', text: '[x](javascript:alert(1)) ' },
    { is: 'link', text: 'y', to: 'https://vi.du' },
  ])
  expect(readMarkdown('```\nkhông đóng')).toEqual([{ is: 'code', text: 'không đóng' }])
})

test('each language gets its part of a README', () => {
  const page = '# Nút\n\nTiếng Việt.\n\n## English\n\n**Node.** English.\n'
  expect(helpIn(page, 'vi').trim()).toBe('Tiếng Việt.')
  expect(helpIn(page, 'en').trim()).toBe('**Node.** English.')
})
