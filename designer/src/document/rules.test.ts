import { expect, test } from 'vitest'
import type { Flow } from '#shared/flow/flow.ts'
import { testCatalogue } from './catalogue.fixture.ts'
import { schemasOf } from './catalogue.ts'
import { judgeWire } from './rules.ts'

const flow: Flow = {
  format: 1,
  id: 'thu',
  title: 'Thử',
  nodes: {
    doc: { use: 'csv-parse@1', to: { out: ['re'] } },
    re: { use: 'content-based-router@1', to: { b1: ['cho'] } },
    cho: { use: 'delay@1' },
    csv: { use: 'csv-parse@1' },
    map: { use: 'map@1' },
    la: { use: 'nothing-like-it@1', to: { ra: ['map'] } },
  },
}
const judge = (from: string, port: string, to: string) => judgeWire(flow, testCatalogue, { from, port, to })

test('the body is followed backwards through nodes that pass it unchanged', () => {
  expect(schemasOf(flow, testCatalogue).out('cho', 'out')).toEqual({ type: 'array' })
  expect(schemasOf(flow, testCatalogue).out('map', 'out')).toEqual({})
})

test('bodies that cannot fit are a doubt with words, not a refusal', () => {
  const verdict = judge('cho', 'out', 'csv')
  expect(verdict.is).toBe('doubt')
  expect(verdict.is === 'doubt' && verdict.reason.vi).toContain('danh sách')
  expect(judge('map', 'out', 'csv')).toEqual({ is: 'ok' })
})

test('a node of an unknown type may be wired: its package may only be missing here', () => {
  expect(judge('la', 'khac', 'csv').is).toBe('ok')
  expect(judge('csv', 'out', 'la').is).toBe('ok')
})

test('an error branch counts as a wire where loops are concerned', () => {
  const looping: Flow = {
    ...flow,
    nodes: { ...flow.nodes, map: { use: 'map@1', onError: { then: 'csv' } } },
  }
  expect(judgeWire(looping, testCatalogue, { from: 'csv', port: 'out', to: 'map' }).is).toBe('refused')
})
