import fc from 'fast-check'
import { expect, test } from 'vitest'
import { faultOfStatus } from './http-answer.ts'
import { retryAfterSeconds } from './retry-after.ts'

const NOW = Date.parse('2026-01-05T01:00:00Z')
const asked = (value: string, more: Record<string, string> = {}) =>
  retryAfterSeconds({ 'retry-after': value, ...more }, NOW)

test.each([
  ['120', 120],
  [' 0 ', 0],
  ['999999999', 86_400],
  ['Mon, 05 Jan 2026 01:01:30 GMT', 90],
  ['Monday, 05-Jan-26 01:01:30 GMT', 90],
  ['Sun, 04 Jan 2026 00:00:00 GMT', 0],
  ['Mon, 05 Jan 2099 01:01:30 GMT', 86_400],
  ['-5', undefined],
  ['1.5', undefined],
  ['ngày mai', undefined],
  ['2026', 2026],
  ['', undefined],
])('Retry-After %j asks for %j seconds', (value, seconds) => {
  expect(asked(value)).toBe(seconds)
})

test('a date is compared with the clock of the partner, which may differ from ours', () => {
  expect(asked('Mon, 05 Jan 2026 09:00:30 GMT', { date: 'Mon, 05 Jan 2026 09:00:00 GMT' })).toBe(30)
})

test('whatever stands there gives a wait within bounds or none', () => {
  fc.assert(
    fc.property(fc.string(), (value) => {
      const seconds = asked(value)
      return seconds === undefined || (seconds >= 0 && seconds <= 86_400)
    }),
  )
})

test.each([
  [408, 'transient', 'http.server-error'],
  [425, 'transient', 'http.server-error'],
  [429, 'transient', 'http.too-many'],
  [500, 'transient', 'http.server-error'],
  [503, 'transient', 'http.server-error'],
  [501, 'permanent', 'http.rejected'],
  [505, 'permanent', 'http.rejected'],
  [401, 'auth', 'http.auth'],
  [403, 'auth', 'http.auth'],
  [407, 'auth', 'http.auth'],
  [402, 'quota', 'http.quota'],
  [509, 'quota', 'http.quota'],
  [302, 'permanent', 'http.rejected'],
  [404, 'permanent', 'http.rejected'],
  [409, 'permanent', 'http.rejected'],
])('the status %i is %s', (status, kind, code) => {
  expect(faultOfStatus({ status, headers: {}, text: '' }, 'doi-tac').data).toMatchObject({ class: kind, code })
})
