import { expect, test } from 'vitest'
import type { Mapping } from '#shared/mapping/mapping.ts'
import { mappingSchema } from '#shared/mapping/schema.ts'
import { schemaOfSamples } from '#shared/schema/from-sample.ts'
import { fieldsOf } from '../formula/source-tree.ts'
import { applyMatches, proposeMatches } from './auto-match.ts'
import { dropSource } from './drop-source.ts'
import { mergeTargets, targetsFrom } from './from-sample.ts'
import {
  addItem,
  chainTo,
  duplicateItem,
  finished,
  itemAt,
  kindOf,
  moveItem,
  placeAfterRemoval,
  placeOfProblem,
  placeOfTarget,
  removeItem,
  targetsTo,
  turnInto,
  unfinishedCount,
  withItem,
} from './mapping-edits.ts'
import { mappingOfText, textOfMapping } from './mapping-text.ts'
import { readMapping } from './read-mapping.ts'
import { absolutePath, relativePath, wiresOfMapping } from './source-paths.ts'

const mapping: Mapping = [
  { target: 'MaHoSo', value: { field: 'SoBienNhan' } },
  { target: 'ChuHoSo', fields: [{ target: 'HoTen', value: { expr: '$uppercase(CongDan.HoTen)' } }] },
  {
    target: 'GiayTo',
    each: {
      over: 'DanhSach',
      fields: [
        { target: 'Ten', value: { field: 'Ten' } },
        { target: 'Cha', value: { field: '$parent.SoBienNhan' } },
      ],
    },
  },
]
const source = {
  SoBienNhan: '1',
  CongDan: { HoTen: 'Nguyễn Văn Bình', 'Ngày sinh': '01/02/1990' },
  DanhSach: [{ Ten: 'Đơn' }],
}

test('items are added behind or into the selected one, with a free name', () => {
  expect(addItem(mapping, [0], { target: 'MaHoSo' }).path).toEqual([1])
  const inside = addItem(mapping, [1], { target: 'HoTen' })
  expect(inside.path).toEqual([1, 1])
  expect(itemAt(inside.mapping, inside.path)?.target).toBe('HoTen2')
  const last = addItem(mapping, undefined, { target: 'X' })
  expect([last.path, last.mapping.length]).toEqual([[3], 4])
  expect(addItem(mapping, [2, 0], { target: 'Y' }).path).toEqual([2, 1])
})

test('no edit touches anything but its place', () => {
  const changed = withItem(mapping, [2, 0], { target: 'Ten', value: 'x' })
  expect(changed[0]).toBe(mapping[0])
  expect(itemAt(changed, [2, 0])?.value).toBe('x')
  expect(itemAt(mapping, [2, 0])?.value).toEqual({ field: 'Ten' })
  expect(removeItem(mapping, [2, 0])[2]?.each?.fields?.length).toBe(1)
  expect(moveItem(mapping, [0], 1)).toMatchObject({ path: [1] })
  expect(moveItem(mapping, [0], -1).mapping).toBe(mapping)
  expect(moveItem(mapping, [2], 1).mapping).toBe(mapping)
  const copied = duplicateItem(mapping, [1])
  expect(copied.mapping.map((it) => it.target)).toEqual(['MaHoSo', 'ChuHoSo', 'ChuHoSo2', 'GiayTo'])
})

test('changing the kind keeps what the new kind can hold', () => {
  const [leaf, group, list] = mapping
  if (!leaf || !group || !list) throw new Error('three items')
  expect(turnInto(leaf, 'list')).toEqual({ target: 'MaHoSo', each: { over: 'SoBienNhan', fields: [] } })
  expect(turnInto(list, 'group').fields).toBe(list.each?.fields)
  expect(turnInto(list, 'leaf')).toEqual({ target: 'GiayTo', value: { field: 'DanhSach' } })
  expect(kindOf(turnInto(leaf, 'values'))).toBe('values')
  expect(turnInto(turnInto(group, 'list'), 'group')).toEqual(group)
})

test('only what can be computed is previewed', () => {
  const half: Mapping = [
    { target: 'a' },
    { target: '', value: 'x' },
    { target: 'b', each: { over: '', fields: [] } },
    { target: 'c', fields: [{ target: 'd' }, { target: 'e', value: '' }] },
  ]
  expect(unfinishedCount(half)).toBe(3)
  expect(unfinishedCount(mapping)).toBe(0)
  expect(finished(half)).toEqual([{ target: 'c', fields: [{ target: 'e', value: '' }] }])
  expect(finished(mapping)).toEqual(mapping)
  expect(mappingSchema().safeParse(finished(half)).success).toBe(true)
})

