import { buildXml } from '#nodes/xml/build.ts'
import type { PlainFlow } from '../chaos/harness/flows.ts'
import { BODY, DOSSIER, FIELDS } from './dossier.ts'
import type { Payload } from './load.ts'

/** The dossier as JSON: what most rounds send. */
export const DOSSIER_JSON: Payload = { body: BODY, type: 'application/json' }

/** The dossier as XML, about 2 KB: what the rounds with XML send. */
export const DOSSIER_XML: Payload = {
  type: 'application/xml',
  body: buildXml(
    { HoSo: { ...DOSSIER, TaiLieuNop: { TaiLieu: [...DOSSIER.TaiLieuNop, ...DOSSIER.TaiLieuNop] } } },
    { declaration: true, indent: true, shortEmpty: false },
  ),
}

/** How many items a message of the split rounds has. */
export const ITEMS = 100

/** A list of a hundred documents. */
export const LIST_JSON: Payload = {
  type: 'application/json',
  body: JSON.stringify({
    danhSach: Array.from({ length: ITEMS }, (_, i) => ({
      TepDinhKemId: `G${String(i).padStart(4, '0')}`,
      TenTepDinhKem: 'Tờ khai đăng ký khai sinh.pdf',
      IsDeleted: '0',
      MaThanhPhanHoSo: `KQ.G15.${String(i).padStart(6, '0')}`,
    })),
  }),
}

/** What is mapped of each document: target → source. */
export const ITEM_FIELDS: readonly (readonly [target: string, source: string])[] = [
  ['ma', 'MaThanhPhanHoSo'],
  ['ten', 'TenTepDinhKem'],
  ['tep', 'TepDinhKemId'],
]

const mapping = (fields: readonly (readonly [string, string])[]) =>
  fields.map(([target, field]) => ({ target, value: { field } }))

/** The mapping as the body of a function of `it`, the same for a script of ours and a function node of Node-RED. */
export const MAP_CODE = `{ ${FIELDS.map(([target, source]) => `${target}: it.${source}`).join(', ')} }`

const SWITCH: PlainFlow['nodes'] = {
  're-nhanh': {
    use: 'content-based-router@1',
    settings: { branches: ['1', '2', '3'].map((it) => ({ id: `trang-thai-${it}`, when: `trangThai = "${it}"` })) },
    to: { 'trang-thai-1': ['tra-loi-1'], 'trang-thai-2': ['tra-loi-2'], 'trang-thai-3': ['tra-loi-3'] },
  },
  'tra-loi-1': { use: 'http-reply@1', settings: { status: 202 } },
  'tra-loi-2': { use: 'http-reply@1', settings: { status: 200 } },
  'tra-loi-3': { use: 'http-reply@1', settings: { status: 201 } },
}

/** HTTP in → map eleven fields → switch three ways → reply. */
export function replyFlow(id: string, path: string, durability: 'none' | 'stored'): PlainFlow {
  return {
    ...flow(id, path, {
      'anh-xa': { use: 'map-fields@1', settings: { mapping: mapping(FIELDS) }, to: { out: ['re-nhanh'] } },
      ...SWITCH,
    }),
    settings: durability === 'none' ? { durability } : {},
  }
}

/** The same with the mapping in a script, in the sandbox process. */
export const scriptFlow = flow('do-doan-ma', '/do/doan-ma', {
  'anh-xa': {
    use: 'script@1',
    settings: { code: `const it = message.body\nreturn ${MAP_CODE}` },
    to: { out: ['re-nhanh'] },
  },
  ...SWITCH,
})

/** XML in → object → map eleven fields → XML out. */
export const xmlFlow = flow(
  'do-xml',
  '/do/xml',
  {
    doc: { use: 'xml-parse@1', to: { out: ['anh-xa'] } },
    'anh-xa': {
      use: 'map-fields@1',
      settings: { mapping: mapping(FIELDS.map(([target, source]) => [target, `HoSo.${source}`])) },
      to: { out: ['tao'] },
    },
    tao: { use: 'xml-build@1', settings: { root: 'KetQua' }, to: { out: ['tra-loi'] } },
    'tra-loi': { use: 'http-reply@1' },
  },
  { accepts: 'xml' },
)

/** A list of a hundred → split → map each → aggregate → reply. */
export const splitFlow = flow('do-tach', '/do/tach', {
  tach: { use: 'splitter@1', settings: { over: 'danhSach' }, to: { out: ['anh-xa'] } },
  'anh-xa': { use: 'map-fields@1', settings: { mapping: mapping(ITEM_FIELDS) }, to: { out: ['gop'] } },
  gop: { use: 'aggregator@1', to: { out: ['tra-loi'] } },
  'tra-loi': { use: 'http-reply@1' },
})

/** A flow that stores nothing, behind an HTTP trigger that leads to the first of the nodes. */
function flow(
  id: string,
  path: string,
  nodes: PlainFlow['nodes'],
  trigger: Readonly<Record<string, unknown>> = {},
): PlainFlow {
  const [first = ''] = Object.keys(nodes)
  return {
    format: 1,
    id,
    title: `Đo tốc độ: ${id}`,
    nodes: { nhan: { use: 'http-in@1', settings: { path, ...trigger }, to: { out: [first] } }, ...nodes },
    settings: { durability: 'none' },
  }
}
