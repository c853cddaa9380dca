import { jsonReply, type Reply } from '../frame/reply.ts'
import { asObject, type SimRequest, textOf } from '../frame/request.ts'
import { readSlashedTime } from '../frame/vietnam-time.ts'
import type { LinkedBook, LinkedDossier } from './linked-book.ts'

/** A good answer. */
export const done = (data?: unknown): Reply =>
  jsonReply(200, { status: '1', errorDescription: 'Thành công', ...(data === undefined ? {} : { data }) })

/** A refusal, which has HTTP status 200 too. */
export const refused = (errorDescription: string): Reply => jsonReply(200, { status: '0', errorDescription })

/** The dossiers that the province has not taken yet. */
export function listNew(book: LinkedBook, request: SimRequest): Reply {
  const module = request.query.get('module')
  const most = Number(request.query.get('soLuong') ?? '100')
  const rows = book.all().filter((it) => !it.received && (module === null || it.fields.module === module))
  return done(
    rows.slice(0, Number.isInteger(most) && most > 0 ? most : 100).map(({ id, fields }) => {
      const { maHoSo, module: kind, maDonVi, ngayTiepNhan } = fields
      return { id, maHoSo, module: kind, maDonVi, ngayTiepNhan }
    }),
  )
}

function dossierOf(book: LinkedBook, request: SimRequest): LinkedDossier | undefined {
  return book.find(request.params.get('id') ?? '')
}

/** One dossier, without an envelope. */
export function getOne(book: LinkedBook, request: SimRequest): Reply {
  const one = dossierOf(book, request)
  return one ? jsonReply(200, one.fields) : refused('Không tìm thấy hồ sơ')
}

/** `{daNhan: true}`; a second time it is there already. */
export function markReceived(book: LinkedBook, request: SimRequest): Reply {
  const one = dossierOf(book, request)
  if (!one) return refused('Không tìm thấy hồ sơ')
  if (asObject(request.json())?.daNhan !== true) return refused('daNhan phải là true')
  if (one.received) return refused(`Trạng thái đã nhận của hồ sơ ${one.fields.maHoSo} đã tồn tại`)
  request.record([{ operation: 'danhDauDaNhan', key: one.fields.maHoSo, outcome: 'received', body: { daNhan: true } }])
  book.receive(one.id)
  return done()
}

/** A state, and with 4 and 5 the result; dates are `dd/MM/yyyy HH:mm:ss`, the result is JSON in a string. */
export function reportState(book: LinkedBook, request: SimRequest): Reply {
  const given = asObject(request.json())
  const one = book.byCode(textOf(given, 'soHoSoLT') ?? '')
  if (!given || !one) return refused('Không tìm thấy hồ sơ liên thông')
  const fault = faultIn(given)
  if (fault !== undefined) return refused(fault)
  if (one.reports.at(-1)?.trangThai === '5') return refused(`Hồ sơ ${one.fields.maHoSo} đã trả kết quả`)
  const report = { trangThai: textOf(given, 'trangThai') ?? '', ghiChu: textOf(given, 'ghiChu') ?? '' }
  request.record([{ operation: 'baoTrangThai', key: one.fields.maHoSo, outcome: report.trangThai, body: given }])
  book.report(one.id, report)
  return done()
}

function faultIn(given: Readonly<Record<string, unknown>>): string | undefined {
  const state = textOf(given, 'trangThai') ?? ''
  if (!/^[1-7]$/.test(state)) return 'trangThai không đúng danh mục'
  if (textOf(given, 'coQuanXuLy') !== '5') return 'coQuanXuLy không đúng'
  if (readSlashedTime(textOf(given, 'thoiGianThucHien') ?? '') === undefined)
    return 'thoiGianThucHien phải theo định dạng dd/MM/yyyy HH:mm:ss'
  if (state === '2' && readSlashedTime(textOf(given, 'hanBoSungHoSo') ?? '') === undefined)
    return 'hanBoSungHoSo phải theo định dạng dd/MM/yyyy'
  return (state === '4' || state === '5') && !isPacked(given.ketQuaXuLy) ? 'ketQuaXuLy phải là chuỗi JSON' : undefined
}

function isPacked(value: unknown): boolean {
  if (typeof value !== 'string') return false
  try {
    return typeof JSON.parse(value) === 'object'
  } catch {
    return false
  }
}
