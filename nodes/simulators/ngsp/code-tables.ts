import { PROVINCES } from '../data/places.ts'

/** A shared code table of DMDC: its code, name, properties (the first is the key) and rows. */
export interface SharedTable {
  readonly code: string
  readonly name: string
  readonly properties: readonly { readonly code: string; readonly name: string; readonly type: 'String' | 'DateTime' }[]
  readonly rows: readonly Readonly<Record<string, string | null>>[]
}

type Property = readonly [code: string, name: string, type?: 'DateTime']

function table(
  code: string,
  name: string,
  properties: readonly Property[],
  rows: readonly (readonly (string | null)[])[],
): SharedTable {
  return {
    code,
    name,
    properties: properties.map(([id, title, type]) => ({ code: id, name: title, type: type ?? 'String' })),
    rows: rows.map((row) => Object.fromEntries(properties.map(([id], index) => [id, row[index] ?? null]))),
  }
}

const numbered = (names: readonly string[], width: number): readonly (readonly string[])[] =>
  names.map((name, index) => [String(index + 1).padStart(width, '0'), name])

/** The 54 peoples with the codes of QĐ 121-TCTK/PPCĐ (1979). */
const PEOPLES = [
  'Kinh',
  'Tày',
  'Thái',
  'Hoa',
  'Khơ-me',
  'Mường',
  'Nùng',
  'Mông',
  'Dao',
  'Gia-rai',
  'Ngái',
  'Ê-đê',
  'Ba-na',
  'Xơ-đăng',
  'Sán Chay',
  'Cơ-ho',
  'Chăm',
  'Sán Dìu',
  'Hrê',
  'Mnông',
  'Ra-glai',
  'Xtiêng',
  'Bru-Vân Kiều',
  'Thổ',
  'Giáy',
  'Cơ-tu',
  'Gié-Triêng',
  'Mạ',
  'Khơ-mú',
  'Co',
  'Ta-ôi',
  'Chơ-ro',
  'Kháng',
  'Xinh-mun',
  'Hà Nhì',
  'Chu-ru',
  'Lào',
  'La Chí',
  'La Ha',
  'Phù Lá',
  'La Hủ',
  'Lự',
  'Lô Lô',
  'Chứt',
  'Mảng',
  'Pà Thẻn',
  'Cờ Lao',
  'Cống',
  'Bố Y',
  'Si La',
  'Pu Péo',
  'Brâu',
  'Ơ-đu',
  'Rơ-măm',
]

/** The 29 kinds of administrative document of NĐ 30/2020/NĐ-CP Điều 7, with the abbreviations of Phụ lục III. */
const DOCUMENT_KINDS: readonly (readonly [name: string, short: string | null])[] = [
  ['Nghị quyết (cá biệt)', 'NQ'],
  ['Quyết định (cá biệt)', 'QĐ'],
  ['Chỉ thị', 'CT'],
  ['Quy chế', 'QC'],
  ['Quy định', 'QyĐ'],
  ['Thông cáo', 'TC'],
  ['Thông báo', 'TB'],
  ['Hướng dẫn', 'HD'],
  ['Chương trình', 'CTr'],
  ['Kế hoạch', 'KH'],
  ['Phương án', 'PA'],
  ['Đề án', 'ĐA'],
  ['Dự án', 'DA'],
  ['Báo cáo', 'BC'],
  ['Biên bản', 'BB'],
  ['Tờ trình', 'TTr'],
  ['Hợp đồng', 'HĐ'],
  ['Công văn', null],
  ['Công điện', 'CĐ'],
  ['Bản ghi nhớ', 'BGN'],
  ['Bản thỏa thuận', 'BTT'],
  ['Giấy ủy quyền', 'GUQ'],
  ['Giấy mời', 'GM'],
  ['Giấy giới thiệu', 'GGT'],
  ['Giấy nghỉ phép', 'GNP'],
  ['Phiếu gửi', 'PG'],
  ['Phiếu chuyển', 'PC'],
  ['Phiếu báo', 'PB'],
  ['Thư công', null],
]

const LEGAL_KINDS = [
  'Hiến pháp',
  'Bộ luật',
  'Luật',
  'Nghị quyết',
  'Pháp lệnh',
  'Lệnh',
  'Quyết định',
  'Nghị định',
  'Thông tư',
  'Nghị quyết liên tịch',
  'Thông tư liên tịch',
]

