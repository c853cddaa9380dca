import type { Text } from '#shared/text/text.ts'

/** An operation of the national platform that the node offers by name (domain-vietnam §3.1, §3.8, §6.1). */
export interface Operation {
  readonly name: string
  readonly title: Text
  /** API and operation; the version segment stands between them, `{code}` is the code table. */
  readonly api: string
  readonly path: string
  /** The query parameter that carries what is looked for. */
  readonly parameter?: string
}

/** The operations by name; `free` takes any path. */
export const OPERATIONS = [
  {
    name: 'chiTietDoanhNghiep',
    title: { vi: 'ĐKDN: Chi tiết doanh nghiệp', en: 'Enterprise register: one enterprise' },
    api: '/apiCSDLDKDN',
    path: '/chiTietDoanhNghiep',
    parameter: 'msdn',
  },
  {
    name: 'tinhTrangHoSo',
    title: { vi: 'ĐKDN: Tình trạng hồ sơ', en: 'Enterprise register: state of a dossier' },
    api: '/apiCSDLDKDN',
    path: '/tinhTrangHoSo',
    parameter: 'in_journal_no',
  },
  {
    name: 'danhSachHoSoTrongNgay',
    title: { vi: 'ĐKDN: Danh sách hồ sơ trong ngày', en: 'Enterprise register: dossiers of the day' },
    api: '/apiCSDLDKDN',
    path: '/danhSachHoSoTrongNgay',
  },
  {
    name: 'danhSachHoSo',
    title: { vi: 'ĐKDN: Danh sách hồ sơ (tối đa 5 ngày)', en: 'Enterprise register: dossiers (5 days at most)' },
    api: '/apiCSDLDKDN',
    path: '/danhSachHoSo',
  },
  {
    name: 'AllCategory',
    title: { vi: 'DMDC: Mọi danh mục', en: 'Shared code tables: list' },
    api: '/dmdc',
    path: '/AllCategory',
  },
  {
    name: 'Category',
    title: { vi: 'DMDC: Các dòng của một danh mục', en: 'Shared code tables: rows of one' },
    api: '/dmdc',
    path: '/Category/{code}',
  },
  {
    name: 'Metadata',
    title: { vi: 'DMDC: Cấu trúc của một danh mục', en: 'Shared code tables: columns of one' },
    api: '/dmdc',
    path: '/Metadata/{code}',
  },
] as const satisfies readonly Operation[]

/** The value of the choice that stands for a path typed by hand. */
export const FREE = 'free'
