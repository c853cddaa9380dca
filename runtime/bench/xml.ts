import { definition as mapDefinition } from '#nodes/map-fields/definition.ts'
import { run as mapFields } from '#nodes/map-fields/run.ts'
import { buildXml } from '#nodes/xml/build.ts'
import { parseXml } from '#nodes/xml/parse.ts'
import { testNode } from '#shared/node/testing.ts'
import { type Figure, median, round, say } from '../chaos/harness/figures.ts'

const MEGABYTES = 10
const GOAL_MS = 1000
const ROUNDS = 5

/** `xml.10mbMs`: a document of 10 MB is parsed, every row of it mapped, and the result built again; median of five in one process. */
export async function xmlFigures(): Promise<readonly Figure[]> {
  const document = largeDocument()
  const options = { lists: new Set(['DS.HoSo']), cdata: 'text', trim: false, maxBytes: 20_000_000 } as const
  const mapper = testNode({ definition: mapDefinition, run: mapFields }, { mapping: MAPPING })
  const times: { readonly parse: number; readonly map: number; readonly build: number }[] = []
  for (let i = 0; i < ROUNDS; i++) {
    const began = performance.now()
    const parsed = parseXml(document, options)
    const atMap = performance.now()
    const emission = await mapper.send(parsed)
    const atBuild = performance.now()
    const made = emission.kind === 'emit' ? emission.message.body : undefined
    const text = buildXml(made, { root: 'KetQua', declaration: true, indent: false, shortEmpty: false })
    times.push({ parse: atMap - began, map: atBuild - atMap, build: performance.now() - atBuild })
    if (text.length < document.length / 4) throw new Error(`only ${text.length} characters came out`)
  }
  const part = (name: 'parse' | 'map' | 'build'): number => round(median(times.map((it) => it[name])), 0)
  const value = round(median(times.map((it) => it.parse + it.map + it.build)), 0)
  say(`  10 MB of XML: ${value} ms`)
  const detail = { parse: part('parse'), map: part('map'), build: part('build'), bytes: Buffer.byteLength(document) }
  return [{ figure: 'xml.10mbMs', value, unit: 'ms', goal: GOAL_MS, ok: value <= GOAL_MS, detail }]
}

const MAPPING = [
  {
    target: 'HoSo',
    each: {
      over: 'DS.HoSo',
      fields: [
        { target: 'ma', value: { field: 'MaHoSo' } },
        { target: 'chu', value: { field: 'ChuHoSo.HoTen' } },
        { target: 'trichYeu', value: { field: 'TrichYeuHoSo' } },
        { target: 'trangThai', value: { expr: 'TrangThaiHoSo = "1" ? "moi" : "cu"' } },
      ],
    },
  },
]

function largeDocument(): string {
  const row = (i: number): string =>
    `<HoSo So="${i}"><MaHoSo>000.00.00.H22-260105-${String(i).padStart(6, '0')}</MaHoSo><ChuHoSo><HoTen>Nguyễn Thị Thử</HoTen>` +
    `<SoDinhDanh>002190000001</SoDinhDanh></ChuHoSo><TrichYeuHoSo>Đăng ký khai sinh &amp; cấp thẻ cho con</TrichYeuHoSo>` +
    `<NgayTiepNhan>20260105083000</NgayTiepNhan><TrangThaiHoSo>${i % 3}</TrangThaiHoSo></HoSo>`
  const count = Math.ceil((MEGABYTES * 1024 * 1024) / Buffer.byteLength(row(0)))
  return `<?xml version="1.0" encoding="UTF-8"?><DS>${Array.from({ length: count }, (_, i) => row(i)).join('\n')}</DS>`
}
