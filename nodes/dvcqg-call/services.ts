import type { Text } from '#shared/text/text.ts'

/** A service of the portal (domain-vietnam §4.2): reading goes to the share path, writing to the integration path. */
export interface Service {
  readonly name: string
  readonly title: Text
  readonly kind: 'read' | 'write'
}

/** The services that the node offers by name; `other` takes any name. */
export const SERVICES = [
  { name: 'DongBoHoSoMC', title: { vi: 'Đồng bộ hồ sơ', en: 'Synchronise dossiers' }, kind: 'write' },
  { name: 'CapNhatTienDoHoSoMC', title: { vi: 'Cập nhật tiến độ hồ sơ', en: 'Report progress steps' }, kind: 'write' },
  { name: 'TraCuuHoSo', title: { vi: 'Tra cứu hồ sơ', en: 'Look up a dossier' }, kind: 'read' },
  {
    name: 'LayDanhMucLinhVuc',
    title: { vi: 'Lấy danh mục lĩnh vực', en: 'List fields of administration' },
    kind: 'read',
  },
  { name: 'LayDanhMucCoQuan', title: { vi: 'Lấy danh mục cơ quan', en: 'List agencies' }, kind: 'read' },
  { name: 'LayDanhSachTTHC', title: { vi: 'Lấy danh sách thủ tục', en: 'List procedures' }, kind: 'read' },
  { name: 'LayThuTuc', title: { vi: 'Lấy chi tiết thủ tục', en: 'Read one procedure' }, kind: 'read' },
] as const satisfies readonly Service[]

/** The value of the choice that stands for a service typed by hand. */
export const OTHER = 'other'

/** Progress steps that one `CapNhatTienDoHoSoMC` may carry. */
export const MOST_STEPS = 10
