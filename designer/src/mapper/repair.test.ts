import { expect, test } from 'vitest'
import type { Mapping } from '#shared/mapping/mapping.ts'
import { mappingSchema } from '#shared/mapping/schema.ts'
import { schemaOfSamples } from '#shared/schema/from-sample.ts'
import { fieldsOf } from '../formula/source-tree.ts'
import { likeness } from './likeness.ts'
import { brokenLines, repairLine } from './repair.ts'

const mapping: Mapping = mappingSchema().parse([
  { target: 'ma', value: { field: 'SoHoSo' } },
  { target: 'ten', value: { expr: '$uppercase(ChuHoSo.HoTen) & " (HoTen)"' } },
  {
    target: 'giay',
    each: {
      over: 'GiayTo',
      where: 'Loai = "A"',
      sort: [{ by: 'Ten' }],
      fields: [
        { target: 'ten', value: { field: 'Ten' } },
        { target: 'ma', value: { field: '$parent.SoHoSo' } },
      ],
    },
  },
])
const after = { MaHoSo: '1', NguoiNop: { HoTen: 'A' }, TaiLieu: [{ TenTaiLieu: 'x', Loai: 'A' }], GhiChu: '' }
const fields = fieldsOf(after)
const schema = schemaOfSamples([after])

test('nothing is broken while every field comes, and nothing is claimed where nothing is known', () => {
  const before = { SoHoSo: '', ChuHoSo: { HoTen: '' }, GiayTo: [{ Loai: '', Ten: '' }] }
  expect(brokenLines(mapping, schemaOfSamples([before]), fieldsOf(before))).toEqual([])
  expect(brokenLines(mapping, {}, fieldsOf({ ...before, GiayTo: [], ChuHoSo: '' }))).toEqual([])
  expect(brokenLines(mapping, {}, [])).toEqual([])
})

test('after a change of the schema every lost field is listed with where it may have gone', () => {
  const broken = brokenLines(mapping, schema, fields)
  expect(broken.map((it) => [it.targetName, it.gone, it.candidates[0]?.path, it.candidates[0]?.because])).toEqual([
    ['ma', 'SoHoSo', 'MaHoSo', 'similar'],
    ['ten', 'ChuHoSo.HoTen', 'NguoiNop.HoTen', 'moved'],
    ['giay', 'GiayTo', 'TaiLieu', 'similar'],
    ['giay', 'GiayTo.Loai', 'TaiLieu.Loai', 'moved'],
    ['giay', 'GiayTo.Ten', 'TaiLieu.TenTaiLieu', 'similar'],
    ['giay.ten', 'GiayTo.Ten', 'TaiLieu.TenTaiLieu', 'similar'],
    ['giay.ma', 'SoHoSo', 'MaHoSo', 'similar'],
  ])
  expect(brokenLines(mapping, {}, fields).map((it) => it.gone)).toEqual(broken.map((it) => it.gone))
})

test('lines are repaired one after the other until none is broken, texts in quotes untouched', () => {
  let now = mapping
  for (let left = 10; left > 0; left--) {
    const [line] = brokenLines(now, schema, fields)
    const to = line?.candidates[0]?.path
    if (!line || to === undefined) break
    now = repairLine(now, line, to) ?? now
  }
  expect(now).toEqual([
    { target: 'ma', value: { field: 'MaHoSo' } },
    { target: 'ten', value: { expr: '$uppercase(NguoiNop.HoTen) & " (HoTen)"' } },
    {
      target: 'giay',
      each: {
        over: 'TaiLieu',
        where: 'Loai = "A"',
        sort: [{ by: 'TenTaiLieu' }],
        fields: [
          { target: 'ten', value: { field: 'TenTaiLieu' } },
          { target: 'ma', value: { field: '$parent.MaHoSo' } },
        ],
      },
    },
  ])
})

test('names are alike by writing, by meaning and by spelling', () => {
  const because = (a: string, b: string) => likeness(a, b)?.because
  expect(because('HoTen', 'ho_ten')).toBe('name')
  expect(because('ns1:HoTen', 'Họ tên')).toBe('name')
  for (const [a, b] of [
    ['HoTen', 'ho_va_ten'],
    ['HoTen', 'fullName'],
    ['SoCCCD', 'cccd'],
    ['SoCCCD', 'soDinhDanh'],
    ['NgaySinh', 'dob'],
    ['@maXa', 'wardCode'],
  ] as const)
    expect(because(a, b)).toBe('similar')
  expect(because('NgayNopp', 'NgayNop')).toBe('spelling')
  expect(because('HoTen', 'DiaChi')).toBeUndefined()
  expect(because('', 'a')).toBeUndefined()
})
