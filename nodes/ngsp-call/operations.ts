import { list, object, reply, text } from '#nodes/replies/shapes.ts'
import type { JsonSchema } from '#shared/node/define.ts'
import type { Text } from '#shared/text/text.ts'

/** An operation of the platform that the node offers by name (domain-vietnam §3.1, §3.8, §6.1, §6.2). */
export interface Operation {
  readonly name: string
  readonly title: Text
  readonly method: 'GET' | 'POST'
  /** API and operation; the version segment stands between them, `{code}` is the code table. */
  readonly api: string
  readonly path: string
  /** The query parameter that carries what is looked for. */
  readonly parameter?: string
  /** True where `key` is needed though it is no query parameter. */
  readonly keyed?: true
  /** Fields that the data of a POST must have. */
  readonly needs?: readonly string[]
  /** The code of success where it is not that of the platform. */
  readonly success?: string
  /** Creates something: not repeated without asking first. */
  readonly writes?: true
  /** The body that leaves, where it is known. */
  readonly output?: JsonSchema
}

const get = (api: string, name: string, vi: string, en: string, more: Partial<Operation> = {}): Operation => ({
  name,
  title: { vi, en },
  method: 'GET',
  api,
  path: `/${name}`,
  ...more,
})

const post = (api: string, name: string, vi: string, en: string, more: Partial<Operation> = {}): Operation => ({
  ...get(api, name, vi, en),
  method: 'POST',
  ...more,
})

const REGISTER = '/apiCSDLDKDN'
const TABLES = '/dmdc'
const INSURANCE = '/apiBHXH'
const JUDICIAL = '/apiLyLichTuPhap'
const CIVIL = '/apiHoTichTuPhap'
const STORE = '/apiKhoGiayTo'

const insured = reply(
  list(
    object({ maSoBhxh: text, hoTen: text, ngaySinh: text, gioiTinh: text, maTinhKs: text, maXaKs: text, soSo: text }),
  ),
)
const judicialState = object({
  ID: text,
  idReceivedDec: text,
  DEC_STATUS_ID: text,
  APPROVE_DATE: text,
  ISSUE_DATE: text,
  soPhieuLLTP: text,
})
const civilState = object({ maHoSo: text, trangThai: text })