test('places, names and loops of an item are found', () => {
  expect(targetsTo(mapping, [2, 0])).toEqual(['GiayTo', 'Ten'])
  expect(chainTo(mapping, [2, 0])).toEqual([{ over: 'DanhSach' }])
  expect(chainTo(mapping, [2])).toEqual([])
  expect(placeOfTarget(mapping, 'GiayTo[0].Ten')).toEqual([2, 0])
  expect(placeOfTarget(mapping, 'GiayTo[3].Khac')).toEqual([2])
  expect(placeOfTarget([{ target: 'a.b', value: 1 }], 'a.b')).toEqual([0])
  expect(placeOfTarget(mapping, 'khong')).toBeUndefined()
  expect(placeOfProblem('2.each.fields.0.value')).toEqual([2, 0])
  expect(placeOfProblem('1.fields.0')).toEqual([1, 0])
})

const turn = (over: string) => ({ over })

test('paths are written from the item, from the message around it, and back', () => {
  expect(relativePath('DanhSach.Ten', [turn('DanhSach')])).toBe('Ten')
  expect(relativePath('SoBienNhan', [turn('DanhSach')])).toBe('$parent.SoBienNhan')
  expect(relativePath('DanhSach', [turn('DanhSach')])).toBe('$')
  expect(relativePath('A.x', [turn('A'), turn('B')])).toBe('$outer.x')
  expect(relativePath('A.B.y', [turn('A'), turn('B')])).toBe('y')
  expect(relativePath('$headers.x', [turn('A')])).toBe('$headers.x')
  for (const path of ['DanhSach.Ten', 'SoBienNhan', 'A.x', 'A.B.y', '$keys.ma'])
    for (const chain of [[], [turn('DanhSach')], [turn('A'), turn('B')]])
      expect(absolutePath(relativePath(path, chain), chain)).toBe(path)
})

test('the items of a group are those of the list that was grouped', () => {
  const grouped = { over: 'DanhSach', groupBy: 'Loai' }
  expect(absolutePath('$group.Ten', [grouped])).toBe('DanhSach.Ten')
  expect(absolutePath('Ten', [grouped, turn('$group')])).toBe('DanhSach.Ten')
  expect(absolutePath('$group', [turn('DanhSach')])).toBeUndefined()
  expect(relativePath('DanhSach.Ten', [grouped, turn('$group')])).toBe('Ten')
  const around: Mapping = [{ target: 'nhom', each: { ...grouped, fields: [] } }]
  expect(dropSource(around, [0], { path: 'DanhSach', kind: 'list', name: 'DanhSach' }).mapping).toEqual([
    { target: 'nhom', each: { ...grouped, fields: [{ target: 'DanhSach', each: { over: '$group', fields: [] } }] } },
  ])
})

test('filter, groups and order stay through edits, and half-typed ones are not computed', () => {
  const each = { over: 'DanhSach', where: 'Ten != ""', groupBy: 'Loai', sort: [{ by: 'Ten', order: 'desc' as const }] }
  const one: Mapping = [{ target: 'a', each: { ...each, fields: [{ target: 'b', value: 'x' }] } }]
  expect(readMapping(one)).toEqual(one)
  expect(addItem(one, [0], { target: 'c' }).mapping[0]?.each).toMatchObject(each)
  const [item] = one
  if (!item) throw new Error('one item')
  expect(turnInto(turnInto(item, 'values'), 'list').each).toEqual({ ...each, fields: [] })
  const half = [{ target: 'a', each: { over: 'x', where: '', groupBy: ' ', sort: [{ by: '' }], fields: [] } }]
  expect(finished(half)).toEqual([{ target: 'a', each: { over: 'x', fields: [] } }])
})

test('lines are drawn for copies, loops and the known parts of formulas', () => {
  const known = new Set(['SoBienNhan', 'CongDan.HoTen', 'DanhSach', 'DanhSach.Ten'])
  expect(wiresOfMapping(mapping, known)).toEqual([
    { source: 'SoBienNhan', target: [0], kind: 'copy' },
    { source: 'CongDan.HoTen', target: [1, 0], kind: 'formula' },
    { source: 'DanhSach', target: [2], kind: 'loop' },
    { source: 'DanhSach.Ten', target: [2, 0], kind: 'copy' },
    { source: 'SoBienNhan', target: [2, 1], kind: 'copy' },
  ])
  expect(wiresOfMapping([{ target: 'x', value: { expr: '"SoBienNhan" & khac' } }], known)).toEqual([])
})

