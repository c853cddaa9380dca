import { expect, test } from 'vitest'
import { fillText } from './text.ts'

const text = { vi: 'Gửi {n} tới {to}', en: '{to} gets {n}' }

test('parameters fill both languages, a word in each its own', () => {
  expect(fillText(text, { n: 0, to: { vi: 'đối tác', en: 'the partner' } })).toEqual({
    vi: 'Gửi 0 tới đối tác',
    en: 'the partner gets 0',
  })
})

test('unknown names stay, also those that every object has, and what is filled in is not filled again', () => {
  expect(fillText({ vi: '{constructor} {toString} {a}', en: '{x}' }, { x: '{x}', a: '$& $1 {x}' })).toEqual({
    vi: '{constructor} {toString} $& $1 {x}',
    en: '{x}',
  })
})