const UNIT_PROPERTIES: readonly Property[] = [
  ['MaDinhDanhCap1', 'Mã định danh cấp 1'],
  ['TenDonVi', 'Tên đơn vị'],
  ['DiaChi', 'Địa chỉ'],
  ['Email', 'Email'],
  ['SoDienThoai', 'Số điện thoại'],
  ['Fax', 'Fax'],
  ['Website', 'Website'],
  ['QdBanHanhQdSuaDoi', 'QĐ ban hành/ QĐ sửa đổi'],
  ['NgayBanHanhQd', 'Ngày ban hành QĐ', 'DateTime'],
  ['CoQuanBanHanhQd', 'Cơ Quan ban hành QĐ'],
]

/** The tables at creation. Names of properties follow the pattern of the guide; only those of `qlvanbandieuhanhcap1` are verified. */
export const SHARED_TABLES: readonly SharedTable[] = [
  table(
    'madantoc',
    'Danh mục và mã các dân tộc',
    [
      ['MaDanToc', 'Mã dân tộc'],
      ['TenDanToc', 'Tên dân tộc'],
    ],
    numbered(PEOPLES, 2),
  ),
  table(
    'magioitinh',
    'Danh mục và mã giới tính',
    [
      ['MaGioiTinh', 'Mã giới tính'],
      ['TenGioiTinh', 'Tên giới tính'],
    ],
    [
      ['1', 'Nam'],
      ['2', 'Nữ'],
      ['3', 'Khác'],
    ],
  ),
  table(
    'matinhtranghonnhan',
    'Danh mục và mã Tình trạng hôn nhân',
    [
      ['MaTinhTrang', 'Mã tình trạng'],
      ['TenTinhTrang', 'Tên tình trạng'],
    ],
    numbered(['Chưa vợ/chồng', 'Có vợ/chồng', 'Góa', 'Ly hôn', 'Ly thân'], 1),
  ),
  table(
    'manhommau',
    'Danh mục và mã nhóm máu',
    [
      ['MaNhomMau', 'Mã nhóm máu'],
      ['TenNhomMau', 'Tên nhóm máu'],
    ],
    numbered(['A', 'B', 'AB', 'O'], 1),
  ),
  table(
    'donvihanhchinhcap1',
    'Danh mục và mã số các đơn vị hành chính Việt Nam cấp 1 (Tỉnh)',
    [
      ['MaTinh', 'Mã tỉnh, thành phố'],
      ['TenTinh', 'Tên tỉnh, thành phố'],
      ['LoaiDonVi', 'Loại đơn vị'],
      ['NgayHieuLuc', 'Ngày hiệu lực', 'DateTime'],
    ],
    PROVINCES.map((province) => [
      province.code,
      province.name,
      province.city ? 'Thành phố trực thuộc trung ương' : 'Tỉnh',
      '01/07/2025',
    ]),
  ),
  table(
    'maloaivanbantheoqdpl',
    'Danh mục Mã loại văn bản theo quy định pháp luật',
    [
      ['MaLoai', 'Mã loại văn bản'],
      ['TenLoai', 'Tên loại văn bản'],
    ],
    numbered(['Văn bản quy phạm pháp luật', 'Văn bản hành chính', 'Văn bản chuyên ngành'], 2),
  ),
  table(
    'matenvanbantheoqdpl',
    'Danh mục Mã tên các loại văn bản quy phạm pháp luật',
    [
      ['MaTen', 'Mã tên loại'],
      ['TenLoai', 'Tên loại văn bản'],
    ],
    numbered(LEGAL_KINDS, 2),
  ),
  table(
    'matenvanbanhanhchinh',
    'Danh mục Mã tên các loại văn bản hành chính',
    [
      ['MaTen', 'Mã tên loại'],
      ['TenLoai', 'Tên loại văn bản'],
      ['ChuVietTat', 'Chữ viết tắt'],
    ],
    DOCUMENT_KINDS.map(([name, short], index) => [String(index + 1).padStart(2, '0'), name, short]),
  ),
  table(
    'dokhanvanban',
    'Danh mục Mã quy định độ khẩn văn bản',
    [
      ['MaDoKhan', 'Mã độ khẩn'],
      ['TenDoKhan', 'Tên độ khẩn'],
    ],
    numbered(['Khẩn', 'Thượng khẩn', 'Hỏa tốc'], 1),
  ),
  table('qlvanbandieuhanhcap1', 'Danh mục và mã định danh kết nối các hệ thống QLVBĐH cấp 1', UNIT_PROPERTIES, [
    ['000.00.00.G15', 'Bộ Tư pháp'],
    ['000.00.00.G22', 'Văn phòng Chính phủ'],
    ['000.00.00.H22', 'UBND tỉnh Hà Giang (giả lập)'],
  ]),
]
