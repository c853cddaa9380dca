import { expect, test } from 'vitest'
import { convertCode } from './convert-code.ts'
import { oldProvinces } from './provinces.ts'
import { foldUnitName } from './unit-name.ts'

test('the old list has 63 provinces, which make 34 new ones that keep the code of one of theirs', () => {
  expect(new Set(oldProvinces.map((it) => it.code)).size).toBe(63)
  const fresh = new Set(oldProvinces.map((it) => it.since2025))
  expect(fresh.size).toBe(34)
  for (const code of fresh) expect(oldProvinces.some((it) => it.code === code && it.since2025 === code)).toBe(true)
})

const row = (maMoi: unknown, more: Readonly<Record<string, unknown>> = {}) => ({
  code: '00697',
  name: 'Phường Minh Khai',
  extra: { maMoi, ...more },
})

test('one new code is exact, or merged where the table says so', () => {
  expect(convertCode('00697', row('00691', { tenMoi: 'Phường Hà Giang 2' }))).toMatchObject({
    ketQua: 'exact',
    ma: '00691',
    ten: 'Phường Hà Giang 2',
  })
  expect(convertCode('00697', row('00691', { quanHe: 'gop' }))).toMatchObject({ ketQua: 'merged', ma: '00691' })
})

test('several new codes are a choice for a person: no code is taken by itself', () => {
  const split = convertCode('00697', row('00691; 00694', { tenMoi: 'A;B' }))
  expect(split).toMatchObject({
    ketQua: 'split',
    luaChon: [
      { ma: '00691', ten: 'A' },
      { ma: '00694', ten: 'B' },
    ],
  })
  expect(split).not.toHaveProperty('ma')
  expect(convertCode('00697', row(['00691', '00694']))).toMatchObject({ ketQua: 'split' })
})

test('a code whose name in the table is another one is unknown, because numbers were used again', () => {
  expect(convertCode('00697', row('00691'), 'P. Minh Khai')).toMatchObject({ ketQua: 'exact' })
  expect(convertCode('00697', row('00691'), 'MINH KHAI')).toMatchObject({ ketQua: 'exact' })
  const other = convertCode('00697', row('00691'), 'Phường Nguyễn Trãi')
  expect(other).toMatchObject({ ketQua: 'unknown', tenCu: 'Phường Minh Khai', luaChon: [] })
  expect(other).not.toHaveProperty('ma')
})

test('no row is unknown, and a row without new codes is a fault of the table', () => {
  expect(convertCode('99999', undefined)).toMatchObject({ ketQua: 'unknown', maCu: '99999' })
  for (const cell of [undefined, '', ' ; ', 691, null]) expect(convertCode('00697', row(cell))).toBeUndefined()
})

for (const [a, b, same] of [
  ['Xã Hoà Bình', 'HÒA BÌNH', true],
  ['Thành phố Hồ Chí Minh', 'TP. Ho Chi Minh', true],
  ['Quận 1', 'Phường 1', false],
  ['Thị trấn Đồng Văn', 'Đồng Văn', true],
  ['Xã Tân An', 'Xã Tân Ân', true],
  ['Xã Tân An', 'Xã Tân Anh', false],
] as const)
  test(`"${a}" and "${b}" are ${same ? 'the same name' : 'two names'}`, () => {
    expect(foldUnitName(a) === foldUnitName(b)).toBe(same)
  })
