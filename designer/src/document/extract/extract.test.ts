import { expect, test } from 'vitest'
import type { Flow, FlowNode } from '#shared/flow/flow.ts'
import { testNodes } from '../catalogue.fixture.ts'
import { createCatalogue } from '../catalogue.ts'
import { applyChange, type Document } from '../document.ts'
import { extractNodes, subFlowOf } from './extract-nodes.ts'
import { planExtraction } from './plan-extraction.ts'

const [sample] = testNodes
const type = (name: string, input: boolean) => ({
  ...sample,
  type: name,
  title: { vi: name, en: name },
  input,
  version: 1,
  kind: input ? ('control' as const) : ('trigger' as const),
  summary: { vi: name, en: name },
  out: [{ name: 'out', title: { vi: 'Ra', en: 'Out' } }],
  effects: 'none' as const,
  settings: { type: 'object', properties: {} },
  help: '',
  icon: '',
})
const catalogue = createCatalogue([
  ...testNodes,
  type('flow-in', false),
  type('call-flow', true),
  { ...type('splitter', true), splits: true },
  type('recipient-list', true),
])

const typed = { type: 'object', properties: { MaHoSo: { type: 'string' } }, required: ['MaHoSo'] }
const base: Record<string, FlowNode> = {
  vao: { use: 'http-in@1', schema: typed, to: { out: ['a'] } },
  a: { use: 'map@1', to: { out: ['b'] } },
  b: {
    use: 'http-request@1',
    schema: { type: 'object', properties: { KetQua: { type: 'number' } } },
    to: { out: ['ra'] },
  },
  ra: { use: 'http-reply@1', title: 'Trả lời' },
}
const at = { vao: [0, 0], a: [300, 40], b: [600, 40], ra: [900, 0] } as const
const docOf = (nodes: Record<string, FlowNode>): Document => {
  const flow: Flow = { format: 1, id: 'goc', title: 'Gốc', nodes }
  return { flow, layout: { format: 1, at } }
}
const reasons = (nodes: Record<string, FlowNode>, ids: readonly string[]): string => {
  const planned = planExtraction(docOf(nodes), catalogue, ids)
  return planned.is === 'refused' ? planned.reasons.map((it) => it.vi).join('\n') : 'possible'
}

test('two steps become a flow with the contract of their wires, and one call in their place, in one step that can be undone', () => {
  const doc = docOf(base)
  const planned = planExtraction(doc, catalogue, ['a', 'b'])
  if (planned.is === 'refused') throw new Error(planned.reasons[0]?.vi)
  const made = subFlowOf(doc, catalogue, planned.extraction, { id: 'con', title: 'Con' })
  expect(made?.flow.nodes).toEqual({
    'flow-in': { use: 'flow-in@1', schema: typed, to: { out: ['a'] } },
    a: base.a,
    b: { use: base.b?.use, schema: base.b?.schema },
  })
  expect(made?.layout.at).toEqual({ 'flow-in': [0, 0], a: [304, 0], b: [604, 0] })
  const done = extractNodes(planned.extraction, { id: 'con', title: 'Con' }).execute(doc, catalogue)
  if ('refused' in done) throw new Error(done.refused.vi)
  const next = applyChange(doc, done.change)
  expect(next.doc.flow.nodes).toEqual({
    vao: { ...base.vao, to: { out: ['call-flow'] } },
    'call-flow': {
      use: 'call-flow@1',
      title: 'Con',
      settings: { flow: 'con' },
      schema: base.b?.schema,
      to: { out: ['ra'] },
    },
    ra: base.ra,
  })
  expect(next.doc.layout.at['call-flow']).toEqual([300, 40])
  const back = applyChange(next.doc, next.inverse).doc
  expect(back.flow).toEqual(doc.flow)
  expect(back.layout.at).toEqual(doc.layout.at)
})

test('a call takes the place of its nodes in the group that all of them lay in', () => {
  const plain = docOf(base)
  const doc = { ...plain, layout: { ...plain.layout, groups: { nhom: { title: 'Nhóm', nodes: ['a', 'b', 'ra'] } } } }
  const planned = planExtraction(doc, catalogue, ['a', 'b'])
  if (planned.is === 'refused') throw new Error(planned.reasons[0]?.vi)
  const done = extractNodes(planned.extraction, { id: 'con', title: 'Con' }).execute(doc, catalogue)
  expect(done).toMatchObject({ change: { groups: { nhom: { title: 'Nhóm', nodes: ['ra', 'call-flow'] } } } })
})

test('what would not be the same in a flow of its own is refused with its place', () => {
  expect(reasons(base, [])).toMatch(/Hãy chọn/)
  expect(reasons(base, ['vao', 'a'])).toMatch(/"Nhận HTTP" là nút khởi phát/)
  expect(reasons(base, ['b', 'ra'])).toMatch(/"Trả lời" trả lời bên gọi/)
  const two = { ...base, vao: { ...base.vao, use: 'http-in@1', to: { out: ['a', 'b'] } } }
  expect(reasons(two, ['a', 'b'])).toMatch(/nhiều lối vào: "Ánh xạ", "Gọi HTTP"/)
  const leaves = { ...base, a: { use: 'map@1', to: { out: ['b', 'ra'] } } }
  expect(reasons(leaves, ['a', 'b'])).toMatch(/nhiều lối ra/)
  const reads = { ...base, ra: { use: 'http-reply@1', settings: { body: '$steps.b.KetQua' } } }
  expect(reasons(reads, ['a', 'b'])).toMatch(/đọc kết quả của bước "Gọi HTTP"/)
  expect(
    reasons({ ...base, b: { ...base.b, use: 'http-request@1', settings: { url: '$lookup($steps, x)' } } }, ['a', 'b']),
  ).toMatch(/không rõ đọc bước nào/)
  expect(reasons({ ...base, a: { ...base.a, use: 'map@1', onError: { then: 'ra' } } }, ['a', 'b'])).toMatch(
    /Nhánh lỗi từ "Ánh xạ" tới "Trả lời HTTP"|Nhánh lỗi từ "Ánh xạ" tới "Trả lời"/,
  )
  expect(reasons({ ...base, b: { ...base.b, use: 'http-request@1', compensate: 'ra' } }, ['a', 'b'])).toMatch(/bù trừ/)
})

test('a branch that ends inside, or several messages for one, are refused only while something goes on behind', () => {
  const routed = {
    ...base,
    a: { use: 'content-based-router@1', to: { b1: ['b'] } },
  }
  expect(reasons(routed, ['a', 'b'])).toMatch(/Cổng "Còn lại" của "Rẽ nhánh theo nội dung" không nối đi đâu/)
  const last = { vao: { use: 'http-in@1', to: { out: ['a'] } }, a: routed.a, b: { use: 'http-request@1' } }
  expect(reasons(last, ['a', 'b'])).toBe('possible')
  for (const use of ['splitter@1', 'recipient-list@1'])
    expect(reasons({ ...base, a: { use, to: { out: ['b'] } } }, ['a', 'b'])).toMatch(/thành nhiều/)
})
