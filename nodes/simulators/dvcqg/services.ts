import { KNOWN_PROCEDURES, type Procedure, procedureByNationalCode } from '../data/procedures.ts'
import type { Reply } from '../frame/reply.ts'
import { asObject, type SimRequest, textOf } from '../frame/request.ts'
import type { DvcqgAnswers } from './answers.ts'
import type { Dossiers } from './dossiers.ts'
import { checkFields, DOSSIER_FIELDS, faultSentence, NATIONAL_STATES, STEP_FIELDS } from './fields.ts'
import { procedureDetail } from './procedure-detail.ts'

/** The most progress steps in one `CapNhatTienDoHoSoMC` call. */
const MAX_STEPS = 10

/** The most dossiers in one `DongBoHoSoMC` call (a limit of this simulator). */
const MAX_DOSSIERS = 100

/** One service of the portal; the session has been checked. */
export type Service = (body: Readonly<Record<string, unknown>>, request: SimRequest) => Reply

/** The services by the value of `service`. A failing call changes nothing: each list is taken whole or not at all. */
export function dvcqgServices(dossiers: Dossiers, answers: DvcqgAnswers): ReadonlyMap<string, Service> {
  const national = KNOWN_PROCEDURES.filter((procedure) => procedure.national !== undefined)
  return new Map<string, Service>([
    ['DongBoHoSoMC', (body, request) => syncDossiers(dossiers, answers, body, request)],
    ['CapNhatTienDoHoSoMC', (body, request) => addSteps(dossiers, answers, body, request)],
    ['TraCuuHoSo', (body) => lookUp(dossiers, answers, body)],
    ['LayDanhMucLinhVuc', () => answers.ok(fieldsOf(national))],
    ['LayDanhMucCoQuan', () => answers.ok(AGENCIES)],
    ['LayDanhSachTTHC', () => answers.ok(national.map((p) => ({ MATTHC: p.national, TENTTHC: p.title })))],
    ['LayThuTuc', (body) => readProcedure(answers, body)],
    ['TraCuuTechID', (body) => readTechId(answers, body)],
  ])
}

const AGENCIES = [
  { MADONVI: '000.00.00.G22', TENDONVI: 'Văn phòng Chính phủ', CAPDONVI: '1' },
  { MADONVI: '000.00.00.G15', TENDONVI: 'Bộ Tư pháp', CAPDONVI: '1' },
  { MADONVI: '000.00.00.H22', TENDONVI: 'UBND tỉnh Hà Giang (giả lập)', CAPDONVI: '1' },
  { MADONVI: '000.00.01.H22', TENDONVI: 'Sở Tư pháp tỉnh Hà Giang (giả lập)', CAPDONVI: '2' },
  { MADONVI: '000.00.02.H22', TENDONVI: 'Sở Xây dựng tỉnh Hà Giang (giả lập)', CAPDONVI: '2' },
]

function fieldsOf(procedures: readonly Procedure[]): readonly unknown[] {
  const fields = new Map(procedures.map((procedure) => [procedure.fieldCode, procedure.field]))
  return [...fields].map(([code, name]) => ({ MALINHVUC: code, TENLINHVUC: name, MANGANH: code.split('-')[0] ?? '' }))
}

function listOf(body: Readonly<Record<string, unknown>>): readonly unknown[] | undefined {
  const data = Object.hasOwn(body, 'data') ? body.data : undefined
  return Array.isArray(data) && data.length > 0 ? data : undefined
}

