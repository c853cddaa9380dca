import { jsonReply, type Reply } from '../frame/reply.ts'
import { asObject, type SimRequest, textOf } from '../frame/request.ts'
import { slashedDay } from '../frame/vietnam-time.ts'
import type { CaseBook } from './case-book.ts'

type Handle = (book: CaseBook, request: SimRequest) => Reply

const failed = (DESCRIPTION: string): Reply => jsonReply(200, { STATUS: '0', DESCRIPTION })
const done = (fields: object): Reply => jsonReply(200, { STATUS: '1', DESCRIPTION: 'Thành công', ...fields })

/** The operations of Lý lịch tư pháp (domain-vietnam §6.2); words of refusals and list shapes are ours. */
export const criminalRecordOperations: Readonly<Record<string, Handle>> = {
  nhanHoSoDangKy: receive,
  traTrangThaiHs: (book, request) => stateOf(book, codeIn(request)),
  traDsTrangThaiHs: listStates,
  traHoSo: detail,
  traDanhMuc: table,
  danhDauHsThanhCong: mark,
}

const codeIn = (request: SimRequest): string => textOf(asObject(request.json()), 'idReceivedDec') ?? ''

function receive(book: CaseBook, request: SimRequest): Reply {
  const given = asObject(request.json())
  const code = codeIn(request)
  const form = asObject(given?.declarationWSForm)
  if (code === '') return failed('Thiếu idReceivedDec')
  const missing = ['fullName', 'birthDateStr', 'identifyNo'].find((name) => (textOf(form, name) ?? '') === '')
  if (!given || missing) return failed(`Thiếu declarationWSForm.${missing ?? ''}`)
  if (!/^(?:(?:\d{2}\/)?\d{2}\/)?\d{4}$/.test(textOf(form, 'birthDateStr') ?? ''))
    return failed('declarationWSForm.birthDateStr phải theo định dạng DD/MM/YYYY, MM/YYYY hoặc YYYY')
  if (book.find(code)) return failed(`Hồ sơ ${code} đã tồn tại`)
  request.record([{ operation: 'nhanHoSoDangKy', key: code, outcome: 'inserted', body: given }])
  return done({ ID: book.add(code, given).id })
}

/** 3 received, 4 being worked on, 5 the certificate is there. */
function stateFields(book: CaseBook, code: string) {
  const one = book.find(code)
  if (!one) return undefined
  const state = Math.min(5, 3 + book.ageWhenAsked(one))
  const day = slashedDay(new Date(one.since))
  return {
    ID: one.id,
    idReceivedDec: code,
    DEC_STATUS_ID: String(state),
    ...(state >= 4 ? { APPROVE_DATE: day } : {}),
    ...(state === 5 ? { ISSUE_DATE: day, soPhieuLLTP: `${one.id}/LLTP-GIALAP` } : {}),
  }
}

function stateOf(book: CaseBook, code: string): Reply {
  const fields = stateFields(book, code)
  return fields ? done({ data: fields }) : failed(`Không tìm thấy hồ sơ ${code.slice(0, 60)}`)
}

function listStates(book: CaseBook, request: SimRequest): Reply {
  const codes = asObject(request.json())?.dsHoSo
  if (!Array.isArray(codes)) return failed('dsHoSo phải là danh sách')
  return done({ data: codes.flatMap((code) => stateFields(book, String(code)) ?? []) })
}

function detail(book: CaseBook, request: SimRequest): Reply {
  const one = book.find(codeIn(request))
  return one ? done({ data: one.fields }) : failed('Không tìm thấy hồ sơ')
}

const TABLES: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  '1': [['02', 'Tuyên Quang']],
  '2': [['1', 'Việt Nam']],
  '3': [['01', 'Kinh']],
  '4': [['GL01', 'Sở Tư pháp (giả lập)']],
  '5': [['GL02', 'Phòng Hành chính tư pháp (giả lập)']],
}

function table(_book: CaseBook, request: SimRequest): Reply {
  const kind = textOf(asObject(request.json()), 'loaiDanhMuc') ?? ''
  const rows = Object.hasOwn(TABLES, kind) ? TABLES[kind] : undefined
  return rows ? done({ data: rows.map(([MA, TEN]) => ({ MA, TEN })) }) : failed('loaiDanhMuc phải từ 1 đến 5')
}

function mark(book: CaseBook, request: SimRequest): Reply {
  const ids = (textOf(asObject(request.json()), 'ids') ?? '').split(';').filter((id) => id !== '')
  const unknown = ids.find((id) => !book.close(id))
  return ids.length === 0 || unknown !== undefined ? failed(`Không tìm thấy ID ${unknown ?? ''}`) : done({})
}
