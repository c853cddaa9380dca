/** An enterprise in one shape, whatever shape the register answered in. All codes are text. */
export interface EnterpriseRecord {
  readonly maSo: string
  readonly ten: string
  readonly tenVietTat: string
  readonly loaiHinh: string
  readonly maTrangThai: string
  readonly trangThai: string
  /** `yyyy-MM-dd`, or as it came when it is no date. */
  readonly ngayThanhLap: string
  readonly diaChi: string
  /** Names of all legal representatives, joined by `; `. */
  readonly nguoiDaiDien: string
  readonly nganhNghe: readonly { readonly ma: string; readonly ten: string; readonly chinh: boolean }[]
}

type Fields = Readonly<Record<string, unknown>>

const STATUS: Readonly<Record<string, string>> = {
  '1': 'Đang hoạt động',
  '2': 'Tạm ngừng kinh doanh',
  '3': 'Đã giải thể',
}

/** Reads the old shapes (flat, or `Data.MainInformation`) and the newer one (`GetEntCert`); undefined when there is no enterprise. */
export function readEnterprise(answer: unknown): EnterpriseRecord | undefined {
  const root = fieldsOf(answer)
  const certificate = firstOf(root.GetEntCert)
  if (Object.keys(certificate).length > 0) return fromCertificate(certificate)
  const data = fieldsOf(root.Data)
  const nested = firstOf(data.MainInformation)
  if (Object.keys(nested).length > 0) return fromMain(nested, data)
  return textOf(root.NAME) === '' ? undefined : fromMain(root, root)
}

function fromMain(main: Fields, blocks: Fields): EnterpriseRecord {
  const representatives = listOf(blocks.Representatives).map((person) => textOf(person.FULL_NAME))
  const names = representatives.length > 0 ? representatives : textOf(main.LEGAL_NAMES).split(';')
  const status = textOf(main.ENTERPRISE_STATUS)
  return {
    maSo: taxCode(main.ENTERPRISE_GDT_CODE ?? main.IMP_BUSINESS_CODE),
    ten: textOf(main.NAME),
    tenVietTat: textOf(main.SHORT_NAME),
    loaiHinh: textOf(main.ENTERPRISE_TYPE_NAME),
    maTrangThai: status,
    trangThai: statusName(status),
    ngayThanhLap: dateOf(main.FOUNDING_DATE),
    // The register itself spells it so.
    diaChi: textOf(firstOf(blocks.HOAdress ?? blocks.HOAddress).AddressFullText),
    nguoiDaiDien: joined(names),
    nganhNghe: listOf(blocks.BusinessActivity).map((line) => activity(line.CODE, line.NAME, line.IS_MAIN)),
  }
}

function fromCertificate(entry: Fields): EnterpriseRecord {
  const status = firstOf(entry.TinhTrangPhapLy)
  const address = firstOf(firstOf(entry.DiaChiTruSo).DiaChi)
  const people = listOf(entry.DaiDienPhapLuat).flatMap((one) => listOf(one.ThongTinCaNhan))
  const code = textOf(status.MaTinhTrang)
  return {
    maSo: taxCode(entry.MaSoDoanhNghiep),
    ten: textOf(entry.TenTiengViet),
    tenVietTat: textOf(entry.TenVietTat),
    loaiHinh: textOf(entry.LoaiHinhDoanhNghiep),
    maTrangThai: code,
    trangThai: textOf(status.TenTinhTrang) || statusName(code),
    ngayThanhLap: dateOf(entry.NgayDangKyLanDau),
    diaChi: textOf(address.DiaChiDayDu),
    nguoiDaiDien: joined(people.map((person) => textOf(person.HoTen))),
    nganhNghe: listOf(entry.NganhNgheKinhDoanh).map((line) => activity(line.MaNganh, line.TenNganh, line.NganhChinh)),
  }
}

function activity(code: unknown, name: unknown, main: unknown): EnterpriseRecord['nganhNghe'][number] {
  return { ma: textOf(code), ten: textOf(name), chinh: /^(?:y|1|true)$/i.test(textOf(main)) }
}

function statusName(code: string): string {
  return (Object.hasOwn(STATUS, code) ? STATUS[code] : undefined) ?? code
}

/** A number that came without quotes has lost its leading zero: mã số doanh nghiệp has ten digits. */
function taxCode(value: unknown): string {
  return typeof value === 'number' ? String(value).padStart(10, '0') : textOf(value)
}

function dateOf(value: unknown): string {
  const text = textOf(value)
  const found = /^(\d{1,2})\/(\d{1,2})\/(\d{4})/.exec(text)
  if (!found) return /^\d{4}-\d{2}-\d{2}/.exec(text)?.[0] ?? text
  const [, day = '', month = '', year = ''] = found
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
}

function joined(names: readonly string[]): string {
  return names
    .map((name) => name.trim())
    .filter((name) => name !== '')
    .join('; ')
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value.normalize('NFC').trim()
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : ''
}

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {}
}

/** One element is often sent as the object itself instead of a list of one. */
function listOf(value: unknown): readonly Fields[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : value === undefined || value === null ? [] : [value]
  return list.map(fieldsOf).filter((item) => Object.keys(item).length > 0)
}

function firstOf(value: unknown): Fields {
  return listOf(value)[0] ?? {}
}
