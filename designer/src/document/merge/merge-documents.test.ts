import { expect, test } from 'vitest'
import type { FlowNode } from '#shared/flow/flow.ts'
import type { Document } from '../document.ts'
import { mergeDocuments } from './merge-documents.ts'

const doc = (nodes: Record<string, FlowNode>, at: Document['layout']['at'] = {}): Document => ({
  flow: { format: 1, id: 'f', title: 'F', nodes },
  layout: { format: 1, at },
})
const node = (more: Partial<FlowNode> = {}): FlowNode => ({ use: 'la@1', ...more })

test('fields that one side has changed and places that one side has moved come together', () => {
  const base = doc({ a: node(), b: node() }, { a: [0, 0], b: [300, 0] })
  const mine = doc({ a: node({ title: 'Của tôi' }), b: node() }, { a: [0, 0], b: [300, 80] })
  const theirs = doc({ a: node({ note: 'Của họ' }), b: node() }, { a: [40, 0], b: [300, 0] })
  const { doc: merged, conflicts } = mergeDocuments({ base, mine, theirs })
  expect(conflicts).toEqual([])
  expect(merged.flow.nodes.a).toEqual(node({ title: 'Của tôi', note: 'Của họ' }))
  expect(merged.layout.at).toEqual({ a: [40, 0], b: [300, 80] })
})

test('nodes that two people added under one id both stay, and what names mine follows it', () => {
  const base = doc({ a: node() })
  const mine = doc(
    {
      a: node({ to: { out: ['la'] } }),
      la: node({ title: 'Của tôi' }),
      c: node({ settings: { x: { expr: '$steps.la.So' } } }),
    },
    { la: [300, 0] },
  )
  const theirs = doc({ a: node({ to: { out: ['la'] } }), la: node({ title: 'Của họ' }) }, { la: [300, 200] })
  const { doc: merged, conflicts } = mergeDocuments({ base, mine, theirs })
  expect(conflicts).toEqual([])
  expect(merged.flow.nodes.la?.title).toBe('Của họ')
  expect(merged.flow.nodes['la-2']?.title).toBe('Của tôi')
  expect(merged.flow.nodes.a?.to?.out?.toSorted()).toEqual(['la', 'la-2'])
  expect(merged.flow.nodes.c?.settings).toEqual({ x: { expr: '$steps.`la-2`.So' } })
  expect(merged.layout.at).toEqual({ la: [300, 200], 'la-2': [300, 0] })
})

test('a choice decides a conflict, by its name', () => {
  const of = (title: string): Document => doc({ a: node({ title }) })
  const fork = { base: of('Gốc'), mine: of('Tôi'), theirs: of('Họ') }
  expect(mergeDocuments(fork).conflicts).toHaveLength(1)
  const choices = new Map([['["nodes","a","title"]', 'theirs' as const]])
  expect(mergeDocuments(fork, choices).doc.flow.nodes.a?.title).toBe('Họ')
})
