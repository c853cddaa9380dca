import { expect, test } from 'vitest'
import { asKind, numberIn, valueAt, withChild, withName, withoutValue, withValue } from './json-edit.ts'

const body = { MaHoSo: '00123', ChuHoSo: { HoTen: 'An', Tuoi: 30 }, GiayTo: [{ Ma: '01', So: 2 }] }

test('a value is changed in its place; the fields keep their order and the old body stays as it was', () => {
  const after = withValue(body, ['GiayTo', 0, 'Ma'], '02')
  expect(JSON.stringify(after)).toBe(
    '{"MaHoSo":"00123","ChuHoSo":{"HoTen":"An","Tuoi":30},"GiayTo":[{"Ma":"02","So":2}]}',
  )
  expect(body.GiayTo[0]?.Ma).toBe('01')
  expect(withValue(body, [], 5)).toBe(5)
})

test('a field is renamed where it stands, never onto another one', () => {
  expect(Object.keys(withName(body, ['MaHoSo'], 'ma') as object)).toEqual(['ma', 'ChuHoSo', 'GiayTo'])
  expect(withName(body, ['MaHoSo'], 'ChuHoSo')).toEqual(body)
  expect(withName(body, ['MaHoSo'], '')).toEqual(body)
})

test('a field or an item is taken away, and what is not there changes nothing', () => {
  expect(withoutValue(body, ['ChuHoSo', 'Tuoi'])).toMatchObject({ ChuHoSo: { HoTen: 'An' } })
  expect(withoutValue(body, ['GiayTo', 0])).toMatchObject({ GiayTo: [] })
  expect(withoutValue(body, ['khong', 'co'])).toEqual(body)
})

test('a new item looks like the last one without its values, a new field gets a free name', () => {
  const item = withChild(body, ['GiayTo'], 'truong')
  expect([valueAt(item.root, item.at), item.at]).toEqual([{ Ma: '', So: 0 }, ['GiayTo', 1]])
  const again = withChild(withChild(body, [], 'truong').root, [], 'truong')
  expect(again.at).toEqual(['truong2'])
})

test('a code stays text unless somebody says number, and no digit is lost on the way', () => {
  expect(asKind('00123', 'text')).toBe('00123')
  expect(asKind('00123', 'number')).toBe(123)
  expect(asKind(123, 'text')).toBe('123')
  expect(asKind({ a: 1 }, 'array')).toEqual([1])
  expect(numberIn('12345678901234567890')).toBeUndefined()
  expect([numberIn('1.5'), numberIn('1,5'), numberIn('')]).toEqual([1.5, undefined, undefined])
})
