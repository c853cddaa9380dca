import { jsonReply, type Reply, xmlReply } from '../frame/reply.ts'
import { asObject, type SimRequest, textOf } from '../frame/request.ts'
import type { Route } from '../frame/simulator.ts'
import { readSlashedTime } from '../frame/vietnam-time.ts'
import type { CaseBook } from './case-book.ts'
import type { Citizen } from './citizens.ts'
import { civilStatusOperations } from './civil-status.ts'
import { criminalRecordOperations } from './criminal-record.ts'
import { listDocuments } from './documents.ts'
import { enterpriseAnswer, unknownEnterpriseAnswer } from './enterprise-answers.ts'
import type { Enterprise } from './enterprises.ts'
import { frontRoutes, type Guard } from './fronts.ts'
import { type NgspGateway, wantsXml } from './gateway.ts'
import { insuranceOperations } from './insurance.ts'
import { dailyFields, type Journal, journalByNumber, journalsOf, periodFields } from './journals.ts'
import { lookUpCitizen } from './population.ts'
import type { TableStore } from './table-store.ts'
import { xmlOf } from './xml.ts'

/** What the services answer from. */
interface NgspStock {
  readonly enterprises: ReadonlyMap<string, Enterprise>
  readonly tables: TableStore
  readonly citizens: ReadonlyMap<string, Citizen>
  readonly criminalRecords: CaseBook
  readonly civilStatus: CaseBook
  /** Seed of the daily dossiers of the register. */
  readonly journalSeed: number
  readonly clock: () => Date
}

/** Every address: the services behind the gateway with and without the version segment, and the same behind a security server. */
export function ngspServices(gateway: NgspGateway, stock: NgspStock): readonly Route[] {
  const services = (guard: Guard): readonly Route[] => [
    ...registerRoutes(guard, stock),
    ...tableRoutes(guard, stock),
    ...ministryRoutes(guard, stock),
  ]
  return [
    { method: 'POST', path: '/token', operation: 'token', handle: gateway.token },
    ...services(gateway.guard),
    ...frontRoutes(services),
  ]
}

function registerRoutes(guard: Guard, stock: NgspStock): readonly Route[] {
  const register = {
    chiTietDoanhNghiep: detail,
    tinhTrangHoSo: journal,
    danhSachHoSoTrongNgay: today,
    danhSachHoSo: period,
  }
  return Object.entries(register).flatMap(([operation, handle]) =>
    ['/apiCSDLDKDN/1.0', '/apiCSDLDKDN'].map(
      (base): Route => ({
        method: 'GET',
        path: `${base}/${operation}`,
        operation,
        session: true,
        handle: guard('/apiCSDLDKDN/1.0', (request) => answerIn(request, handle(stock, request))),
      }),
    ),
  )
}

function tableRoutes(guard: Guard, stock: NgspStock): readonly Route[] {
  const read = (path: string, operation: string, handle: (request: SimRequest) => Reply): Route => ({
    method: 'GET',
    path,
    operation,
    session: true,
    handle: guard('/dmdc/1.0', handle),
  })
  return ['/dmdc/1.0', '/dmdc'].flatMap((base): readonly Route[] => [
    read(`${base}/AllCategory`, 'AllCategory', () => jsonReply(200, stock.tables.list())),
    read(`${base}/Category/{code}`, 'Category', (request) => readTable(stock, request)),
    read(`${base}/Metadata/{code}`, 'Metadata', (request) => readMetadata(stock, request)),
    {
      method: 'POST',
      path: `${base}/Category/{code}`,
      operation: 'CategoryInsert',
      session: true,
      creates: true,
      handle: guard('/dmdc/1.0', (request) => addRows(stock, request)),
    },
  ])
}

/** What creates something, which `duplicateRate` can call a duplicate. */
const CREATING = new Set(['nhanHoSoDangKy', 'dangKyHoTich'])

function ministryRoutes(guard: Guard, stock: NgspStock): readonly Route[] {
  const { citizens, criminalRecords, civilStatus } = stock
  const post = (api: string, operation: string, handle: (request: SimRequest) => Reply): readonly Route[] =>
    [`${api}/1.0`, api].map((base) => ({
      method: 'POST',
      path: `${base}/${operation}`,
      operation,
      session: true,
      creates: CREATING.has(operation),
      handle: guard(api, handle),
    }))
  return [
    ...Object.entries(insuranceOperations).flatMap(([name, handle]) =>
      post('/apiBHXH', name, (request) => handle(citizens, request)),
    ),
    ...Object.entries(criminalRecordOperations).flatMap(([name, handle]) =>
      post('/apiLyLichTuPhap', name, (request) => handle(criminalRecords, request)),
    ),
    ...Object.entries(civilStatusOperations).flatMap(([name, handle]) =>
      post('/apiHoTichTuPhap', name, (request) => handle(civilStatus, request)),
    ),
    ...post('/apiKhoGiayTo', 'GetDanhSachKetQua', (request) => listDocuments(citizens, request)),
    ...post('/apiCSDLDanCu', 'traCuuThongTinCongDan', (request) => lookUpCitizen(citizens, request)),
  ]
}

function answerIn(request: SimRequest, value: unknown): Reply {
  return wantsXml(request) ? xmlReply(200, xmlOf('response', value)) : jsonReply(200, value)
}

