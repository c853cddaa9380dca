import { expect, test } from 'vitest'
import { differenceAt, diffJson } from './json-diff.ts'
import { jsonRows, LONGEST_LEAF, openDepth } from './json-rows.ts'

const body = {
  MaHoSo: '000.00.12.H01-240101-0001',
  ChuHoSo: { HoTen: 'Nguyễn Thị An', 'so dien thoai': '0900000000' },
  GiayTo: [{ Ma: '01' }, { Ma: '02' }],
  GhiChu: null,
}

test('an open tree lists every field in order with a path that the expression language reads', () => {
  const rows = jsonRows(body, () => true)
  expect(rows.map(({ path }) => path)).toEqual([
    '',
    'MaHoSo',
    'ChuHoSo',
    'ChuHoSo.HoTen',
    'ChuHoSo.`so dien thoai`',
    'GiayTo',
    'GiayTo[0]',
    'GiayTo[0].Ma',
    'GiayTo[1]',
    'GiayTo[1].Ma',
    'GhiChu',
  ])
})

test('a leading zero stays and long texts are cut on screen only', () => {
  expect(jsonRows({ a: '00123' }, () => true)[1]).toMatchObject({ kind: 'text', shown: '00123' })
  expect(jsonRows('x'.repeat(LONGEST_LEAF + 5), () => true)[0]?.shown).toHaveLength(LONGEST_LEAF + 1)
})

test('what is closed costs one line', () => {
  const rows = jsonRows(body, (path) => path === '')
  expect(rows.map(({ name, size }) => [name, size])).toEqual([
    ['', 4],
    ['MaHoSo', 0],
    ['ChuHoSo', 2],
    ['GiayTo', 2],
    ['GhiChu', 0],
  ])
})

test('as many levels open by themselves as fit the wanted number of lines', () => {
  expect(openDepth(body, 100)).toBeGreaterThanOrEqual(3)
  expect(
    openDepth(
      Array.from({ length: 500 }, (_, at) => ({ at })),
      100,
    ),
  ).toBe(0)
})

test('differences name added, changed and removed places', () => {
  const diff = diffJson(body, { ...body, MaHoSo: 'X', ChuHoSo: { HoTen: 'Nguyễn Thị An' }, TrangThai: { Ma: '1' } })
  expect([...diff.at]).toEqual([
    ['MaHoSo', 'changed'],
    ['ChuHoSo.`so dien thoai`', 'removed'],
    ['TrangThai', 'added'],
  ])
  expect(differenceAt(diff, 'TrangThai.Ma')).toBe('added')
  expect(differenceAt(diff, 'ChuHoSo.HoTen')).toBeUndefined()
})

test('a body that changed its kind is changed as a whole', () => {
  expect([...diffJson('<a/>', { a: '' }).at]).toEqual([['', 'changed']])
  expect(diffJson(body, structuredClone(body)).at.size).toBe(0)
})

test('comparing stops at the limit and says so', () => {
  const large = Array.from({ length: 1000 }, (_, at) => at)
  expect(diffJson(large, large, 100).cut).toBe(true)
  expect(diffJson(large, large).cut).toBe(false)
})
