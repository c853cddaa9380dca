import { expect, test } from 'vitest'
import { foldText, matchesText } from './fold-text.ts'

test('marks, tones, đ and case do not matter', () => {
  expect(foldText('  Đồng bộ   HỒ SƠ ')).toBe('dong bo ho so')
  expect(foldText('Đồng bộ'.normalize('NFD'))).toBe('dong bo')
})

test('words are found in any order and without spaces', () => {
  expect(matchesText('hoso', ['Đồng bộ hồ sơ lên Cổng DVCQG'])).toBe(true)
  expect(matchesText('cong dong', ['Đồng bộ hồ sơ lên Cổng DVCQG'])).toBe(true)
  expect(matchesText('thue', ['Đồng bộ hồ sơ', undefined])).toBe(false)
  expect(matchesText('  ', ['x'])).toBe(true)
})
