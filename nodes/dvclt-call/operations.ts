import { list, object, reply, text } from '#nodes/replies/shapes.ts'
import type { JsonSchema } from '#shared/node/define.ts'
import type { Text } from '#shared/text/text.ts'

/** An operation of the linked-service software or of the ministry's civil status software (domain-vietnam §5.2). */
export interface Operation {
  readonly name: OperationName
  readonly title: Text
  readonly method: 'GET' | 'POST' | 'PUT'
  /** Where it is unless the officer says otherwise; `{id}` is the dossier. Only the path of one dossier is known from a public source. */
  readonly path: string
  /** Fields that the data must have. */
  readonly needs?: readonly string[]
  /** May have changed something there when the answer is lost. */
  readonly writes: boolean
  readonly output: JsonSchema
}

/** The names of the operations, as the setting holds them. */
export type OperationName = 'danhSachHoSo' | 'layHoSo' | 'danhDauDaNhan' | 'guiBoTuPhap' | 'traKetQua' | 'baoTrangThai'

const LINKED = '/api/lienthongdvclt'
const CIVIL = '/apiHoTichTuPhap'

const paper = object({
  id: text,
  loaiGiayTo: text,
  tenGiayTo: text,
  tenTepDinhKem: text,
  huyGiayTo: text,
  duLieuTepDinhKem: text,
})

/** A dossier as it leaves the node: codes as text, dates in ISO 8601, `data` opened. */
export const DOSSIER: JsonSchema = object({
  id: text,
  maHoSo: text,
  maDonVi: text,
  maTTHC: text,
  module: text,
  ngayTiepNhan: text,
  techId: text,
  data: object({ hoTich: object({}) }),
  fileDinhKem: list(paper),
})

const outcome = object({
  maHoSo: text,
  trangThai: text,
  ghiChu: text,
  soDinhDanh: text,
  soDangKy: text,
  quyenSo: text,
  trangSo: text,
  giayKhaiSinh: text,
})

/** Every operation, in the order in which a dossier meets them. */
export const OPERATIONS: readonly Operation[] = [
  {
    name: 'danhSachHoSo',
    title: { vi: 'DVC liên thông: Danh sách hồ sơ mới', en: 'Linked services: list of new dossiers' },
    method: 'GET',
    path: `${LINKED}/hosolienthong`,
    writes: false,
    output: reply(list(object({ id: text, maHoSo: text, module: text, maDonVi: text, ngayTiepNhan: text }))),
  },
  {
    name: 'layHoSo',
    title: { vi: 'DVC liên thông: Lấy một hồ sơ', en: 'Linked services: get a dossier' },
    method: 'GET',
    path: `${LINKED}/hosolienthong/{id}`,
    writes: false,
    output: DOSSIER,
  },
  {
    name: 'danhDauDaNhan',
    title: { vi: 'DVC liên thông: Báo đã nhận', en: 'Linked services: mark as received' },
    method: 'PUT',
    path: `${LINKED}/hosolienthong/{id}`,
    writes: true,
    output: reply({}),
  },
  {
    name: 'guiBoTuPhap',
    title: { vi: 'Bộ Tư pháp: Gửi hồ sơ hộ tịch', en: 'Ministry of Justice: send the dossier' },
    method: 'POST',
    path: `${CIVIL}/nhanHoSoLienThong`,
    needs: ['module', 'maHoSoMCDT', 'maHoSoLT', 'maDonVi', 'data', 'ngayTiepNhan'],
    writes: true,
    output: reply({}),
  },
  {
    name: 'traKetQua',
    title: { vi: 'Bộ Tư pháp: Hỏi kết quả', en: 'Ministry of Justice: ask for the outcome' },
    method: 'POST',
    path: `${CIVIL}/traKetQuaLienThong`,
    needs: ['maDinhDanhHoSo', 'maTinh', 'module'],
    writes: false,
    output: reply(list(outcome)),
  },
  {
    name: 'baoTrangThai',
    title: { vi: 'DVC liên thông: Báo trạng thái, kết quả', en: 'Linked services: report state and result' },
    method: 'POST',
    path: `${LINKED}/capNhatTrangThai`,
    needs: ['maTTHC', 'soHoSoLT', 'maHoSo', 'trangThai', 'thoiGianThucHien'],
    writes: true,
    output: reply({}),
  },
]

/** Names of the operations on one dossier of the linked-service software. */
export const KEYED: readonly OperationName[] = ['layHoSo', 'danhDauDaNhan']

/** Names of the operations that send data. */
export const POSTING: readonly OperationName[] = ['guiBoTuPhap', 'traKetQua', 'baoTrangThai']
