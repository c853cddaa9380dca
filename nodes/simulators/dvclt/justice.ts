import type { Reply } from '../frame/reply.ts'
import { asObject, type SimRequest, textOf } from '../frame/request.ts'
import { readSlashedTime } from '../frame/vietnam-time.ts'
import type { Case, CaseBook } from '../ngsp/case-book.ts'
import type { Citizen } from '../ngsp/citizens.ts'
import { done, refused } from './linked-services.ts'

type Fields = Readonly<Record<string, unknown>>

/** How many stretches of time a dossier waits for papers that are missing. */
const SUPPLEMENTED_AFTER = 3

/** Takes a dossier from the province; what is there already is said to be. */
export function takeDossier(book: CaseBook, request: SimRequest): Reply {
  const given = asObject(request.json())
  const code = textOf(given, 'maHoSoMCDT') ?? ''
  if (!given || code === '') return refused('Thiếu maHoSoMCDT')
  if (!/^LT(?:KS|KT|KH)$/.test(textOf(given, 'module') ?? '')) return refused('module không đúng')
  if (readSlashedTime(textOf(given, 'ngayTiepNhan') ?? '') === undefined)
    return refused('ngayTiepNhan phải theo định dạng dd/MM/yyyy HH:mm:ss')
  if (Object.keys(civilStatusOf(given)).length === 0) return refused('data phải là chuỗi JSON có hoTich')
  if (book.find(code)) return refused(`Hồ sơ ${code} đã tồn tại`)
  request.record([{ operation: 'guiBoTuPhap', key: code, outcome: 'inserted', body: given }])
  book.add(code, given)
  return done()
}

/** The states of the dossiers that are asked after; unknown ones are left out. */
export function tellOutcomes(book: CaseBook, request: SimRequest): Reply {
  const given = asObject(request.json())
  const codes: unknown = given?.maDinhDanhHoSo
  if (!Array.isArray(codes) || !/^\d{2}$/.test(textOf(given, 'maTinh') ?? ''))
    return refused('Thiếu maDinhDanhHoSo hoặc maTinh')
  const known = codes.map((code) => book.find(String(code))).filter((one) => one !== undefined)
  return known.length === 0 ? refused('Không tìm thấy hồ sơ') : done(known.map((one) => outcomeOf(book, one)))
}

function civilStatusOf(fields: Fields): Fields {
  try {
    return asObject(asObject(JSON.parse(textOf(fields, 'data') ?? ''))?.hoTich) ?? {}
  } catch {
    return {}
  }
}

/** 1 taken, 2 papers are missing, 3 meets the conditions, 4 registered, 6 refused. */
function stateOf(book: CaseBook, one: Case): string {
  const mark = textOf(civilStatusOf(one.fields), 'moPhong')
  const age = book.age(one) - (mark === 'boSung' && book.age(one) >= SUPPLEMENTED_AFTER ? SUPPLEMENTED_AFTER - 1 : 0)
  if (age === 0) return '1'
  if (mark === 'tuChoi') return '6'
  if (mark === 'boSung' && book.age(one) < SUPPLEMENTED_AFTER) return '2'
  return age === 1 ? '3' : '4'
}

function outcomeOf(book: CaseBook, one: Case): Fields {
  const trangThai = stateOf(book, one)
  const base = { maHoSo: one.code, trangThai }
  if (trangThai === '2') return { ...base, ghiChu: 'Thiếu giấy tờ chứng minh nơi cư trú' }
  if (trangThai === '6') return { ...base, ghiChu: 'Không thuộc thẩm quyền đăng ký' }
  if (trangThai !== '4') return base
  const paper = Buffer.from(`%PDF-1.4 bản điện tử giả lập của ${one.code}`).toString('base64')
  const register = { soDangKy: one.id, quyenSo: '01/GIALAP', trangSo: '1' }
  if (one.fields.module !== 'LTKS') return { ...base, ...register, giayChungTu: paper }
  return { ...base, ...register, giayKhaiSinh: paper, soDinhDanh: numberOf(one) }
}

/** A số định danh that nobody has: the province part 002 with the running number of the book. */
function numberOf(one: Case): string {
  return `00222600${one.id.padStart(5, '0').slice(-4)}`
}

/** The children whom BHXH knows: one stretch of time after they were registered. */
export function insuredChildren(book: CaseBook, cases: readonly string[]): ReadonlyMap<string, Citizen> {
  const known = cases.map((code) => book.find(code)).filter((one) => one !== undefined)
  const registered = known.filter(
    (one) => one.fields.module === 'LTKS' && stateOf(book, one) === '4' && isOld(book, one),
  )
  return new Map(registered.map((one) => [numberOf(one), childOf(one)]))
}

function isOld(book: CaseBook, one: Case): boolean {
  return book.age(one) >= (textOf(civilStatusOf(one.fields), 'moPhong') === 'boSung' ? SUPPLEMENTED_AFTER + 2 : 3)
}

function childOf(one: Case): Citizen {
  const child = civilStatusOf(one.fields)
  const place = asObject(child.meNoiCuTru)
  return {
    id: numberOf(one),
    name: textOf(child, 'nksHoTen') ?? '',
    gender: child.nksGioiTinh === '1' ? 'nam' : 'nữ',
    birth: (textOf(child, 'nksNgaySinh') ?? '').split('/').reverse().join(''),
    commune: {
      code: textOf(place, 'maXa') ?? '',
      provinceCode: textOf(place, 'maTinh') ?? '',
      districtCode: textOf(place, 'maHuyen') ?? '',
    },
    address: textOf(place, 'dcChiTiet') ?? '',
    insurance: `99${one.id.padStart(8, '0')}`,
    household: `98${one.id.padStart(8, '0')}`,
  }
}
