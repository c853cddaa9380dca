import type { Flow, FlowNode } from '#shared/flow/flow.ts'
import { bundleWsdl } from '#shared/schema/import/bundle-wsdl.ts'
import { COMMON_XSD, citizenWsdl, LOOK_UP } from './services.fixture.ts'

/** The service of citizens with an address that is not ours. */
export const wsdl = bundleWsdl([
  { name: 'DanCu.wsdl', text: citizenWsdl('http://dia-chi-cu.thu/x') },
  { name: 'chung.xsd', text: COMMON_XSD },
])
/** The operation of it that has an answer. */
export const OPERATION = 'TraCuuThongTinCongDan'
/** Where it is offered. */
export const PATH = '/soap/dan-cu'

/** Answers with what it was asked for: the number with its zeros, the name with its accents. */
export const found: FlowNode = {
  use: 'soap-reply@1',
  settings: {
    wsdl,
    operation: OPERATION,
    mapping: [
      { target: 'GhiChu', value: { field: 'HoVaTen' } },
      {
        target: 'CongDan',
        fields: [
          { target: '@ma', value: { field: 'MaYeuCau' } },
          { target: 'QuocTich', value: 'VN' },
          { target: 'NgayMat', value: { expr: 'null' }, missing: 'null' },
          {
            target: 'HoVaTen',
            fields: [
              { target: 'Ten', value: 'ÁNH' },
              { target: 'Ho', value: 'NGUYỄN' },
            ],
          },
          { target: 'SoDinhDanh', value: { field: 'SoDinhDanh' } },
        ],
      },
    ],
  },
}
/** A flow behind the service, with the node `a` after its trigger. */
export const service = (a: FlowNode = found, more: object = {}): Flow => ({
  format: 1,
  id: 'dan-cu',
  title: 'Dân cư',
  nodes: { vao: { use: 'soap-in@1', settings: { path: PATH, wsdl, ...more }, to: { out: ['a'] } }, a },
})

/** The element of a good request. */
export const REQUEST = `<d:${OPERATION} xmlns:d="http://dancuquocgia.thu"><d:MaYeuCau>0007</d:MaYeuCau><d:MaDVC>H22</d:MaDVC><d:MaCanBo xsi:nil="true"/><d:SoDinhDanh>001099000123</d:SoDinhDanh><d:HoVaTen>NGUYỄN THỊ ÁNH</d:HoVaTen></d:${OPERATION}>`
/** The content type of each version. */
export const TYPES = { '1.1': 'text/xml; charset=utf-8', '1.2': 'application/soap+xml; charset=utf-8' } as const

/** A look-up as the library takes it: it writes fields in the order in which they come. */
export function requestOfLibrary(more: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  const names = ['MaYeuCau', 'MaDVC', 'MaCanBo', 'SoDinhDanh', 'HoVaTen', 'NgayThangNamSinh']
  const all: Readonly<Record<string, unknown>> = { ...LOOK_UP, MaCanBo: '1', ...more }
  const fields = Object.fromEntries(names.map((name) => [name, all[name]]))
  return { attributes: { phienBan: LOOK_UP['@phienBan'] }, ...fields }
}
