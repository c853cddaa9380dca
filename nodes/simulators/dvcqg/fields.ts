import { readCompactTime } from '../frame/vietnam-time.ts'

/** How a field must be written: `date` is `yyyyMMddHHmmss`, `flag` a string boolean, `code` one of a list (string or whole number). */
interface FieldRule {
  readonly name: string
  readonly kind: 'text' | 'date' | 'flag' | 'code' | 'list'
  readonly required?: boolean
  /** Longest text, in UTF-16 units as received. */
  readonly max?: number
  readonly oneOf?: readonly string[]
  readonly pattern?: RegExp
  /** For `list`: the rules of each element. */
  readonly each?: readonly FieldRule[]
}

const text = (name: string, more: Partial<FieldRule> = {}): FieldRule => ({ name, kind: 'text', ...more })
const date = (name: string, required = false): FieldRule => ({ name, kind: 'date', required })
const flag = (name: string): FieldRule => ({ name, kind: 'flag', oneOf: ['0', '1', 'True', 'False'] })
const code = (name: string, oneOf: readonly string[], required = false): FieldRule => ({
  name,
  kind: 'code',
  oneOf,
  required,
})
const list = (name: string, each: readonly FieldRule[]): FieldRule => ({ name, kind: 'list', each })
const required = { required: true } as const

/** National states of a dossier, `1` Mới đăng ký … `10` Đã trả kết quả. */
export const NATIONAL_STATES: Readonly<Record<string, string>> = {
  '1': 'Mới đăng ký',
  '2': 'Được tiếp nhận',
  '3': 'Không được tiếp nhận',
  '4': 'Đang xử lý',
  '5': 'Yêu cầu bổ sung giấy tờ',
  '6': 'Yêu cầu thực hiện nghĩa vụ tài chính',
  '7': 'Công dân yêu cầu rút hồ sơ',
  '8': 'Dừng xử lý',
  '9': 'Đã xử lý xong',
  '10': 'Đã trả kết quả',
}

const STATE_CODES = Object.keys(NATIONAL_STATES)

/** A mã hồ sơ as TT 01/2018/TT-VPCP has it, with the longer sequences that occur. */
export const DOSSIER_CODE = /^[0-9A-Z.]{3,35}-\d{6}-\d{4,6}$/
/** A procedure code, national or with a provincial suffix. */
const PROCEDURE_CODE = /^\d\.\d{6}(?:\.[0-9A-Z.]+)?$/

const ATTACHMENT: readonly FieldRule[] = [
  text('TepDinhKemId'),
  text('TenTepDinhKem', { ...required, max: 4000 }),
  flag('IsDeleted'),
  text('MaThanhPhanHoSo'),
  text('DuongDanTaiTepTin'),
  flag('DuocSoHoa'),
  code('DuocTaiSuDung', ['0', '1', '2', 'True', 'False']),
  flag('DuocLayTuKhoDMQG'),
  text('MaKetQuaThayThe'),
]

const SUPPLEMENT: readonly FieldRule[] = [
  text('HoSoBoSungId'),
  text('NguoiYeuCauBoSung'),
  text('NoiDungBoSung'),
  date('NgayBoSung'),
  text('NguoiTiepNhanBoSung'),
  text('ThongTinTiepNhan'),
  date('NgayTiepNhanBoSung'),
  text('TrangThaiBoSung'),
  list('DanhSachGiayToBoSung', []),
  list('DanhSachLePhiBoSung', []),
  date('NgayHenTraTruoc'),
  date('NgayHenTraMoi'),
]

