import { expect, test } from 'vitest'
import { applySuggestion, completionAt, vocabularyOf } from './completion.ts'
import { functionsOf } from './functions.ts'
import { EMPTY_SCOPE, type MessageScope } from './message-scope.ts'
import { fieldsOf, flatFields } from './source-tree.ts'
import { asLiteral, convertMode, isFieldPath, readValue, storedValue } from './value-modes.ts'

const scope: MessageScope = {
  origin: 'sample',
  message: {
    body: {
      MaHoSo: '001',
      ChuHoSo: { HoTen: 'Nguyễn Văn Bình' },
      GiayTo: [{ Ten: 'Đơn' }, { Ten: 'CCCD', So: 2 }],
      'ngày sinh': '01/02/1990',
    },
    headers: { 'x-don-vi': 'H22' },
    keys: { maHoSo: '001' },
  },
  steps: { gui: { MaLoi: '0' } },
}
const functions = functionsOf({
  functions: [
    { name: 'chuanHoa', alias: 'normalise', parameters: ['chu'], help: { vi: 'Chuẩn hoá chữ', en: 'Normalises' } },
  ],
})
const words = vocabularyOf(scope, functions)
const labels = (text: string, caret = text.length) =>
  completionAt(text, caret, words)?.items.map((it) => it.label) ?? []

test('fields of lists are those of all first items, and odd names are quoted', () => {
  const paths = flatFields(fieldsOf(scope.message.body)).map((it) => it.path)
  expect(paths).toEqual(['MaHoSo', 'ChuHoSo', 'ChuHoSo.HoTen', 'GiayTo', 'GiayTo.Ten', 'GiayTo.So', '`ngày sinh`'])
})

test('completion finds fields without accents and case, and functions by both names', () => {
  expect(labels('hoten')).toContain('ChuHoSo.HoTen')
  expect(labels('ngay')).toEqual(['`ngày sinh`'])
  expect(labels('$chuan')).toEqual(['$chuanHoa(chu)'])
  expect(labels('$norm')).toEqual(['$normalise(chu)'])
  expect(labels('$steps.gui.ma')).toEqual(['$steps.gui.MaLoi'])
  expect(labels('$headers.')).toEqual(['$headers.`x-don-vi`'])
})

test('completion keeps still inside quotes, after numbers and when nothing was asked', () => {
  expect(labels('"hoten')).toEqual([])
  expect(labels("x = 'ma")).toEqual([])
  expect(labels('MaHoSo = 12')).toEqual([])
  expect(completionAt('', 0, words)).toBeUndefined()
  expect(completionAt('', 0, words, { asked: true })?.items.length).toBeGreaterThan(10)
})

test('a suggestion replaces the word before the caret only', () => {
  const text = '$uppercase(hot) & "x"'
  const found = completionAt(text, 14, words)
  expect(found && applySuggestion(text, found, 'ChuHoSo.HoTen')).toEqual({
    text: '$uppercase(ChuHoSo.HoTen) & "x"',
    caret: 24,
  })
})

test('an empty scope still offers headers, keys and functions', () => {
  const items = completionAt('$', 1, vocabularyOf(EMPTY_SCOPE, functions), { asked: true })?.items ?? []
  expect(items.map((it) => it.insert)).toEqual(expect.arrayContaining(['$headers', '$chuanHoa(', '$sum(']))
})

test('values convert without a question only when they mean the same', () => {
  const to = (stored: unknown, mode: 'literal' | 'field' | 'expr') => {
    const { value, lossless } = convertMode(readValue(stored), mode)
    return [storedValue(value), lossless]
  }
  expect(to('00123', 'expr')).toEqual([{ expr: '"00123"' }, true])
  expect(to(5, 'expr')).toEqual([{ expr: '5' }, true])
  expect(to({ field: 'ChuHoSo.HoTen' }, 'expr')).toEqual([{ expr: 'ChuHoSo.HoTen' }, true])
  expect(to({ expr: 'GiayTo[0].Ten' }, 'field')).toEqual([{ field: 'GiayTo[0].Ten' }, true])
  expect(to({ expr: '"00123"' }, 'literal')).toEqual(['00123', true])
  expect(to({ expr: '$sum(a)' }, 'field')).toEqual([undefined, false])
  expect(to({ expr: 'a + 1' }, 'literal')).toEqual([undefined, false])
  expect(to({ field: 'a' }, 'literal')).toEqual([undefined, false])
  expect(to('abc', 'field')).toEqual([undefined, false])
  expect(to('', 'field')).toEqual([undefined, true])
  expect(to(undefined, 'field')).toEqual([undefined, true])
})

test('lines of a file read as one text', () => {
  expect(readValue({ expr: ['a +', 'b'] })).toEqual({ mode: 'expr', value: 'a +\nb' })
  expect(readValue(['dòng 1', 'dòng 2'])).toEqual({ mode: 'literal', value: 'dòng 1\ndòng 2' })
})

test('only plain paths count as fields', () => {
  for (const path of [
    'a',
    'a.b',
    '$headers.`x-y`',
    '`tên có dấu cách`.b',
    'a[0].b',
    '$keys.maHoSo',
    '$.a',
    '$steps.gui.x',
  ])
    expect([path, isFieldPath(path)]).toEqual([path, true])
  for (const text of ['a + b', '$sum(a)', 'a[x=1]', '"a"', '1', 'true', '', 'a.', '$uppercase', 'a-b', '*'])
    expect([text, isFieldPath(text)]).toEqual([text, false])
})

test('codes keep their zeros when the kind of a literal changes', () => {
  expect(asLiteral('00123', 'text')).toBe('00123')
  expect(asLiteral('12', 'number')).toBe(12)
  expect(asLiteral('true', 'boolean')).toBe(true)
  expect(asLiteral(5, 'text')).toBe('5')
})
