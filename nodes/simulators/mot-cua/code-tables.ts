import { HOME_COMMUNES, OTHER_COMMUNES } from '../data/places.ts'
import type { ThuTucRow } from './statements.ts'
import { STATES } from './states.ts'

/** One row of a code table of the one-stop system: `ma`, `ten` and what else the table has. */
type CodeRow = Readonly<Record<string, string | number | null>>

/** The code tables under `GET /api/danhmuc/{ten}`, or undefined for a name that does not exist. */
export function codeTable(name: string, procedures: () => readonly ThuTucRow[]): readonly CodeRow[] | undefined {
  switch (name) {
    case 'trangthai':
      return Object.entries(STATES).map(([ma, title]) => ({ ma, ten: title.vi }))
    case 'kenhthuchien':
      return [
        { ma: '1', ten: 'Trực tiếp' },
        { ma: '2', ten: 'Trực tuyến' },
        { ma: '3', ten: 'Bưu chính công ích' },
      ]
    case 'loaidoituong':
      return ['Cá nhân', 'Doanh nghiệp', 'Cơ quan nhà nước', 'Tổ chức'].map((ten) => ({ ma: ten, ten }))
    case 'thutuc':
      return procedures().map((row) => ({
        ma: row.MaTTHC,
        ten: row.TenTTHC,
        maLinhVuc: row.MaLinhVuc,
        maTTHCQuocGia: row.MaTTHCQuocGia,
        soNgayGiaiQuyet: row.SoNgayGiaiQuyet,
      }))
    case 'linhvuc': {
      const fields = new Map(procedures().map((row) => [row.MaLinhVuc, row.TenLinhVuc]))
      return [...fields].map(([ma, ten]) => ({ ma, ten }))
    }
    case 'xa':
      return [...HOME_COMMUNES, ...OTHER_COMMUNES].map((commune) => ({
        ma: commune.code,
        ten: commune.name,
        maHuyen: commune.districtCode,
        tenHuyen: commune.district,
        maTinh: commune.provinceCode,
        tenTinh: commune.province,
      }))
    default:
      return undefined
  }
}
