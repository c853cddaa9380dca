import { expect, test } from 'vitest'
import { filteredMap, mapModel } from './map-model.ts'

const title = { vi: 'Gửi', en: 'Send' }
const map = {
  flows: [
    {
      id: 'a',
      title: 'Luồng A',
      links: [
        { node: 'x', nodeTitle: title, is: 'connection' as const, to: 'mot-cua' },
        { node: 'y', nodeTitle: title, is: 'connection' as const, to: 'mot-cua' },
        { node: 'z', nodeTitle: title, is: 'flow' as const, to: 'b' },
        { node: 't', nodeTitle: title, is: 'code-table' as const, to: 'da-xoa' },
      ],
    },
    { id: 'b', title: 'Luồng Đơn lẻ', links: [] },
  ],
}
const model = mapModel(map, [], [], [{ id: 'mot-cua', title: 'Danh mục cùng mã' }])

test('a pair is joined once, and what is named but does not exist stands out', () => {
  expect(model.edges.map((it) => [it.key, it.nodes.length])).toEqual([
    ['flow/a connection/mot-cua', 2],
    ['flow/a flow/b', 1],
    ['flow/a code-table/da-xoa', 1],
  ])
  expect(model.nodes.map((it) => [it.key, it.kind])).toContainEqual(['connection/mot-cua', 'missing'])
  expect(model.nodes.map((it) => [it.key, it.kind])).toContainEqual(['code-table/mot-cua', 'code-table'])
})

test('a search shows what was found with its neighbours, marks do not count', () => {
  expect(filteredMap(model, 'don le', false).nodes.map((it) => it.key)).toEqual(['flow/a', 'flow/b'])
  expect(filteredMap(model, '', true).nodes.map((it) => it.key)).toEqual([
    'flow/a',
    'connection/mot-cua',
    'code-table/da-xoa',
  ])
})
