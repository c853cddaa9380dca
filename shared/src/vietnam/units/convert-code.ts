import type { Text } from '../../text/text.ts'
import { foldUnitName } from './unit-name.ts'

/**
 * How surely a code of one list becomes a code of the next: `exact` one to one, `merged` one result that other old units have too
 * (the way back is lost), `split` several results, `unknown` none.
 */
export type Certainty = 'exact' | 'merged' | 'split' | 'unknown'

/** A code that may be the result. */
export interface Candidate {
  readonly ma: string
  readonly ten?: string
}

/** The outcome of a conversion. `ma` and `ten` stand only where there is exactly one result. */
export interface ConvertedCode {
  readonly ketQua: Certainty
  readonly maCu: string
  readonly tenCu?: string
  readonly ma?: string
  readonly ten?: string
  readonly luaChon: readonly Candidate[]
  readonly reason: string
  readonly reasonEn: string
}

/** A row of a conversion table: the old code with `maMoi`, perhaps `tenMoi` and `quanHe` ("gop" when others were merged with it). */
export interface ConversionRow {
  readonly code: string
  readonly name: string
  readonly extra?: Readonly<Record<string, unknown>>
}

const NO_ROW: Text = {
  vi: 'Danh mục không có mã này vào ngày tra cứu',
  en: 'The table does not have this code on that day',
}

/** Converts a code by the row that the table has for it; `name`, when given, has to be the old name. Undefined when the row has no `maMoi`. */
export function convertCode(code: string, row: ConversionRow | undefined, name?: string): ConvertedCode | undefined {
  if (row === undefined) return unknown(code, undefined, NO_ROW)
  const codes = listOf(row.extra?.maMoi)
  if (codes.length === 0) return undefined
  const named = name === undefined || name.trim() === '' || foldUnitName(name) === foldUnitName(row.name)
  if (!named)
    return unknown(code, row.name, {
      vi: `Mã này trong danh mục là "${row.name}", không phải tên đã gửi; có thể mã thuộc danh mục khác`,
      en: `In the table this code is "${row.name}" and not the name that was sent; the code may be of another list`,
    })
  const names = listOf(row.extra?.tenMoi)
  const luaChon = codes.map((ma, i): Candidate => ({ ma, ...(names[i] ? { ten: names[i] } : {}) }))
  const [only] = luaChon
  if (luaChon.length > 1 || only === undefined)
    return { ketQua: 'split', maCu: code, tenCu: row.name, luaChon, ...said(SPLIT) }
  const merged = row.extra?.quanHe === 'gop'
  return {
    ketQua: merged ? 'merged' : 'exact',
    maCu: code,
    tenCu: row.name,
    ...only,
    luaChon,
    ...said(merged ? MERGED : EXACT),
  }
}

const EXACT: Text = { vi: 'Đúng một đơn vị', en: 'Exactly one unit' }
const MERGED: Text = {
  vi: 'Đúng một đơn vị; đơn vị ấy gồm cả đơn vị cũ khác nên không đổi ngược lại được',
  en: 'Exactly one unit, which holds other old units too, so there is no way back',
}
const SPLIT: Text = {
  vi: 'Có nhiều đơn vị có thể nhận; cần người chọn',
  en: 'Several units are possible; a person has to choose',
}

const said = (text: Text): { reason: string; reasonEn: string } => ({ reason: text.vi, reasonEn: text.en })

function unknown(maCu: string, tenCu: string | undefined, why: Text): ConvertedCode {
  return { ketQua: 'unknown', maCu, ...(tenCu === undefined ? {} : { tenCu }), luaChon: [], ...said(why) }
}

/** Several values of one cell stand with `;` between them, which survives Excel and CSV. */
function listOf(cell: unknown): readonly string[] {
  if (Array.isArray(cell)) return cell.filter((it) => typeof it === 'string' && it !== '')
  return typeof cell === 'string'
    ? cell
        .split(';')
        .map((it) => it.trim())
        .filter((it) => it !== '')
    : []
}
