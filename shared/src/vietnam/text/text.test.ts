import { expect, test } from 'vitest'
import { toUnicode } from '../encodings/convert.ts'
import { detectEncoding } from '../encodings/detect.ts'
import { nameSimilarity } from '../names/similarity.ts'
import { splitName } from '../names/split.ts'
import { foldText, normaliseText, removeAccents } from './normalise.ts'
import { truncateText } from './truncate.ts'

test('normalising composes letters, drops hidden characters and collapses white space', () => {
  expect(normaliseText('\ufeffHo\u0300a\u00a0\u2003 Bi\u0300nh\r\n\t')).toBe('Hòa Bình')
  expect(normaliseText('a\u200db\u00adc')).toBe('abc')
})

test('accents go from every Vietnamese letter, in both cases and composed or not', () => {
  expect(removeAccents('ĂÂĐÊÔƠƯ ăâđêôơư ẫ ộ ữ ỵ')).toBe('AADEOOU aadeoou a o u y')
  expect(removeAccents('Đặng'.normalize('NFD'))).toBe('Dang')
  expect(foldText('  ĐẶNG  thị Ớt ')).toBe('dang thi ot')
})

test('likeness of names runs from 0 to 1 and does not mind accents', () => {
  expect(nameSimilarity('Phạm Văn Đồng', 'PHAM VAN DONG')).toBe(1)
  expect(nameSimilarity('An', 'Bình')).toBeLessThan(0.5)
  expect(nameSimilarity('', '')).toBe(1)
  expect(nameSimilarity('', 'a')).toBe(0)
  expect(() => nameSimilarity('a'.repeat(301), 'b')).toThrow(expect.objectContaining({ code: 'expression.too-large' }))
})

test('a name of one or two words has no middle name', () => {
  expect(splitName('  Tuấn ')).toEqual({ ho: '', chuDem: '', ten: 'Tuấn' })
  expect(splitName('Lý  Thông')).toEqual({ ho: 'Lý', chuDem: '', ten: 'Thông' })
})

test('cutting counts characters, not UTF-16 halves, and refuses a negative length', () => {
  expect(truncateText('😀😀😀', 2)).toBe('😀😀')
  expect(truncateText('abc', 0)).toBe('')
  expect(() => truncateText('abc', -1)).toThrow(expect.objectContaining({ code: 'domain.length' }))
  expect(() => truncateText('abc', 1.5)).toThrow(expect.objectContaining({ code: 'domain.length' }))
})

test('a TCVN3 word in plain capitals becomes capitals, other words keep small letters', () => {
  expect(toUnicode('NGUYÔN V¡N An', 'tcvn3')).toBe('NGUYỄN VĂN An')
  expect(toUnicode('Hµ NéI', 'tcvn3')).toBe('Hà NỘI')
  expect(toUnicode('§­êng Lª Lîi', 'tcvn3')).toBe('Đường Lê Lợi')
})

for (const [text, expected] of [
  ['Céng hoµ x· héi', true],
  ['TØnh Qu¶ng TrÞ', true],
  ['Cộng hoà xã hội', false],
  ['Ho ten khong dau', false],
  ['Đã có dấu và thêm §', false],
  ['© 2025 Müller & Söhne', false],
  ['Café', false],
  ['§ 12', false],
  ['', false],
] as const)
  test(`"${text}" is ${expected ? '' : 'not '}taken for TCVN3`, () => {
    expect(detectEncoding(text).encoding === 'tcvn3').toBe(expected)
  })