function failed(message: string): Readonly<Record<string, unknown>> {
  return { DataCount: 0, Status: '0', Message: message }
}

function detail(stock: NgspStock, request: SimRequest): unknown {
  const code = request.query.get('msdn')?.trim() ?? ''
  if (code === '') return failed('Thiếu tham số msdn')
  const enterprise = stock.enterprises.get(code)
  return enterprise ? enterpriseAnswer(enterprise) : unknownEnterpriseAnswer(code)
}

function journal(stock: NgspStock, request: SimRequest): unknown {
  const number = request.query.get('in_journal_no')?.trim() ?? ''
  const found = journalByNumber(stock.journalSeed, number)
  if (!found) return failed(`Không tìm thấy hồ sơ ${number.slice(0, 40)}`)
  return { Data: { MainInformation: found.fields }, DataCount: 1, Status: '1', Message: 'success' }
}

function today(stock: NgspStock, request: SimRequest): unknown {
  const from = request.query.get('from_ts') ?? '00:00'
  const to = request.query.get('to_ts') ?? '23:59'
  if (![from, to].every((time) => /^(?:[01]\d|2[0-3]):[0-5]\d$/.test(time)))
    return failed('from_ts, to_ts phải theo định dạng HH:mm')
  const found = journalsOf(stock.journalSeed, stock.clock()).filter((entry) => entry.time >= from && entry.time <= to)
  return page(request, found, dailyFields)
}

const DAY_MS = 24 * 60 * 60 * 1000

function period(stock: NgspStock, request: SimRequest): unknown {
  const from = readSlashedTime(request.query.get('from_date') ?? '')
  const to = readSlashedTime(request.query.get('to_date') ?? '')
  if (!from || !to) return failed('from_date, to_date phải theo định dạng dd/MM/yyyy')
  const days = Math.round((to.getTime() - from.getTime()) / DAY_MS)
  if (days < 0) return failed('from_date phải trước to_date')
  if (days > 5) return failed('Khoảng thời gian giữa from_date và to_date tối đa 05 ngày')
  const found = Array.from({ length: days + 1 }, (_, index) =>
    journalsOf(stock.journalSeed, new Date(from.getTime() + index * DAY_MS)),
  ).flat()
  return page(request, found, periodFields)
}

function page(request: SimRequest, found: readonly Journal[], fields: (journal: Journal) => unknown): unknown {
  const offset = wholeNumber(request, 'offset', 0)
  const limit = wholeNumber(request, 'limit', 100)
  if (offset === undefined || limit === undefined) return failed('offset, limit phải là số nguyên không âm')
  const rows = found.slice(offset, offset + Math.min(limit, 1000)).map(fields)
  return { Data: { MainInformation: rows }, DataCount: rows.length, Status: '1', Message: 'success' }
}

function wholeNumber(request: SimRequest, name: string, otherwise: number): number | undefined {
  const given = request.query.get(name)
  if (given === null || given === '') return otherwise
  return /^\d{1,9}$/.test(given) ? Number(given) : undefined
}

function codeOf(request: SimRequest): string {
  return request.params.get('code') ?? ''
}

function noTable(request: SimRequest): Reply {
  return jsonReply(404, { MSG: `Category ${codeOf(request).slice(0, 100)} not found` })
}

function readTable(stock: NgspStock, request: SimRequest): Reply {
  const table = stock.tables.find(codeOf(request))
  return table ? jsonReply(200, table.rows) : noTable(request)
}

function readMetadata(stock: NgspStock, request: SimRequest): Reply {
  const table = stock.tables.find(codeOf(request))
  if (!table) return noTable(request)
  return jsonReply(
    200,
    table.properties.map((property) => ({
      PropertyCode: property.code,
      PropertyName: property.name,
      PropertyType: property.type,
    })),
  )
}

/** All rows or none; the wording (and its stray quotation mark) is the guide's. */
function addRows(stock: NgspStock, request: SimRequest): Reply {
  const table = stock.tables.find(codeOf(request))
  if (!table) return noTable(request)
  const body = request.json()
  if (!Array.isArray(body) || body.length === 0)
    return jsonReply(200, { MSG: 'Data not insert: body must be a list of records', Count: 0 })
  const [key] = table.properties
  const rows: Readonly<Record<string, string | null>>[] = []
  const keys = new Set(table.rows.map((row) => row[key?.code ?? '']))
  for (const [index, item] of body.entries()) {
    const object = asObject(item)
    const id = textOf(object, key?.code ?? '')
    if (!key || id === undefined || id === '')
      return jsonReply(200, { MSG: `Data not insert: Record ${index + 1}: ${key?.code ?? ''} is required`, Count: 0 })
    if (keys.has(id))
      return jsonReply(200, { MSG: `Data not insert: Record ${index + 1}: ${key.code} "${id} is duplicate"`, Count: 0 })
    keys.add(id)
    rows.push(
      Object.fromEntries(table.properties.map((property) => [property.code, textOf(object, property.code) ?? null])),
    )
  }
  request.record(
    rows.map((row) => ({
      operation: 'CategoryInsert',
      key: `${table.code}/${row[key?.code ?? ''] ?? ''}`,
      outcome: 'inserted',
      body: row,
    })),
  )
  stock.tables.add(table.code, rows)
  return jsonReply(200, { MSG: 'Done', Count: rows.length })
}