function syncDossiers(
  dossiers: Dossiers,
  answers: DvcqgAnswers,
  body: Readonly<Record<string, unknown>>,
  request: SimRequest,
): Reply {
  const updating = textOf(body, 'isUpdating')
  if (updating !== 'True' && updating !== 'False')
    return answers.refused('Dữ liệu không hợp lệ: isUpdating phải là chuỗi "True" hoặc "False"')
  const data = listOf(body)
  if (!data) return answers.refused('Dữ liệu không hợp lệ: data phải là danh sách có ít nhất một hồ sơ')
  if (data.length > MAX_DOSSIERS)
    return answers.refused(`Dữ liệu không hợp lệ: mỗi lần đồng bộ tối đa ${MAX_DOSSIERS} hồ sơ`)
  const faults = data.flatMap((item, index) => checkFields(item, DOSSIER_FIELDS, `data[${index}]`))
  if (faults.length > 0) return answers.refused(faultSentence(faults))
  const items = data.map((item) => ({ ...asObject(item) }))
  const codes = items.map((item) => textOf(item, 'MaHoSo') ?? '')
  const unknown = items.map((item) => textOf(item, 'MaTTHC') ?? '').filter((code) => !procedureByNationalCode(code))
  if (unknown.length > 0)
    return answers.refused(`Mã thủ tục ${unknown.join(', ')} không có trên Cổng Dịch vụ công quốc gia`)
  if (new Set(codes).size < codes.length)
    return answers.refused('Dữ liệu không hợp lệ: một mã hồ sơ có nhiều lần trong data')

  if (updating === 'True') {
    const missing = codes.filter((code) => !dossiers.has(code))
    if (missing.length > 0) return answers.refused(`Không tìm thấy hồ sơ ${missing.join(', ')} để cập nhật`)
  } else {
    const there = codes.filter((code) => dossiers.has(code))
    if (there.length > 0) {
      for (const code of there) dossiers.refuse(code)
      return answers.duplicate(there)
    }
  }
  const outcome = updating === 'True' ? 'updated' : 'inserted'
  request.record(
    items.map((item, index) => ({ operation: 'DongBoHoSoMC', key: codes[index] ?? '', outcome, body: item })),
  )
  for (const [index, item] of items.entries()) dossiers.put(codes[index] ?? '', item)
  return answers.ok(
    codes.map((code) => ({ MaHoSo: code })),
    'Đồng bộ hồ sơ thành công',
  )
}

function addSteps(
  dossiers: Dossiers,
  answers: DvcqgAnswers,
  body: Readonly<Record<string, unknown>>,
  request: SimRequest,
): Reply {
  const data = listOf(body)
  if (!data) return answers.refused('Dữ liệu không hợp lệ: data phải là danh sách có ít nhất một bước xử lý')
  if (data.length > MAX_STEPS)
    return answers.refused(
      `Dữ liệu không hợp lệ: mỗi lần cập nhật tối đa ${MAX_STEPS} bước xử lý (nhận được ${data.length})`,
    )
  const faults = data.flatMap((item, index) => checkFields(item, STEP_FIELDS, `data[${index}]`))
  if (faults.length > 0) return answers.refused(faultSentence(faults))
  const items = data.map((item) => ({ ...asObject(item) }))
  const codes = items.map((item) => textOf(item, 'MaHoSo') ?? '')
  const missing = [...new Set(codes.filter((code) => !dossiers.has(code)))]
  if (missing.length > 0) return answers.refused(`Không tìm thấy hồ sơ ${missing.join(', ')} để cập nhật tiến độ`)
  request.record(
    items.map((item, index) => ({
      operation: 'CapNhatTienDoHoSoMC',
      key: codes[index] ?? '',
      outcome: 'step-added',
      body: item,
    })),
  )
  for (const [index, item] of items.entries()) dossiers.addStep(codes[index] ?? '', item)
  return answers.ok([], 'Cập nhật tiến độ hồ sơ thành công')
}

function lookUp(dossiers: Dossiers, answers: DvcqgAnswers, body: Readonly<Record<string, unknown>>): Reply {
  const code = textOf(body, 'mahoso')
  if (code === undefined || code === '') return answers.refused('Dữ liệu không hợp lệ: mahoso không được để trống')
  const found = dossiers.get(code)
  // Deployed clients decide by the length of `result`, so an unknown dossier is an empty list and no error.
  if (!found) return answers.ok([], `Không tìm thấy hồ sơ ${code}`)
  const state = String(found.data.TrangThaiHoSo)
  const title = Object.hasOwn(NATIONAL_STATES, state) ? NATIONAL_STATES[state] : undefined
  return answers.ok([{ ...found.data, TenTrangThaiHoSo: title ?? '', DanhSachTienDo: found.steps }])
}

function readProcedure(answers: DvcqgAnswers, body: Readonly<Record<string, unknown>>): Reply {
  const code = textOf(body, 'maTTHC') ?? ''
  const procedure = procedureByNationalCode(code)
  return procedure ? answers.ok([procedureDetail(procedure)]) : answers.refused(`Không tìm thấy thủ tục ${code}`)
}

/** The same paper number always gives the same (invented) TechID. */
function readTechId(answers: DvcqgAnswers, body: Readonly<Record<string, unknown>>): Reply {
  const paper = textOf(body, 'mstorcmnd') ?? ''
  if (!/^(?:\d{9}|\d{10}|\d{12}|\d{10}-\d{3})$/.test(paper))
    return answers.refused('Dữ liệu không hợp lệ: mstorcmnd không đúng định dạng')
  return answers.ok([{ TECHNICALID: `GL${paper.replaceAll(/\D/g, '').padStart(13, '0')}` }])
}
