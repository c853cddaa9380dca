import { createRequire } from 'node:module'
import type { ELK } from 'elkjs/lib/elk-api.js'
import { expect, test } from 'vitest'
import type { Flow } from '#shared/flow/flow.ts'
import { testCatalogue } from '../../document/catalogue.fixture.ts'
import { NODE_WIDTH } from '../view/sizes.ts'
import { tidyPositions } from './tidy.ts'

const Elk: new () => ELK = createRequire(import.meta.url)('elkjs/lib/elk.bundled.js')
const elk = new Elk()

const flow: Flow = {
  format: 1,
  id: 'thu',
  title: 'Thử',
  nodes: {
    vao: { use: 'http-in@1', to: { out: ['re'] } },
    re: {
      use: 'content-based-router@1',
      settings: {
        branches: [
          { id: 'b1', label: 'Một' },
          { id: 'b2', label: 'Hai' },
        ],
      },
      to: { b1: ['mot'], b2: ['hai'], otherwise: ['ra'] },
    },
    mot: { use: 'map@1', to: { out: ['ra'] }, onError: { then: 'loi' } },
    hai: { use: 'map@1', to: { out: ['ra'] } },
    ra: { use: 'http-reply@1' },
    loi: { use: 'map@1' },
  },
}
const layout = {
  format: 1,
  at: { vao: [40, 80], re: [41, 81], mot: [42, 400], hai: [43, 120], ra: [44, 600], loi: [45, 900] },
} as const

test('a tidied flow runs from left to right without overlaps, on the grid, from the corner where it stood', async () => {
  const at = await tidyPositions({ flow, layout }, testCatalogue, (graph) => elk.layout(graph))
  for (const [id, node] of Object.entries(flow.nodes))
    for (const to of Object.values(node.to ?? {}).flat())
      expect(at[to]?.[0]).toBeGreaterThanOrEqual((at[id]?.[0] ?? 0) + NODE_WIDTH)
  const all = Object.values(at)
  for (const [i, [x, y]] of all.entries()) {
    expect([x % 8, y % 8]).toEqual([0, 0])
    for (const [ox, oy] of all.slice(i + 1)) expect(Math.abs(x - ox) >= NODE_WIDTH || Math.abs(y - oy) >= 56).toBe(true)
  }
  expect(Math.min(...all.map(([x]) => x))).toBe(40)
  expect(Math.min(...all.map(([, y]) => y))).toBe(80)
})

test('tidying a tidy flow changes nothing', async () => {
  const layouter = (graph: Parameters<ELK['layout']>[0]) => elk.layout(graph)
  const once = await tidyPositions({ flow, layout }, testCatalogue, layouter)
  const twice = await tidyPositions({ flow, layout: { format: 1, at: once } }, testCatalogue, layouter)
  expect(twice).toEqual(once)
})
