/** The eight columns of the bulk measurement: in the table, its type there, and in the header of the CSV. */
export const BULK_COLUMNS = [
  { column: 'ma_ho_so', type: 'text', source: 'MaHoSo' },
  { column: 'ma_thu_tuc', type: 'text', source: 'MaTTHC' },
  { column: 'chu_ho_so', type: 'text', source: 'ChuHoSo' },
  { column: 'so_dinh_danh', type: 'text', source: 'SoDinhDanh' },
  { column: 'ngay_nop', type: 'date', source: 'NgayNop' },
  { column: 'le_phi', type: 'numeric(12)', source: 'LePhi' },
  { column: 'trang_thai', type: 'int', source: 'TrangThai' },
  { column: 'trich_yeu', type: 'text', source: 'TrichYeu' },
] as const

/** One row of the file by its number from 0, all as text. */
export function bulkRow(i: number): Readonly<Record<(typeof BULK_COLUMNS)[number]['source'], string>> {
  return {
    MaHoSo: `000.00.00.H22-260105-${String(i).padStart(6, '0')}`,
    MaTTHC: `1.00${String(i % 997).padStart(4, '0')}`,
    ChuHoSo: i % 7 === 0 ? `Nguyễn Thị Thử, "bà ${i}"` : `Trần Văn Thử ${i}`,
    SoDinhDanh: `0${String(2_190_000_000 + i)}`,
    NgayNop: `2026-01-${String(1 + (i % 28)).padStart(2, '0')}`,
    LePhi: String((i % 50) * 1000),
    TrangThai: String(i % 10),
    TrichYeu: 'Đăng ký khai sinh cho con, hồ sơ nộp trực tuyến qua Cổng dịch vụ công',
  }
}
