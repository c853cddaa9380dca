import { expect, test } from 'vitest'
import type { Flow } from '#shared/flow/flow.ts'
import { freePlace, nearestNode, placeAfter, readingOrder } from './geometry.ts'
import { NODE_WIDTH } from './view/sizes.ts'

const flow: Flow = {
  format: 1,
  id: 'thu',
  title: 'Thử',
  nodes: {
    a: { use: 'map@1', to: { out: ['b'] } },
    b: { use: 'map@1' },
    c: { use: 'map@1' },
    d: { use: 'map@1' },
  },
}
const layout = { format: 1, at: { a: [0, 0], b: [304, 0], c: [304, 160], d: [608, 40] } } as const
const ids = Object.keys(flow.nodes)

test('an arrow goes to the nearest node that way and prefers the same row', () => {
  expect(nearestNode(layout, ids, 'a', 'right')).toBe('b')
  expect(nearestNode(layout, ids, 'b', 'down')).toBe('c')
  expect(nearestNode(layout, ids, 'c', 'up')).toBe('b')
  expect(nearestNode(layout, ids, 'd', 'left')).toBe('b')
  expect(nearestNode(layout, ids, 'a', 'left')).toBeUndefined()
})

test('an arrow skips what does not fit', () => {
  expect(nearestNode(layout, ids, 'a', 'right', (id) => id !== 'b')).toBe('c')
})

test('from every node every other one is reached by arrows', () => {
  for (const start of ids) {
    const seen = new Set([start])
    const open = [start]
    for (let id = open.pop(); id !== undefined; id = open.pop())
      for (const way of ['left', 'right', 'up', 'down'] as const) {
        const next = nearestNode(layout, ids, id, way)
        if (next !== undefined && !seen.has(next)) open.push(next)
        if (next !== undefined) seen.add(next)
      }
    expect(seen.size).toBe(ids.length)
  }
})

test('reading goes from left to right, then from top to bottom', () => {
  expect(readingOrder(layout)).toEqual(['a', 'b', 'c', 'd'])
})

test('a node behind another one stands to its right and covers nothing', () => {
  const [x, y] = placeAfter(flow, layout, 'a')
  expect(x).toBeGreaterThanOrEqual(NODE_WIDTH)
  for (const [ox, oy] of Object.values(layout.at))
    expect(Math.abs(ox - x) < NODE_WIDTH && Math.abs(oy - y) < 72).toBe(false)
  expect(freePlace(layout, [2000, 0])).toEqual([2000, 0])
})
