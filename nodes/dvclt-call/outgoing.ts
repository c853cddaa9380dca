import { permanent } from '#shared/errors/flow-error.ts'
import { formatDate } from '#shared/vietnam/dates/format.ts'
import { parseDate, precisionOf } from '#shared/vietnam/dates/parse.ts'
import { fieldsOf, listOf, plain } from './dossier.ts'
import type { Operation } from './operations.ts'

type Fields = Readonly<Record<string, unknown>>

/** Modules of the linked procedures: birth, death, marriage. */
const MODULES: Readonly<Record<string, string>> = { KS: 'LTKS', KT: 'LTKT', KH: 'LTKH' }

/** The state "must be supplemented" of the linked-service software (domain-vietnam §4.4). */
const SUPPLEMENT = '2'

/**
 * The data of an operation as its receiver wants them: dates `dd/MM/yyyy HH:mm:ss`, objects as JSON in a string, codes as text, `KS` as `LTKS`.
 * Throws `mapping.missing` for a field that is not there and `message.wrong-shape` for one that cannot be sent; nothing has left then.
 */
export function outgoing(operation: Operation, given: unknown): Fields {
  const data = fieldsOf(given)
  for (const name of operation.needs ?? []) needed(data, name)
  if (operation.name === 'guiBoTuPhap') return toJustice(data)
  if (operation.name === 'traKetQua') return question(data)
  return operation.name === 'baoTrangThai' ? report(data) : data
}

function toJustice(data: Fields): Fields {
  return {
    ...data,
    module: moduleOf(data),
    maHoSoMCDT: plain(data.maHoSoMCDT),
    maHoSoLT: plain(data.maHoSoLT),
    maDonVi: plain(data.maDonVi),
    ngayTiepNhan: slashed('ngayTiepNhan', data.ngayTiepNhan),
    data: packed(data.data),
    fileDinhKem: listOf(data.fileDinhKem),
  }
}

function question(data: Fields): Fields {
  const codes = listOf(data.maDinhDanhHoSo).map(plain)
  if (codes.length === 0 || codes.length > 200 || codes.includes(''))
    throw wrong('maDinhDanhHoSo cần 1 đến 200 mã hồ sơ', 'maDinhDanhHoSo needs 1 to 200 dossier codes')
  return { ...data, maDinhDanhHoSo: codes, maTinh: plain(data.maTinh), module: moduleOf(data) }
}

function report(data: Fields): Fields {
  const state = plain(data.trangThai)
  if (!/^[1-7]$/.test(state)) throw wrong('trangThai phải từ 1 đến 7', 'trangThai must be 1 to 7')
  if (state === SUPPLEMENT) needed(data, 'hanBoSungHoSo')
  const { ketQuaXuLy, hanBoSungHoSo, coQuanXuLy } = data
  return {
    ...data,
    trangThai: state,
    coQuanXuLy: plain(coQuanXuLy) || '5',
    thoiGianThucHien: slashed('thoiGianThucHien', data.thoiGianThucHien),
    ...(filled(hanBoSungHoSo) ? { hanBoSungHoSo: slashed('hanBoSungHoSo', hanBoSungHoSo) } : {}),
    ...(filled(ketQuaXuLy) ? { ketQuaXuLy: packed(ketQuaXuLy) } : {}),
  }
}

const filled = (value: unknown): boolean => value !== undefined && value !== null && value !== ''

function needed(data: Fields, name: string): void {
  if (!filled(data[name])) throw permanent('mapping.missing', { target: name, source: 'data' })
}

function moduleOf(data: Fields): string {
  const module = plain(data.module).toUpperCase()
  if (Object.hasOwn(MODULES, module)) return MODULES[module] ?? module
  if (Object.values(MODULES).includes(module)) return module
  throw wrong('module phải là LTKS, LTKT hoặc LTKH', 'module must be LTKS, LTKT or LTKH')
}

/** An object or list as JSON; a text is taken to be packed already. */
function packed(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** `dd/MM/yyyy HH:mm:ss`; a day without a time stays a day, because no time is invented. */
function slashed(name: string, value: unknown): string {
  try {
    const date = parseDate(plain(value))
    return formatDate(date, precisionOf(date) === 'time' ? 'dd/MM/yyyy HH:mm:ss' : 'dd/MM/yyyy')
  } catch {
    throw wrong(`${name} không phải ngày giờ đọc được`, `${name} is no date that can be read`)
  }
}

function wrong(vi: string, en: string) {
  return permanent('message.wrong-shape', { reason: { vi, en } })
}
