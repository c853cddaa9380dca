import { fromUnicode } from '#shared/vietnam/encodings/convert.ts'
import { enterpriseName, personName } from '../data/names.ts'
import { makePerson } from '../data/person.ts'
import { PROCEDURES, type Procedure } from '../data/procedures.ts'
import { inventedTaxCode } from '../data/tax-code.ts'
import { between, chance, pick, type Random } from '../frame/random.ts'
import { addWorkingDays, slashedTime } from '../frame/vietnam-time.ts'
import { roadTo, STEP_TEXTS, type State } from './states.ts'

/** Agency code of the simulated province in the old style of QCVN 102:2016. */
export const AGENCY = '000.00.00.H22'

/** A row of `HoSo`; every column is text, as the system stores it. */
export interface HoSoRow {
  readonly MaHoSo: string
  readonly MaTTHC: string
  readonly TenTTHC: string
  readonly MaLinhVuc: string
  readonly TenLinhVuc: string
  readonly MaDonVi: string
  readonly ChuHoSo: string
  /** In words: `Cá nhân`, `Doanh nghiệp`, `Cơ quan nhà nước`, `Tổ chức`. */
  readonly LoaiDoiTuong: string
  readonly LoaiGiayTo: string
  readonly SoGiayTo: string
  readonly NgaySinh: string | null
  readonly GioiTinh: string | null
  readonly DiaChi: string | null
  /** Old commune code, five digits. */
  readonly MaXa: string | null
  readonly SoDienThoai: string | null
  readonly Email: string | null
  readonly TrichYeu: string
  readonly NgayNopHoSo: string | null
  readonly NgayTiepNhan: string | null
  readonly NgayHenTra: string | null
  readonly NgayKetThucXuLy: string | null
  readonly NgayTra: string | null
  readonly NgayTuChoi: string | null
  readonly TrangThai: State
  /** 1 trực tiếp, 2 trực tuyến, 3 bưu chính. */
  readonly KenhThucHien: string
  readonly HinhThucTra: string | null
  readonly DonViXuLy: string
  readonly NguoiTiepNhan: string | null
  readonly GhiChu: string | null
  /** `MotCua` or `DVCQG`. */
  readonly NguonHoSo: string
  /** How `ChuHoSo`, `DiaChi` and `TrichYeu` are written. */
  readonly BangMa: 'Unicode' | 'TCVN3'
}

/** A row of `TienDo` before it has its number. */
export interface TienDoRow {
  readonly MaHoSo: string
  readonly NguoiXuLy: string
  readonly ChucDanh: string | null
  readonly ThoiDiemXuLy: string
  readonly PhongBanXuLy: string | null
  readonly NoiDungXuLy: string
  readonly TrangThai: State
  readonly NgayBatDau: string | null
  readonly NgayKetThucTheoQuyDinh: string | null
}

/** A row of `GiayTo` before it has its number. */
export interface GiayToRow {
  readonly MaHoSo: string
  readonly MaGiayTo: string | null
  readonly TenGiayTo: string
  readonly TenTep: string | null
  readonly DuongDan: string | null
  readonly SoLuong: number
  readonly LaKetQua: 0 | 1
  readonly NoiDung: Buffer | null
}

/** A dossier with its steps and papers. */
export interface MadeDossier {
  readonly dossier: HoSoRow
  readonly steps: readonly TienDoRow[]
  readonly papers: readonly GiayToRow[]
}

const STATE_MIX: readonly State[] = [
  'done',
  'done',
  'done',
  'done',
  'done',
  'done',
  'releasing',
  'processing',
  'processing',
  'processing',
  'new',
  'new',
  'receiving',
  'waiting',
  'paying',
  'denied',
  'cancelled',
  'unresolved',
  'interoperating',
  'posting',
]

/** A state as often as it is met in a system at work. */
export function commonState(random: Random): State {
  return pick(random, STATE_MIX)
}

