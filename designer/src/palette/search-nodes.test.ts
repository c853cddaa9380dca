import { expect, test } from 'vitest'
import { testNodes } from '../document/catalogue.fixture.ts'
import { groupFamilies, groupNodes, recentNodes, searchNodes } from './search-nodes.ts'

const types = (query: string) => searchNodes(testNodes, query).map((node) => node.type)

test('accents, case and spaces do not matter: "hoso" finds the keyword "hồ sơ"', () => {
  expect(types('hoso')).toEqual(['http-in'])
  expect(types('HỒ SƠ')).toEqual(['http-in'])
  expect(types('re nhanh')).toEqual(['content-based-router'])
})

test('a title in the other language and the type itself are found', () => {
  expect(types('delay')).toEqual(['delay'])
  expect(types('csv-parse')).toEqual(['csv-parse'])
})

test('titles that begin with the query come first', () => {
  expect(new Set(types('http').slice(0, 3))).toEqual(new Set(['http-in', 'http-request', 'http-reply']))
  expect(types('tra loi')[0]).toBe('http-reply')
})

test('nothing fits a word that nobody uses, and everything fits an empty query', () => {
  expect(types('zzz')).toEqual([])
  expect(types('  ')).toHaveLength(testNodes.length)
})

test('groups follow the order of the palette and hold every type once', () => {
  const groups = groupNodes(testNodes)
  expect(groups.map((group) => group.kind)).toEqual(['trigger', 'connector', 'transform', 'router', 'control'])
  expect(groups.flatMap((group) => group.nodes)).toHaveLength(testNodes.length)
})

test('recent types that are no longer installed are left out', () => {
  expect(recentNodes(testNodes, ['gone', 'map']).map((node) => node.type)).toEqual(['map'])
})

test('the types of a group stand by family in a fixed order, by title within it, and those without one come last', () => {
  const node = (type: string, vi: string, family?: 'web' | 'national') =>
    testNodes.slice(0, 1).map((it) => ({ ...it, type, title: { vi, en: type }, ...(family ? { family } : {}) }))
  const families = groupFamilies(
    [node('a', 'Xin'), node('b', 'Gọi SOAP', 'web'), node('c', 'Gọi HTTP', 'web'), node('d', 'Ấn', 'national')].flat(),
    ({ title }) => title.vi,
  )
  expect(families.map((it) => [it.family, it.nodes.map(({ type }) => type)])).toEqual([
    ['national', ['d']],
    ['web', ['c', 'b']],
    [undefined, ['a']],
  ])
})