test('auto-match ignores accents, knows office words, and never touches filled fields', () => {
  const empty: Mapping = [
    { target: 'maHoSo' },
    { target: 'nguoiNop', fields: [{ target: 'ho_ten' }, { target: 'ngaySinh' }] },
    { target: 'giayTo', each: { over: '', fields: [{ target: 'TEN' }] } },
    { target: 'danhSach', each: { over: '', fields: [{ target: 'ten' }] } },
    { target: 'daCo', value: 'x' },
    { target: 'khongCo' },
  ]
  const found = proposeMatches(empty, fieldsOf(source))
  expect(found.map((it) => [it.targetName, it.source, it.kind, it.because])).toEqual([
    ['maHoSo', 'SoBienNhan', 'field', 'similar'],
    ['nguoiNop.ho_ten', 'CongDan.HoTen', 'field', 'name'],
    ['nguoiNop.ngaySinh', 'CongDan.`Ngày sinh`', 'field', 'name'],
    ['danhSach', 'DanhSach', 'loop', 'name'],
    ['danhSach.ten', 'Ten', 'field', 'name'],
  ])
  const applied = applyMatches(empty, found)
  expect(itemAt(applied, [3, 0])?.value).toEqual({ field: 'Ten' })
  expect(applied[3]?.each?.over).toBe('DanhSach')
  expect(applied[4]).toBe(empty[4])
})

test('target fields come from a pasted example and join those that are there', () => {
  const example = {
    MaHoSo: '',
    ChuHoSo: { HoTen: '', CCCD: '' },
    GiayTo: [{ Ten: '' }, { So: 1 }],
    the: ['a'],
    constructor: 1,
  }
  const wanted = targetsFrom(schemaOfSamples([example]))
  expect(wanted.map((it) => [it.target, kindOf(it)])).toEqual([
    ['MaHoSo', 'leaf'],
    ['ChuHoSo', 'group'],
    ['GiayTo', 'list'],
    ['the', 'values'],
  ])
  const merged = mergeTargets(mapping, wanted)
  expect(merged[0]).toBe(mapping[0])
  expect(merged[1]?.fields?.map((it) => it.target)).toEqual(['HoTen', 'CCCD'])
  expect(merged[2]?.each?.fields?.map((it) => it.target).sort()).toEqual(['Cha', 'So', 'Ten'])
  expect(merged[2]?.each?.over).toBe('DanhSach')
})

test('a stored mapping is read with its lines joined and nothing invented', () => {
  expect(readMapping(mapping)).toEqual(mapping)
  expect(readMapping([{ target: 'x', value: { expr: ['a', '& b'] }, when: ['c', 'and d'], as: 'date' }, 5])).toEqual([
    { target: 'x', value: { expr: 'a\n& b' }, when: 'c\nand d' },
  ])
  expect(readMapping('không phải')).toEqual([])
})

test('a row that goes hands over to the next one, to the one before it, or to what is around', () => {
  const level: Mapping = [{ target: 'a' }, { target: 'b', fields: [{ target: 'c' }] }]
  expect(placeAfterRemoval(level, [0])).toEqual([0])
  expect(placeAfterRemoval(level, [1])).toEqual([0])
  expect(placeAfterRemoval(level, [1, 0])).toEqual([1])
  expect(placeAfterRemoval([{ target: 'a' }], [0])).toBeUndefined()
})

test('the text of a mapping with a branch whose condition is still to be said is taken, what would be lost in it is named', () => {
  const unfinished: Mapping = [
    { target: 'uuTien', when: '', value: 'cao' },
    { target: 'uuTien', value: 'thường' },
  ]
  expect(unfinishedCount(unfinished)).toBe(1)
  expect(mappingOfText(textOfMapping(unfinished))).toEqual({ mapping: unfinished })
  const typo = JSON.stringify([{ target: 'ds', each: { over: '', fields: [{ target: 'ten', valeu: 'x' }] } }])
  expect(mappingOfText(typo)).toEqual({ fault: expect.objectContaining({ vi: 'Dòng "ds.ten": "valeu" không hợp lệ' }) })
  expect(mappingOfText('[{ "target": "a" }, 1]')).toHaveProperty('fault')
})
