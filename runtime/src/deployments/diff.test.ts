import { expect, test } from 'vitest'
import { z } from 'zod'
import type { Flow, FlowNode } from '#shared/flow/flow.ts'
import { defineNode } from '#shared/node/define.ts'
import { field } from '#shared/node/fields.ts'
import { diffFlows } from './diff.ts'

const node = defineNode({
  type: 're-nhanh',
  version: 1,
  kind: 'router',
  title: { vi: 'Rẽ nhánh', en: 'Router' },
  summary: { vi: 'x', en: 'x' },
  settings: z.strictObject({
    code: field.longText({ title: { vi: 'Mã lệnh', en: 'Code' } }).optional(),
    value: field.value({ title: { vi: 'Giá trị', en: 'Value' } }).optional(),
    branches: field
      .list(
        { when: field.condition({ title: { vi: 'Điều kiện', en: 'Condition' } }) },
        { title: { vi: 'Các nhánh', en: 'Branches' } },
      )
      .optional(),
  }),
  input: true,
  out: [],
  effects: 'none',
})
const registry = { definitions: new Map([[node.type, node]]) }
const flow = (a: Partial<FlowNode>, more: Partial<Flow> = {}): Flow => ({
  format: 1,
  id: 'f',
  title: 'Luồng',
  nodes: { a: { use: 're-nhanh@1', title: 'Phân loại', ...a }, b: { use: 'la@1' } },
  ...more,
})
const sentences = (from: Flow, to: Flow): string[] => diffFlows(from, to, registry).map((it) => it.sentence.vi)

test('equal flows do not differ, however they are written', () => {
  const one = flow({ settings: { code: 'a\nb' }, to: {} })
  const two = flow({ settings: { code: ['a', 'b'] }, disabled: false })
  expect(diffFlows(one, two, registry)).toEqual([])
})

test('a changed field is told by the words of the form, with its row', () => {
  const from = flow({ settings: { branches: [{ when: 'a = 1' }, { when: 'b = 1' }] } })
  const to = flow({ settings: { branches: [{ when: 'a = 1' }, { when: 'b = 2' }, { when: 'c = 3' }] } })
  expect(sentences(from, to)).toEqual([
    'Nút "Phân loại": "Các nhánh › Điều kiện" đổi từ "b = 1" thành "b = 2"',
    'Nút "Phân loại": đặt "Các nhánh › Điều kiện" là "c = 3"',
  ])
  expect(diffFlows(from, to, registry)[0]).toMatchObject({
    kind: 'changed',
    node: 'a',
    path: 'nodes.a.settings.branches.1.when',
    before: 'b = 1',
    after: 'b = 2',
  })
})

test('a value in another mode is one change, and long text is not repeated', () => {
  expect(
    sentences(flow({ settings: { value: { field: 'Ten' } } }), flow({ settings: { value: { expr: 'Ten & Ho' } } })),
  ).toEqual(['Nút "Phân loại": "Giá trị" đổi từ "Ten" thành "Ten & Ho"'])
  expect(sentences(flow({ settings: { code: 'a\nb' } }), flow({ settings: { code: 'a\nc' } }))).toEqual([
    'Nút "Phân loại": đã sửa "Mã lệnh"',
  ])
})

test('nodes, wires, names and settings of the flow are told', () => {
  const from = flow({ to: { out: ['b'] } })
  const to = flow(
    { title: 'Chia hồ sơ', disabled: true },
    { title: 'Luồng mới', settings: { keys: { maHoSo: 'MaHoSo' } } },
  )
  expect(sentences(from, to)).toEqual([
    '"Tên luồng" đổi từ "Luồng" thành "Luồng mới"',
    'Nút "Chia hồ sơ": "Tên nút" đổi từ "Phân loại" thành "Chia hồ sơ"',
    'Nút "Chia hồ sơ": "Tắt nút" đổi từ ✗ thành ✓',
    'Bỏ dây nối "Phân loại" → "b" (cổng out)',
    'đặt "Mã nghiệp vụ maHoSo" là "MaHoSo"',
  ])
})

test('every sentence exists in English too', () => {
  const changes = diffFlows(flow({}), flow({ note: 'Ghi chú mới' }), registry)
  expect(changes.map((it) => it.sentence.en)).toEqual(['Node "Phân loại": set "Note" to "Ghi chú mới"'])
})
