import { expect, test } from 'vitest'
import type { RunStep } from '#shared/api/runs.ts'
import type { Flow } from '#shared/flow/flow.ts'
import type { CatalogueNode } from '#shared/node/catalogue.ts'
import { createCatalogue } from '../document/catalogue.ts'
import type { Sample } from '../session/sample.ts'
import { scopeAt } from './message-scope.ts'

const type = (name: string, rest: Partial<CatalogueNode>): CatalogueNode => ({
  type: name,
  version: 1,
  kind: 'transform',
  title: { vi: name, en: name },
  summary: { vi: '', en: '' },
  settings: {},
  input: true,
  out: [{ name: 'out', title: { vi: 'Ra', en: 'Out' } }],
  effects: 'none',
  help: '',
  icon: '',
  ...rest,
})
const catalogue = createCatalogue([
  type('nhan', { input: false, sample: { MaHoSo: 'vi-du' } }),
  type('lich', { input: false, sample: { slot: '2026' } }),
  type('loc', { output: 'same' }),
  type('goi', { output: 'described', sample: { MaLoi: '0' } }),
  type('kin', { output: 'described' }),
])
const flow: Flow = {
  format: 1,
  id: 'a',
  title: 'A',
  nodes: {
    b: { use: 'nhan@1', to: { out: ['loc'] } },
    dat: { use: 'lich@1', to: { out: ['loc'] } },
    loc: { use: 'loc@1', to: { out: ['goi'] } },
    goi: { use: 'goi@1', to: { out: ['sau', 'kin'] } },
    sau: { use: 'loc@1' },
    kin: { use: 'kin@1', to: { out: ['cuoi'] } },
    cuoi: { use: 'loc@1' },
    'chua-noi': { use: 'loc@1' },
  },
}
const sample: Sample = { id: 's', title: 'S', text: '{"MaHoSo":"mau"}', headers: { h: '1' }, kept: true }
const at = (node: string, more: object = {}) =>
  scopeAt(node, { flow, catalogue, run: undefined, sample: undefined, ...more })
const step = (node: string, input: unknown, output?: unknown): RunStep => ({
  node,
  path: node,
  status: 'done',
  attempts: 1,
  startedAt: '2026-01-01T00:00:00Z',
  durationMs: 1,
  input: { body: input, headers: {}, keys: {} },
  ...(output === undefined ? {} : { output: { body: output, headers: {}, keys: {} } }),
})

test('without a sample the examples of node types are followed along the wires', () => {
  expect(at('loc')).toMatchObject({ origin: 'declared', message: { body: { MaHoSo: 'vi-du' } } })
  expect(at('sau')).toMatchObject({ origin: 'declared', message: { body: { MaLoi: '0' } } })
  expect(at('cuoi')).toMatchObject({ origin: 'none' })
  expect(at('chua-noi')).toMatchObject({ origin: 'none' })
})

test('the chosen sample enters by the first trigger, or by the one that is chosen', () => {
  expect(at('loc', { sample })).toMatchObject({
    origin: 'sample',
    message: { body: { MaHoSo: 'mau' }, headers: { h: '1' } },
  })
  expect(at('dat', { sample }).message.body).toEqual({ slot: '2026' })
  expect(at('dat', { sample, trigger: 'dat' }).message.body).toEqual({ MaHoSo: 'mau' })
  expect(at('chua-noi', { sample }).message.body).toEqual({ MaHoSo: 'mau' })
})

test('what a test run really brought counts most, and gives the outputs of earlier steps', () => {
  const run = { steps: [step('b', { MaHoSo: 'that' }, { MaHoSo: 'that' }), step('loc', { MaHoSo: 'that' }, { x: 1 })] }
  expect(at('loc', { run, sample })).toMatchObject({ origin: 'run', message: { body: { MaHoSo: 'that' } } })
  expect(at('goi', { run, sample })).toMatchObject({ origin: 'run', message: { body: { x: 1 } } })
  expect(at('goi', { run, sample }).steps).toEqual({ loc: { x: 1 }, b: { MaHoSo: 'that' }, dat: { slot: '2026' } })
})

test('a loop of wires does not hang the search', () => {
  const round: Flow = {
    ...flow,
    nodes: { x: { use: 'loc@1', to: { out: ['y'] } }, y: { use: 'loc@1', to: { out: ['x'] } } },
  }
  expect(scopeAt('x', { flow: round, catalogue, run: undefined, sample })).toMatchObject({ origin: 'none' })
})