/** Fields of one dossier in `DongBoHoSoMC`. */
export const DOSSIER_FIELDS: readonly FieldRule[] = [
  text('MaHoSo', { ...required, pattern: DOSSIER_CODE }),
  text('MaTTHC', { ...required, pattern: PROCEDURE_CODE }),
  text('TenTTHC', required),
  text('MaLinhVuc', required),
  text('TenLinhVuc', required),
  code('KenhThucHien', ['1', '2', '3'], true),
  text('ChuHoSo', required),
  code('LoaiDoiTuong', ['1', '2', '3', '4'], true),
  text('MaDoiTuong'),
  text('ThongTinKhac'),
  text('Email'),
  text('Fax'),
  text('SoDienThoai'),
  text('TrichYeuHoSo', { ...required, max: 1000 }),
  date('NgayTiepNhan', true),
  date('NgayHenTra'),
  code('TrangThaiHoSo', STATE_CODES, true),
  date('NgayTra'),
  text('ThongTinTra'),
  code('HinhThuc', ['0', '1']),
  date('NgayKetThucXuLy'),
  text('DonViXuLy', required),
  text('GhiChu'),
  code('NoiNopHoSo', ['1', '2']),
  date('NgayTuChoi'),
  date('NgayNopHoSo'),
  flag('HoSoCoThanhPhanSoHoa'),
  flag('TaiKhoanDuocXacThucVoiVNeID'),
  flag('DuocThanhToanTrucTuyen'),
  list('DinhDanhCHS', [
    code('LoaiDinhDanh', ['1', '2'], true),
    text('SoDinhDanh', { ...required, pattern: /^(?:\d{12}|\d{9})$/ }),
  ]),
  list('DSKetNoiCSDL', [text('MaCSDL', required)]),
  list('TaiLieuNop', ATTACHMENT),
  list('DanhSachLePhi', [
    text('TenPhiLePhi'),
    text('MaPhiLePhi'),
    code('HinhThucThu', ['1', '2']),
    text('Gia'),
    code('LoaiPhiLePhi', ['1', '2']),
  ]),
  list('DanhSachTepDinhKemKhac', [text('TenGiayTo', required), text('SoLuong'), text('LoaiGiayTo')]),
  list('DanhSachHoSoBoSung', SUPPLEMENT),
  list('DanhSachGiayToKetQua', [
    text('TenGiayTo', required),
    text('MaThanhPhanHoSo'),
    text('GiayToId'),
    text('DuongDanTepTinKetQua'),
    text('MaGiayToKetQua'),
  ]),
]

/** Fields of one progress step in `CapNhatTienDoHoSoMC`. */
export const STEP_FIELDS: readonly FieldRule[] = [
  text('MaHoSo', { ...required, pattern: DOSSIER_CODE }),
  text('NguoiXuLy', { ...required, max: 50 }),
  text('ChucDanh'),
  date('ThoiDiemXuLy', true),
  text('PhongBanXuLy'),
  text('NoiDungXuLy', { ...required, max: 4000 }),
  code('TrangThai', STATE_CODES, true),
  date('NgayBatDau'),
  date('NgayKetThucTheoQuyDinh'),
]

/** Checks one object against its rules; each fault is a Vietnamese sentence that begins with its place. */
export function checkFields(value: unknown, rules: readonly FieldRule[], place: string): readonly string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [`${place} phải là một đối tượng`]
  const object = value as Readonly<Record<string, unknown>>
  return rules.flatMap((rule) => {
    const at = `${place}.${rule.name}`
    const given = Object.hasOwn(object, rule.name) ? object[rule.name] : undefined
    if (given === undefined || given === null || given === '')
      return rule.required === true ? [`${at} không được để trống`] : []
    return checkValue(given, rule, at)
  })
}

function checkValue(given: unknown, rule: FieldRule, at: string): readonly string[] {
  if (rule.kind === 'list') {
    if (!Array.isArray(given)) return [`${at} phải là một danh sách`]
    return given.flatMap((item: unknown, index) => checkFields(item, rule.each ?? [], `${at}[${index}]`))
  }
  const word = rule.kind === 'code' && Number.isSafeInteger(given) ? String(given) : given
  if (rule.kind === 'text' && (rule.name === 'Gia' || rule.name === 'SoLuong') && typeof given === 'number') return []
  if (typeof word !== 'string') {
    return [rule.kind === 'flag' ? `${at} phải là chuỗi "0"/"1" hoặc "True"/"False"` : `${at} phải là chuỗi`]
  }
  if (rule.kind === 'date' && !readCompactTime(word))
    return [`${at} phải theo định dạng yyyyMMddHHmmss (nhận được "${shown(word)}")`]
  if (rule.oneOf && !rule.oneOf.includes(word))
    return [`${at} nhận một trong các giá trị ${rule.oneOf.join(', ')} (nhận được "${shown(word)}")`]
  if (rule.pattern && !rule.pattern.test(word)) return [`${at} không đúng định dạng (nhận được "${shown(word)}")`]
  if (rule.max !== undefined && word.length > rule.max)
    return [`${at} dài ${word.length} ký tự, vượt quá ${rule.max} ký tự`]
  return []
}

function shown(word: string): string {
  return word.length > 40 ? `${word.slice(0, 40)}…` : word
}

/** One sentence for a caller: the first five faults, and how many more there are. */
export function faultSentence(faults: readonly string[]): string {
  const more = faults.length > 5 ? `; và ${faults.length - 5} lỗi khác` : ''
  return `Dữ liệu không hợp lệ: ${faults.slice(0, 5).join('; ')}${more}`
}