/** Makes a dossier that came at `received` and is in `state` now; `code` is its mã hồ sơ. */
export function makeDossier(random: Random, code: string, received: Date, state: State): MadeDossier {
  const procedure = pick(random, PROCEDURES)
  const applicant = makeApplicant(random, procedure, received)
  const online = state === 'receiving' || state === 'denied' || chance(random, 0.55)
  const steps = stepsOf(random, code, received, roadTo(state), procedure)
  const timeOf = (wanted: readonly State[]): string | null =>
    steps.findLast((step) => wanted.includes(step.TrangThai))?.ThoiDiemXuLy ?? null
  const summary = summaryOf(random, procedure, applicant.ChuHoSo)
  const legacy = chance(random, 0.2)
  const write = (text: string): string => (legacy ? fromUnicode(text, 'tcvn3') : text)
  const dossier: HoSoRow = {
    MaHoSo: code,
    MaTTHC: procedure.local,
    TenTTHC: procedure.title,
    MaLinhVuc: procedure.fieldCode,
    TenLinhVuc: procedure.field,
    MaDonVi: AGENCY,
    ...applicant,
    ChuHoSo: write(applicant.ChuHoSo),
    DiaChi: write(applicant.DiaChi),
    TrichYeu: write(summary),
    NgayNopHoSo: slashedTime(received),
    NgayTiepNhan: timeOf(['new']),
    NgayHenTra: timeOf(['new']) === null ? null : slashedTime(addWorkingDays(received, procedure.workingDays)),
    NgayKetThucXuLy: timeOf(['releasing', 'unresolved']),
    NgayTra: timeOf(['done']),
    NgayTuChoi: timeOf(['denied']),
    TrangThai: state,
    KenhThucHien: online ? '2' : pick(random, ['1', '1', '1', '3']),
    HinhThucTra: chance(random, 0.7) ? '0' : '1',
    DonViXuLy: procedure.department,
    NguoiTiepNhan: steps.find((step) => step.TrangThai === 'new')?.NguoiXuLy ?? null,
    GhiChu: null,
    NguonHoSo: 'MotCua',
    BangMa: legacy ? 'TCVN3' : 'Unicode',
  }
  return { dossier, steps, papers: papersOf(random, code, procedure, state === 'done') }
}

function makeApplicant(random: Random, procedure: Procedure, today: Date) {
  const person = makePerson(random, today)
  const contact = {
    MaXa: person.commune.code,
    DiaChi: person.address,
    SoDienThoai: person.phone,
    Email: person.email === '' ? null : person.email,
  }
  if (procedure.forEnterprises === true) {
    const organisation = chance(random, 0.2)
    return {
      ...contact,
      ChuHoSo: organisation
        ? `Hợp tác xã nông nghiệp ${person.commune.name.replace(/^(Xã|Phường|Thị trấn) /, '')}`
        : enterpriseName(random).name,
      LoaiDoiTuong: organisation ? 'Tổ chức' : 'Doanh nghiệp',
      LoaiGiayTo: 'MST',
      SoGiayTo: inventedTaxCode(random),
      NgaySinh: null,
      GioiTinh: null,
    }
  }
  return {
    ...contact,
    ChuHoSo: person.name,
    LoaiDoiTuong: 'Cá nhân',
    LoaiGiayTo: person.idKind,
    SoGiayTo: person.idNumber,
    NgaySinh: person.birthDate,
    GioiTinh: person.gender === 'nam' ? 'Nam' : 'Nữ',
  }
}

/** Once in a hundred longer than the 1,000 characters that the national portal takes. */
function summaryOf(random: Random, procedure: Procedure, name: string): string {
  const summary = `${procedure.title} cho ${name}`
  return chance(random, 0.01)
    ? `${summary}. ${'Hồ sơ kèm theo nhiều giấy tờ đã được kiểm tra. '.repeat(25)}`.trim()
    : summary
}

/** Once in fifty an officer's name with title and office, longer than the 50 characters that the national portal takes. */
function officerName(random: Random): string {
  const name = personName(random, pick(random, ['nam', 'nữ'] as const))
  return chance(random, 0.02) ? `${name} (Bộ phận Tiếp nhận và Trả kết quả, Trung tâm Phục vụ hành chính công)` : name
}

function stepsOf(
  random: Random,
  code: string,
  received: Date,
  road: readonly State[],
  procedure: Procedure,
): readonly TienDoRow[] {
  let time = received
  return road.map((state, index) => {
    if (index > 0) time = new Date(time.getTime() + between(random, 10, 300) * 60_000)
    return makeStep(random, code, state, time, addWorkingDays(received, procedure.workingDays))
  })
}

/** One progress step into a state. */
export function makeStep(
  random: Random,
  code: string,
  state: State,
  time: Date,
  due: Date,
  content?: string,
): TienDoRow {
  const text = STEP_TEXTS[state]
  return {
    MaHoSo: code,
    NguoiXuLy: state === 'receiving' ? 'Cán bộ một cửa' : officerName(random),
    ChucDanh: text.role === '' ? null : text.role,
    ThoiDiemXuLy: slashedTime(time),
    PhongBanXuLy: text.room === '' ? null : text.room,
    NoiDungXuLy: content ?? text.content,
    TrangThai: state,
    NgayBatDau: slashedTime(time),
    NgayKetThucTheoQuyDinh: slashedTime(due),
  }
}

function papersOf(random: Random, code: string, procedure: Procedure, done: boolean): readonly GiayToRow[] {
  const paper = (id: string, name: string, result: 0 | 1): GiayToRow => ({
    MaHoSo: code,
    MaGiayTo: id,
    TenGiayTo: name,
    TenTep: `${name}.pdf`,
    DuongDan: `/tep/${code}/${id}.pdf`,
    SoLuong: between(random, 1, 2),
    LaKetQua: result,
    NoiDung: null,
  })
  const handedIn = procedure.papers.map(([id, name]) => paper(id, name, 0))
  return done ? [...handedIn, paper(procedure.result[0], procedure.result[1], 1)] : handedIn
}
