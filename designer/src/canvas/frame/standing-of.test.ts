import { expect, test } from 'vitest'
import { standingOf } from './standing-of.ts'

test('the state tells edits and whether somebody has published since', () => {
  expect(standingOf({ version: 'a' }, 'a')).toBe('latest')
  expect(standingOf({ version: 'a', base: 'a', draftBy: 'lan' }, 'a')).toBe('edited')
  expect(standingOf({ version: 'a' }, 'b')).toBe('stale')
  expect(standingOf({ version: 'b', base: 'a', draftBy: 'lan' }, 'b')).toBe('edited-stale')
  expect(standingOf({ draftBy: 'lan' }, undefined)).toBeUndefined()
})
