import { expect, test } from 'vitest'
import type { Flow, FlowNode } from '#shared/flow/flow.ts'
import { unionOf } from './union.ts'

const side = (nodes: Record<string, FlowNode>, at: Record<string, [number, number]> = {}) => {
  const flow: Flow = { format: 1, id: 'f', title: 'F', nodes }
  return { flow, layout: { format: 1, at } }
}
const node = (...to: string[]): FlowNode => ({ use: 'la@1', ...(to.length > 0 ? { to: { out: to } } : {}) })

test('what is gone stays in the picture with its wires, marked as removed', () => {
  const before = side({ a: node('b'), b: node('c'), c: node() }, { a: [0, 0], b: [300, 0], c: [600, 0] })
  const after = side({ a: node('c', 'd'), c: node(), d: node() }, { a: [0, 0], c: [600, 0], d: [600, 200] })
  const { flow, layout, marks } = unionOf(before, after, new Set(['a']), false)
  expect(Object.keys(flow.nodes).sort()).toEqual(['a', 'b', 'c', 'd'])
  expect(flow.nodes.a?.to).toEqual({ out: ['c', 'd', 'b'] })
  expect(layout.at.b).toEqual([300, 0])
  expect([...marks.nodes]).toEqual([
    ['a', 'changed'],
    ['b', 'removed'],
    ['d', 'added'],
  ])
  expect([...marks.wires].sort()).toEqual([
    ['a|out|b', 'removed'],
    ['a|out|c', 'added'],
    ['a|out|d', 'added'],
    ['b|out|c', 'removed'],
  ])
})

test('a node that only moved is marked when that is asked for', () => {
  const before = side({ a: node() }, { a: [0, 0] })
  const after = side({ a: node() }, { a: [40, 0] })
  expect(unionOf(before, after, new Set(), false)).toMatchObject({ moved: ['a'], marks: { nodes: new Map() } })
  expect(unionOf(before, after, new Set(), true).marks.nodes).toEqual(new Map([['a', 'moved']]))
})
