import { expect, test } from 'vitest'
import { testCatalogue, testNodes } from '../document/catalogue.fixture.ts'
import { fittingNodes, rankByBody } from './fitting-nodes.ts'

const behind = fittingNodes(testNodes, { behind: true, onWire: false })
const ranked = (type: string) => rankByBody(behind, testCatalogue, { type }).map((node) => node.type)

test('behind a wire with text the reader of text comes first, behind one with an object it comes last', () => {
  expect(ranked('string')[0]).toBe('csv-parse')
  expect(ranked('object').at(-1)).toBe('csv-parse')
})

test('when nothing is known of the wire the order stays', () => {
  expect(rankByBody(behind, testCatalogue, {})).toEqual(behind)
})
