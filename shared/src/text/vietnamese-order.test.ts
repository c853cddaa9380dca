import fc from 'fast-check'
import { expect, test } from 'vitest'
import { inVietnameseOrder } from './vietnamese-order.ts'

test('names stand as in a Vietnamese dictionary', () => {
  const ordered = [
    '10',
    '2',
    'An',
    'Ánh',
    'Ăn',
    'Ân',
    'Danh',
    'Dũng',
    'Đạt',
    'Em',
    'Êm',
    'Hoa',
    'Hoà',
    'Hỏa',
    'Hoá',
    'Uyên',
    'Ưng',
  ]
  for (let shift = 0; shift < ordered.length; shift++) {
    const mixed = [...ordered.slice(shift), ...ordered.slice(0, shift)].reverse()
    expect([...mixed].sort(inVietnameseOrder)).toEqual(ordered)
  }
})

test('composed and decomposed writing of a name stand together', () => {
  expect(inVietnameseOrder('Hòa', 'Hoá')).toBeLessThan(0)
  expect(inVietnameseOrder('Hoà'.normalize('NFD'), 'Hỏa')).toBeLessThan(0)
})

test('any texts have one order', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 6 })
  fc.assert(
    fc.property(text, text, text, (a, b, c) => {
      expect(Math.sign(inVietnameseOrder(a, b)) + Math.sign(inVietnameseOrder(b, a))).toBe(0)
      expect(inVietnameseOrder(a, a)).toBe(0)
      if (inVietnameseOrder(a, b) <= 0 && inVietnameseOrder(b, c) <= 0)
        expect(inVietnameseOrder(a, c)).toBeLessThanOrEqual(0)
    }),
  )
})