/** The operations by name; `free` takes any path. */
export const OPERATIONS: readonly Operation[] = [
  get(REGISTER, 'chiTietDoanhNghiep', 'ĐKDN: Chi tiết doanh nghiệp', 'Enterprise register: one enterprise', {
    parameter: 'msdn',
  }),
  get(REGISTER, 'tinhTrangHoSo', 'ĐKDN: Tình trạng hồ sơ', 'Enterprise register: state of a dossier', {
    parameter: 'in_journal_no',
  }),
  get(
    REGISTER,
    'danhSachHoSoTrongNgay',
    'ĐKDN: Danh sách hồ sơ trong ngày',
    'Enterprise register: dossiers of the day',
  ),
  get(
    REGISTER,
    'danhSachHoSo',
    'ĐKDN: Danh sách hồ sơ (tối đa 5 ngày)',
    'Enterprise register: dossiers (5 days at most)',
  ),
  get(TABLES, 'AllCategory', 'DMDC: Mọi danh mục', 'Shared code tables: list'),
  get(TABLES, 'Category', 'DMDC: Các dòng của một danh mục', 'Shared code tables: rows of one', {
    path: '/Category/{code}',
    keyed: true,
  }),
  get(TABLES, 'Metadata', 'DMDC: Cấu trúc của một danh mục', 'Shared code tables: columns of one', {
    path: '/Metadata/{code}',
    keyed: true,
    output: list(object({ PropertyCode: text, PropertyName: text, PropertyType: text })),
  }),
  post(TABLES, 'CategoryInsert', 'DMDC: Thêm dòng vào danh mục', 'Shared code tables: add rows', {
    path: '/Category/{code}',
    keyed: true,
    writes: true,
    output: reply({}),
  }),
  post(INSURANCE, 'getTraCuuTtHgdByMaSoBhxh', 'BHXH: Tra theo mã số BHXH', 'Insurance: by insurance number', {
    needs: ['maSoBhxh'],
    output: insured,
  }),
  post(INSURANCE, 'getMaSoBhxhTheoTieuChi', 'BHXH: Tìm mã số theo tiêu chí', 'Insurance: find a number', {
    needs: ['hoTen', 'ngaySinh', 'loaiNgaySinh'],
    output: insured,
  }),
  post(INSURANCE, 'getTraCuuThongTinHgd', 'BHXH: Tra hộ gia đình', 'Insurance: a household', { output: insured }),
  post(JUDICIAL, 'nhanHoSoDangKy', 'LLTP: Gửi hồ sơ cấp phiếu', 'Criminal record: send an application', {
    needs: ['idReceivedDec', 'declarationWSForm'],
    writes: true,
    output: reply(object({ ID: text })),
  }),
  post(JUDICIAL, 'traTrangThaiHs', 'LLTP: Trạng thái một hồ sơ', 'Criminal record: state of one', {
    needs: ['idReceivedDec'],
    output: reply(judicialState),
  }),
  post(JUDICIAL, 'traDsTrangThaiHs', 'LLTP: Trạng thái nhiều hồ sơ', 'Criminal record: states of several', {
    output: reply(list(judicialState)),
  }),
  post(JUDICIAL, 'traHoSo', 'LLTP: Đọc lại hồ sơ', 'Criminal record: read one back', { needs: ['idReceivedDec'] }),
  post(JUDICIAL, 'traDanhMuc', 'LLTP: Danh mục của Bộ Tư pháp', 'Criminal record: code tables', {
    needs: ['loaiDanhMuc'],
    output: reply(list(object({ MA: text, TEN: text }))),
  }),
  post(JUDICIAL, 'danhDauHsThanhCong', 'LLTP: Báo đã lấy kết quả', 'Criminal record: mark as fetched', {
    needs: ['ids'],
  }),
  post(CIVIL, 'dangKyHoTich', 'Hộ tịch: Gửi hồ sơ đăng ký', 'Civil status: send an application', {
    needs: ['maDonVi', 'module', 'maHoSo', 'ngayTiepNhan', 'data'],
    writes: true,
    output: reply(object({ maHoSo: text })),
  }),
  post(CIVIL, 'traTrangThaiHoSo', 'Hộ tịch: Trạng thái hồ sơ', 'Civil status: state of one', {
    needs: ['maDonVi', 'maHoSo'],
    output: reply(civilState),
  }),
  post(CIVIL, 'ketQuaDangKyHS', 'Hộ tịch: Kết quả đăng ký', 'Civil status: the outcome', { needs: ['maHoSo'] }),
  post(CIVIL, 'dsHoSoDangKy', 'Hộ tịch: Hồ sơ thay đổi từ ngày', 'Civil status: changed since a day', {
    needs: ['module', 'ngayCapNhat'],
    output: reply(list(civilState)),
  }),
  post(CIVIL, 'traHoSoHoTich', 'Hộ tịch: Đọc lại hồ sơ', 'Civil status: read one back', {
    path: '/traHoSo',
    needs: ['maHoSo'],
  }),
  post(CIVIL, 'traDanhSachHoSo', 'Hộ tịch: Trạng thái nhiều hồ sơ', 'Civil status: states of several', {
    needs: ['maTinh', 'module', 'dsMaHoSo'],
    output: reply(list(civilState)),
  }),
  post(CIVIL, 'danhMucHoTich', 'Hộ tịch: Danh mục', 'Civil status: code tables', {
    path: '/danhMuc',
    needs: ['loaiDanhMuc'],
    output: reply(list(object({ ma: text, ten: text }))),
  }),
  post(STORE, 'GetDanhSachKetQua', 'Kho giấy tờ: giấy tờ của một người', 'Document store: papers of one person', {
    needs: ['SoDinhDanhChuSoHuu', 'HoTenNguoiYeuCau', 'KenhThucHien', 'SoDinhDanhNguoiYeuCau', 'MaThuTuc'],
    success: '0',
    output: reply(
      object({
        DanhSachGiayToKetQua: list(
          object({
            MaKetQua: text,
            TenGiayTo: text,
            SoKyHieu: text,
            CoQuanChuQuan: text,
            DanhSachTepDinhKem: list(object({ TenTep: text, DuongDan: text })),
          }),
        ),
      }),
    ),
  }),
]

/** The value of the choice that stands for a path typed by hand. */
export const FREE = 'free'

/** Names of the operations that need what to look up. */
export const KEYED: readonly string[] = OPERATIONS.filter((one) => one.parameter !== undefined || one.keyed).map(
  ({ name }) => name,
)

/** Names of the operations that send data. */
export const POSTING: readonly string[] = OPERATIONS.filter(({ method }) => method === 'POST').map(({ name }) => name)
