import iconv from 'iconv-lite'
import { expect, test } from 'vitest'
import { fromTcvn3, isTcvn3 } from './tcvn3.ts'
import { foldText, nameSimilarity, normaliseText, removeAccents, splitName, truncateText } from './text.ts'

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

test('the TCVN3 table agrees with the one of iconv-lite for every letter that it has', () => {
  for (let code = 0xa1; code <= 0xfe; code++) {
    const unit = String.fromCharCode(code)
    const ours = fromTcvn3(unit)
    if (ours === unit) continue
    expect(ours, code.toString(16)).toBe(iconv.decode(Buffer.from([code]), 'tcvn').normalize('NFC'))
  }
  const letters = new Set(Array.from({ length: 0x5e }, (_, i) => fromTcvn3(String.fromCharCode(0xa1 + i))))
  for (const letter of 'ăâđêôơưàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵĂÂÊÔƠƯĐ')
    expect(letters.has(letter), letter).toBe(true)
})

test('a TCVN3 word in plain capitals becomes capitals, other words keep small letters', () => {
  expect(fromTcvn3('NGUYÔN V¡N An')).toBe('NGUYỄN VĂN An')
  expect(fromTcvn3('Hµ NéI')).toBe('Hà NỘI')
  expect(fromTcvn3('§­êng Lª Lîi')).toBe('Đường Lê Lợi')
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
    expect(isTcvn3(text)).toBe(expected)
  })
