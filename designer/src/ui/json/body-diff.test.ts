import { expect, test } from 'vitest'
import { diffBodies } from './body-diff.ts'
import { xmlTree } from './xml-tree.ts'

test('an output that takes the place of its input is told as replaced, with the values that were carried over', () => {
  const { replaced, diff } = diffBodies(
    { MaHoSo: '000.00.00.H22-1', MaTTHC: 'CT-002', Co: true },
    { rows: [{ ma: '000.00.00.H22-1', nguoi: 'An' }], count: 1 },
  )
  expect([replaced, [...diff.at]]).toEqual([true, []])
  expect([...(diff.from ?? [])]).toEqual([['rows[0].ma', 'MaHoSo']])
})

test('bodies with a field in common are compared field by field, and an equal body is the same', () => {
  const { replaced, diff } = diffBodies({ a: 1, b: 2 }, { a: 1, c: 3 })
  expect([replaced, [...diff.at]]).toEqual([
    false,
    [
      ['b', 'removed'],
      ['c', 'added'],
    ],
  ])
  expect(diffBodies({ a: 1 }, { a: 1 })).toMatchObject({ same: true, replaced: false })
  expect(diffBodies({}, { a: 1 })).toMatchObject({ replaced: false })
})

test('XML is compared by its elements and attributes, and read markup takes the place of its text', () => {
  const xml = (status: string) => `<?xml version="1.0"?><HoSo ma="01"><TrangThai>${status}</TrangThai></HoSo>`
  expect([...diffBodies(xml('1'), xml('4')).diff.at]).toEqual([['HoSo.TrangThai', 'changed']])
  expect(diffBodies(xml('1'), xml('1').replace('?><', '?>\n  <'))).toMatchObject({ same: true })
  const read = diffBodies(xml('Đã nhận'), { trangThai: 'Đã nhận' })
  expect([read.replaced, [...(read.diff.from ?? [])]]).toEqual([true, [['trangThai', 'HoSo.TrangThai']]])
})

test('markup becomes a tree: attributes, repeated elements, text beside elements, entities; broken markup does not', () => {
  expect(xmlTree('<a x="1 &amp; 2"><b>0012</b><b/>chữ<![CDATA[<c>]]></a>')).toEqual({
    a: { '@x': '1 & 2', b: ['0012', ''], '#text': 'chữ<c>' },
  })
  for (const wrong of ['<a><b></a>', '<a>', 'a', '<a/><b/>', '<a x=1/>', '< a/>', ''])
    expect(xmlTree(wrong)).toBeUndefined()
})
