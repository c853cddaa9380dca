import { jsonReply, type Reply } from '../frame/reply.ts'
import { asObject, type SimRequest, textOf } from '../frame/request.ts'
import type { CaseBook } from './case-book.ts'

type Handle = (book: CaseBook, request: SimRequest) => Reply

/** Names of the error codes of the guide (domain-vietnam §3.8). */
const FAULTS = {
  '106': 'AGENCY_ID_INCORRECT',
  '200': 'RECORD_UNCOMPLETE',
  '201': 'RECORD_NOT_FOUND',
  '302': 'DATA_TYPE_INVALID',
  '500': 'DATA_INCORRECT',
} as const

const failed = (errorCode: keyof typeof FAULTS, what = ''): Reply =>
  jsonReply(200, { errorCode, errorDescription: what === '' ? FAULTS[errorCode] : `${FAULTS[errorCode]}: ${what}` })
const done = (data: unknown): Reply => jsonReply(200, { errorCode: '0', errorDescription: 'Thành công', data })

/** The operations of civil status (Hộ tịch). A dossier goes 1, 3, 4; one whose XML says `<boSung>` waits at 2 for supplements. */
export const civilStatusOperations: Readonly<Record<string, Handle>> = {
  dangKyHoTich: register,
  traTrangThaiHoSo: (book, request) =>
    withCase(book, request, (code) => ({ maHoSo: code, trangThai: stateOf(book, code) })),
  ketQuaDangKyHS: result,
  traHoSo: (book, request) => withCase(book, request, (code) => book.find(code)?.fields),
  traDanhSachHoSo: list,
  dsHoSoDangKy: list,
  danhMuc: table,
}

const codeIn = (request: SimRequest): string => textOf(asObject(request.json()), 'maHoSo') ?? ''

function register(book: CaseBook, request: SimRequest): Reply {
  const given = asObject(request.json())
  const code = codeIn(request)
  if (!given || code === '') return failed('200', 'maHoSo')
  if (!/^\d{1,10}$/.test(String(given.maDonVi ?? ''))) return failed('106', 'maDonVi')
  if (!/^(?:KS|KT|KH|LTKS|LTKT|LTKH)$/.test(textOf(given, 'module') ?? '')) return failed('500', 'module')
  if (!/^\s*</.test(textOf(given, 'data') ?? '')) return failed('302', 'data')
  if (book.find(code)) return jsonReply(200, { errorCode: '500', errorDescription: `Hồ sơ ${code} đã tồn tại` })
  request.record([{ operation: 'dangKyHoTich', key: code, outcome: 'inserted', body: given }])
  book.add(code, given)
  return done({ maHoSo: code })
}

function stateOf(book: CaseBook, code: string): string {
  const one = book.find(code)
  if (!one) return '0'
  const age = book.age(one)
  if (age === 0) return '1'
  if (String(one.fields.data).includes('<boSung>')) return '2'
  return age === 1 ? '3' : '4'
}

function withCase(book: CaseBook, request: SimRequest, read: (code: string) => unknown): Reply {
  const code = codeIn(request)
  return book.find(code) ? done(read(code)) : failed('201', code.slice(0, 60))
}

function result(book: CaseBook, request: SimRequest): Reply {
  const code = codeIn(request)
  const one = book.find(code)
  if (!one) return failed('201', code.slice(0, 60))
  if (stateOf(book, code) !== '4') return failed('200', code)
  return done({ maHoSo: code, so: one.id, quyenSo: `01/GIALAP`, trangSo: '1' })
}

function list(book: CaseBook, request: SimRequest): Reply {
  const codes = asObject(request.json())?.dsMaHoSo
  if (!Array.isArray(codes)) return done([])
  const known = codes.map(String).filter((code) => book.find(code))
  return done(known.map((code) => ({ maHoSo: code, trangThai: stateOf(book, code) })))
}

const TABLES: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  '1': [['VN', 'Việt Nam']],
  '2': [['VN', 'Việt Nam']],
  '3': [['01', 'Kinh']],
  '4': [['08', 'Tuyên Quang']],
  '5': [['1', 'Thẻ căn cước']],
}

function table(_book: CaseBook, request: SimRequest): Reply {
  const kind = String(asObject(request.json())?.loaiDanhMuc ?? '')
  const rows = Object.hasOwn(TABLES, kind) ? TABLES[kind] : undefined
  return rows ? done(rows.map(([ma, ten]) => ({ ma, ten }))) : failed('500', 'loaiDanhMuc')
}
