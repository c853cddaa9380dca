import { expect, test } from 'vitest'
import { testCatalogue } from '../catalogue.fixture.ts'
import { type Alignment, alignNodes } from './align-nodes.ts'

const at = { a: [0, 0], b: [704, 40], c: [320, 200] } as const
const nodes = Object.fromEntries(Object.keys(at).map((id) => [id, { use: 'map@1' }]))
const doc = { flow: { format: 1, id: 'thu', title: 'Thử', nodes }, layout: { format: 1, at } }
const moved = (how: Alignment, ids = ['a', 'b', 'c']) => {
  const done = alignNodes(ids, how).execute(doc, testCatalogue)
  return 'refused' in done ? done.refused : done.change.at
}

test('edges are brought in line, and nodes that would cover one another make room in their order', () => {
  expect(moved('top')).toEqual({ b: [704, 0], c: [320, 0] })
  expect(moved('left')).toEqual({ b: [0, 68], c: [0, 200] })
})

test('equal steps from the first to the last', () => {
  expect(moved('across')).toEqual({ c: [352, 200] })
  expect(moved('down')).toEqual({ b: [704, 104] })
})

test('one node alone is left where it is', () => {
  expect(moved('left', ['b'])).toBeUndefined()
})
