import { expect, test } from 'vitest'
import { lineageOf, stepPath, type Token } from './token.ts'

const token = (node: string, lineage = '', visits: readonly [string, number][] = []): Token => ({
  node,
  message: { body: null, headers: {}, keys: {} },
  lineage,
  frame: undefined,
  index: 0,
  outputs: undefined,
  visits: new Map(visits),
  since: -1,
  at: 0,
  from: undefined,
  error: undefined,
  parts: undefined,
})

test('a path names the node, its place in splits and fan-outs, and its visit', () => {
  expect(stepPath(token('gui'))).toBe('gui')
  expect(stepPath(token('gui', 'tach:3'))).toBe('gui[tach:3]')
  expect(stepPath(token('gui', '', [['gui', 1]]))).toBe('gui')
  expect(stepPath(token('gui', 'tach:3/~re.1', [['gui', 2]]))).toBe('gui[tach:3/~re.1]#2')
})

test('a lineage holds node and visit of each split and fan-out, without what the parent says already', () => {
  expect(lineageOf('', 'split', 'tach', 0)).toBe('tach:0')
  expect(lineageOf('tach:0', 'split', 'trong[tach:0]#2', 5)).toBe('tach:0/trong#2:5')
  expect(lineageOf('a', 'fan', 're[a]', 0)).toBe('a')
  expect(lineageOf('a', 'fan', 're[a]', 2)).toBe('a/~re.2')
})
