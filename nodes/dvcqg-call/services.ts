import type { Text } from '#shared/text/text.ts'

/** A field of a look-up, and where it is taken from when the node does not say. */
export interface Ask {
  readonly name: string
  /** Names under which the message may carry it, the portal's own first. */
  readonly from: readonly string[]
  readonly needed: boolean
  /** What is sent when the message has none. */
  readonly otherwise?: string
}

/** A service of the portal (domain-vietnam §4.2): reading goes to the share path, writing to the integration path. */
export interface Service {
  /** Its value in the choice. */
  readonly name: string
  /** What goes out as `service`, where two systems use one name. */
  readonly sent?: string
  readonly title: Text
  readonly kind: 'read' | 'write'
  /** The fields that a look-up sends; nothing else of the message leaves the house. */
  readonly asks?: readonly Ask[]
  /** The field in which this service wants our unit code beside `madonvi`. */
  readonly unit?: string
}

const ask = (name: string, ...from: readonly string[]): Ask => ({ name, from: [name, ...from], needed: true })
const may = (name: string): Ask => ({ name, from: [name], needed: false })

const UNIT = 'donViXuLy'

/** The services that the node offers by name; `other` takes any name. */
export const SERVICES = [
  { name: 'DongBoHoSoMC', title: { vi: 'Đồng bộ hồ sơ', en: 'Synchronise dossiers' }, kind: 'write' },
  { name: 'CapNhatTienDoHoSoMC', title: { vi: 'Cập nhật tiến độ hồ sơ', en: 'Report progress steps' }, kind: 'write' },
  {
    name: 'TraCuuHoSo',
    title: { vi: 'Tra cứu hồ sơ', en: 'Look up a dossier' },
    kind: 'read',
    asks: [ask('mahoso', 'MaHoSo')],
  },
  {
    name: 'TraCuuTechID',
    title: { vi: 'Tra cứu mã TechID của công dân, doanh nghiệp', en: 'Look up a TechID' },
    kind: 'read',
    asks: [
      { name: 'provider', from: ['provider'], needed: true, otherwise: 'wso2is' },
      ask('mstorcmnd', 'SoDinhDanh', 'SoGiayTo'),
    ],
  },
  {
    name: 'LayDanhMucLinhVuc',
    title: { vi: 'Lấy danh mục lĩnh vực', en: 'List fields of administration' },
    kind: 'read',
    asks: [],
  },
  { name: 'LayDanhMucCoQuan', title: { vi: 'Lấy danh mục cơ quan', en: 'List agencies' }, kind: 'read', asks: [] },
  { name: 'LayDanhSachTTHC', title: { vi: 'Lấy danh sách thủ tục', en: 'List procedures' }, kind: 'read', asks: [] },
  {
    name: 'LayThuTuc',
    title: { vi: 'Lấy chi tiết thủ tục', en: 'Read one procedure' },
    kind: 'read',
    asks: [ask('maTTHC', 'MaTTHC', 'MATTHC')],
  },
  {
    name: 'LayDanhSachHoiDapGuiTuDVCQG',
    title: { vi: 'Hỏi đáp: câu hỏi công dân gửi tới', en: 'Questions from citizens' },
    kind: 'read',
    asks: [],
  },
  {
    name: 'LayDanhSachHoiDapBoCoQuan',
    title: { vi: 'Hỏi đáp: câu hỏi do cơ quan biên soạn', en: 'Questions written by agencies' },
    kind: 'read',
    asks: [],
  },
  {
    name: 'LayNoiDungTraLoiTheoCauHoi',
    title: { vi: 'Hỏi đáp: câu trả lời của một câu hỏi', en: 'Answers to one question' },
    kind: 'read',
    asks: [ask('cauhoiid', 'HOIDAPID')],
  },
  {
    name: 'DongBoHoiDap',
    title: { vi: 'Hỏi đáp: gửi câu hỏi của cơ quan', en: 'Send questions of the agency' },
    kind: 'write',
  },
  {
    name: 'DongBoKetQuaHoiDapGuiTuDVCQG',
    title: { vi: 'Hỏi đáp: gửi câu trả lời cho công dân', en: 'Send answers to citizens' },
    kind: 'write',
  },
  {
    name: 'GplxDanhSachHoSo',
    sent: 'DanhSachHoSo',
    title: { vi: 'GPLX: hồ sơ nhận trong khoảng ngày', en: 'Driving licences: dossiers of some days' },
    kind: 'read',
    unit: UNIT,
    asks: [ask('ngayNhan1'), ask('ngayNhan2'), may(UNIT)],
  },
  {
    name: 'GplxTraCuuHoSo',
    sent: 'TraCuuHoSo',
    title: { vi: 'GPLX: chi tiết một hồ sơ', en: 'Driving licences: one dossier' },
    kind: 'read',
    unit: UNIT,
    asks: [ask('mahoso', 'maHoSo', 'MaHoSo'), may(UNIT)],
  },
  {
    name: 'GplxLayTaiLieuHoSo',
    sent: 'LayTaiLieuHoSo',
    title: { vi: 'GPLX: tải một tệp đính kèm', en: 'Driving licences: one attached file' },
    kind: 'read',
    unit: UNIT,
    asks: [ask('duongdanteptin', 'filedinhkem'), may(UNIT)],
  },
] as const satisfies readonly Service[]

/** The service of a value of the choice; undefined for one typed by hand. */
export function serviceNamed(name: string): Service | undefined {
  return SERVICES.find((one) => one.name === name)
}

/** The value of the choice that stands for a service typed by hand. */
export const OTHER = 'other'

/** Progress steps that one `CapNhatTienDoHoSoMC` may carry. */
export const MOST_STEPS = 10
