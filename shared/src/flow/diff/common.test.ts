import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Flow } from '../flow.ts'
import { generatedFlow, related } from '../testing/generated.ts'
import { commonFlow } from './common.ts'
import { diffFlows, plainFlow } from './edits.ts'
import { mergeFlows } from './merge.ts'

test('a flow has all in common with itself', () => {
  fc.assert(
    fc.property(generatedFlow, (flow) => {
      expect(plainFlow(commonFlow(flow, flow))).toEqual(plainFlow(flow))
    }),
  )
})

test('a merge from what two flows share keeps all of the side that is chosen, and only adds', () => {
  fc.assert(
    fc.property(related, ([mine, theirs]) => {
      const base = commonFlow(mine, theirs)
      for (const side of ['mine', 'theirs'] as const) {
        const { flow } = mergeFlows(base, mine, theirs, () => side)
        const lost = diffFlows({ mine, theirs }[side], flow).filter((it) => it.before !== undefined)
        expect(lost).toEqual([])
      }
    }),
    { numRuns: 300 },
  )
})

test('what two people call differently is a conflict, what one has alone is not', () => {
  const of = (title: string, settings: Record<string, unknown>): Flow => ({
    format: 1,
    id: 'thu',
    title,
    nodes: { re: { use: 're@1', settings } },
  })
  const [mine, theirs] = [of('Của tôi', { times: 3, name: 'x' }), of('Của họ', { times: 5, path: '/a' })]
  const { flow, conflicts } = mergeFlows(commonFlow(mine, theirs), mine, theirs)
  expect(conflicts.map((it) => it.path.join('/'))).toEqual(['nodes/re/settings/times', 'title'])
  expect(flow.nodes.re?.settings).toEqual({ times: 3, name: 'x', path: '/a' })
})

test('nodes of two types under one id are not one node', () => {
  const of = (use: string): Flow => ({ format: 1, id: 'thu', title: 'Thử', nodes: { a: { use, note: 'Chung' } } })
  expect(commonFlow(of('loc@1'), of('gui@1')).nodes).toEqual({})
})
