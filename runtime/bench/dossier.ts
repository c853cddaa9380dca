/** The dossier that every request carries (invented), 863 bytes of JSON. */
export const DOSSIER = {
  MaHoSo: '000.00.00.H22-260105-0001',
  MaTTHC: '1.001193',
  TenTTHC: 'Đăng ký khai sinh',
  MaLinhVuc: 'G15-HT04',
  TenLinhVuc: 'Hộ tịch',
  KenhThucHien: '2',
  ChuHoSo: {
    HoTen: 'Nguyễn Thị Thử',
    LoaiDoiTuong: '1',
    SoDinhDanh: '002190000001',
    SoDienThoai: '0900000001',
    Email: 'thu@vi-du.vn',
  },
  TrichYeuHoSo: 'Đăng ký khai sinh cho con của bà Nguyễn Thị Thử',
  NgayNopHoSo: '20260105080000',
  NgayTiepNhan: '20260105083000',
  NgayHenTra: '20260108170000',
  TrangThaiHoSo: '2',
  DonViXuLy: 'Ủy ban nhân dân xã Thử Nghiệm',
  TaiLieuNop: [
    {
      TepDinhKemId: 'G0001',
      TenTepDinhKem: 'Tờ khai đăng ký khai sinh.pdf',
      IsDeleted: '0',
      MaThanhPhanHoSo: 'KQ.G15.000001',
    },
    { TepDinhKemId: 'G0002', TenTepDinhKem: 'Giấy chứng sinh.pdf', IsDeleted: '0', MaThanhPhanHoSo: 'KQ.G15.000002' },
  ],
  GhiChu: '',
}

/** Bytes of the dossier as it is sent; the note is filled up so that they are always the same. */
export const DOSSIER_BYTES = 863

/** The request body. */
export const BODY = ((): string => {
  const missing = DOSSIER_BYTES - Buffer.byteLength(JSON.stringify(DOSSIER))
  if (missing < 0) throw new RangeError(`the dossier is ${-missing} bytes too long`)
  return JSON.stringify({ ...DOSSIER, GhiChu: '.'.repeat(missing) })
})()

/** The eleven mapped fields: target → path in the dossier. */
export const FIELDS: readonly (readonly [target: string, source: string])[] = [
  ['maHoSo', 'MaHoSo'],
  ['maThuTuc', 'MaTTHC'],
  ['tenThuTuc', 'TenTTHC'],
  ['linhVuc', 'TenLinhVuc'],
  ['kenh', 'KenhThucHien'],
  ['chuHoSo', 'ChuHoSo.HoTen'],
  ['soDinhDanh', 'ChuHoSo.SoDinhDanh'],
  ['trichYeu', 'TrichYeuHoSo'],
  ['ngayTiepNhan', 'NgayTiepNhan'],
  ['trangThai', 'TrangThaiHoSo'],
  ['donVi', 'DonViXuLy'],
]
