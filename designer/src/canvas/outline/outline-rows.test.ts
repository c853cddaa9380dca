import { expect, test } from 'vitest'
import type { Flow } from '#shared/flow/flow.ts'
import { testCatalogue } from '../../document/catalogue.fixture.ts'
import { outlineRows } from './outline-rows.ts'

const layout = { format: 1, at: {} }
const lines = (flow: Flow) =>
  outlineRows(flow, layout, testCatalogue).map(
    (row) => `${'  '.repeat(row.depth)}${row.via ? `${row.via.vi}: ` : ''}${row.again ? '→ ' : ''}${row.id}`,
  )

test('a chain stays at one depth, branches go deeper with their names, and a node that comes again is only pointed to', () => {
  const flow: Flow = {
    format: 1,
    id: 'thu',
    title: 'Thử',
    nodes: {
      vao: { use: 'http-in@1', to: { out: ['doi'] } },
      doi: { use: 'map@1', to: { out: ['re'] } },
      re: { use: 'content-based-router@1', to: { b1: ['mot'], otherwise: ['ra'] } },
      mot: { use: 'map@1', to: { out: ['ra'] }, onError: { then: 'bao' } },
      bao: { use: 'map@1' },
      ra: { use: 'http-reply@1' },
      le: { use: 'map@1' },
    },
  }
  expect(lines(flow)).toEqual([
    'vao',
    'doi',
    're',
    '  Nhánh 1: mot',
    '    Khi lỗi: bao',
    '  ra',
    '  Còn lại: → ra',
    'le',
  ])
})

test('a loop without a beginning ends and holds every node', () => {
  const flow: Flow = {
    format: 1,
    id: 'thu',
    title: 'Thử',
    nodes: { a: { use: 'map@1', to: { out: ['b'] } }, b: { use: 'delay@1', to: { out: ['a'] } } },
  }
  expect(lines(flow)).toEqual(['a', 'b', '→ a'])
})

test('a chain of 5,000 nodes does not overflow the stack', () => {
  const nodes = Object.fromEntries(
    Array.from({ length: 5000 }, (_, i) => [
      `n${i}`,
      { use: 'map@1', ...(i < 4999 ? { to: { out: [`n${i + 1}`] } } : {}) },
    ]),
  )
  expect(outlineRows({ format: 1, id: 'thu', title: 'Thử', nodes }, layout, testCatalogue)).toHaveLength(5000)
})

test('a branch says when it is taken: by its condition, or after the tries of an effect', () => {
  const flow: Flow = {
    format: 1,
    id: 'thu',
    title: 'Thử',
    nodes: {
      re: { use: 'content-based-router@1', to: { b1: ['gui'] } },
      gui: { use: 'http-request@1', onError: { retry: 'nhanh', then: 'bao' } },
      bao: { use: 'map@1' },
    },
  }
  const rows = outlineRows(flow, layout, testCatalogue)
  expect(rows.map((row) => row.when?.vi)).toEqual([undefined, 'true', 'Nhanh: 3 lần trong vài giây'])
})
