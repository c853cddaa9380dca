import type { CatalogueNode } from '#shared/node/catalogue.ts'
import { type Catalogue, createCatalogue } from './catalogue.ts'

const make = (node: Pick<CatalogueNode, 'type' | 'kind' | 'title'> & Partial<CatalogueNode>): CatalogueNode => ({
  version: 1,
  summary: node.title,
  input: node.kind !== 'trigger',
  out: [{ name: 'out', title: { vi: 'Ra', en: 'Out' } }],
  effects: 'none',
  settings: { type: 'object', properties: {} },
  help: '',
  icon: '',
  ...node,
})

/** A handful of node types for tests, as `GET /nodes` would serve them. */
export const testNodes: readonly CatalogueNode[] = [
  make({
    type: 'http-in',
    kind: 'trigger',
    title: { vi: 'Nhận HTTP', en: 'HTTP in' },
    keywords: ['webhook', 'api', 'hồ sơ'],
    settings: { type: 'object', properties: { path: { type: 'string' }, method: { type: 'string', default: 'POST' } } },
  }),
  make({ type: 'http-request', kind: 'connector', title: { vi: 'Gọi HTTP', en: 'HTTP request' }, effects: 'once' }),
  make({ type: 'map', kind: 'transform', title: { vi: 'Ánh xạ', en: 'Map' } }),
  make({
    type: 'csv-parse',
    kind: 'transform',
    title: { vi: 'Đọc CSV', en: 'Read CSV' },
    inputSchema: { type: 'string' },
    out: [{ name: 'out', title: { vi: 'Dòng', en: 'Rows' }, schema: { type: 'array' } }],
  }),
  make({
    type: 'content-based-router',
    kind: 'router',
    title: { vi: 'Rẽ nhánh theo nội dung', en: 'Content-Based Router' },
    output: 'same',
    out: [
      { each: 'branches', name: 'id', title: 'label' },
      { name: 'otherwise', title: { vi: 'Còn lại', en: 'Otherwise' } },
    ],
    settings: {
      type: 'object',
      properties: {
        branches: {
          type: 'array',
          items: { type: 'object', properties: { when: { type: 'string', 'x-field': { kind: 'condition' } } } },
          default: [{ id: 'b1', label: 'Nhánh 1', when: 'true' }],
        },
      },
    },
  }),
  make({ type: 'delay', kind: 'control', title: { vi: 'Chờ', en: 'Delay' }, breaksCycle: true, output: 'same' }),
  make({ type: 'http-reply', kind: 'connector', title: { vi: 'Trả lời HTTP', en: 'HTTP reply' }, out: [] }),
]

/** The test types, indexed. */
export const testCatalogue: Catalogue = createCatalogue(testNodes)
