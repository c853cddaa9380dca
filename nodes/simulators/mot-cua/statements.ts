import type { MotCuaDatabase } from './database.ts'
import type { GiayToRow, HoSoRow, TienDoRow } from './dossier.ts'
import type { State } from './states.ts'

/** A row of `ThuTuc`. */
export interface ThuTucRow {
  readonly MaTTHC: string
  readonly TenTTHC: string
  readonly MaLinhVuc: string
  readonly TenLinhVuc: string
  /** Null for a procedure that has not been mapped. */
  readonly MaTTHCQuocGia: string | null
  readonly SoNgayGiaiQuyet: number
  readonly LePhi: number
  readonly DonViXuLy: string
}

const HO_SO_COLUMNS = [
  'MaHoSo',
  'MaTTHC',
  'TenTTHC',
  'MaLinhVuc',
  'TenLinhVuc',
  'MaDonVi',
  'ChuHoSo',
  'LoaiDoiTuong',
  'LoaiGiayTo',
  'SoGiayTo',
  'NgaySinh',
  'GioiTinh',
  'DiaChi',
  'MaXa',
  'SoDienThoai',
  'Email',
  'TrichYeu',
  'NgayNopHoSo',
  'NgayTiepNhan',
  'NgayHenTra',
  'NgayKetThucXuLy',
  'NgayTra',
  'NgayTuChoi',
  'TrangThai',
  'KenhThucHien',
  'HinhThucTra',
  'DonViXuLy',
  'NguoiTiepNhan',
  'GhiChu',
  'NguonHoSo',
  'BangMa',
] as const satisfies readonly (keyof HoSoRow)[]

/** The prepared statements of the store. */
export type Statements = ReturnType<typeof prepareStatements>

/** Prepares every statement once; each is typed by what it takes and gives. */
export function prepareStatements(database: MotCuaDatabase) {
  return {
    nextNumber: database.prepare<[string], { So: number }>(
      'INSERT INTO SoThuTu VALUES (?, 1) ON CONFLICT(Ngay) DO UPDATE SET So = So + 1 RETURNING So',
    ),
    insertDossier: database.prepare<[HoSoRow]>(
      `INSERT INTO HoSo (${HO_SO_COLUMNS.join(', ')}) VALUES (${HO_SO_COLUMNS.map((name) => `@${name}`).join(', ')})`,
    ),
    insertStep: database.prepare<[TienDoRow]>(
      `INSERT INTO TienDo (MaHoSo, NguoiXuLy, ChucDanh, ThoiDiemXuLy, PhongBanXuLy, NoiDungXuLy, TrangThai, NgayBatDau, NgayKetThucTheoQuyDinh)
       VALUES (@MaHoSo, @NguoiXuLy, @ChucDanh, @ThoiDiemXuLy, @PhongBanXuLy, @NoiDungXuLy, @TrangThai, @NgayBatDau, @NgayKetThucTheoQuyDinh)`,
    ),
    insertPaper: database.prepare<[GiayToRow]>(
      `INSERT INTO GiayTo (MaHoSo, MaGiayTo, TenGiayTo, TenTep, DuongDan, SoLuong, LaKetQua, NoiDung)
       VALUES (@MaHoSo, @MaGiayTo, @TenGiayTo, @TenTep, @DuongDan, @SoLuong, @LaKetQua, @NoiDung)`,
    ),
    insertOutbox: database.prepare<
      [{ MaHoSo: string; Loai: 'HoSo' | 'TienDo'; TienDoId: number | null; NgayTao: string }]
    >('INSERT INTO HangDoi (MaHoSo, Loai, TienDoId, NgayTao) VALUES (@MaHoSo, @Loai, @TienDoId, @NgayTao)'),
    moveDossier: database.prepare<[object]>(
      `UPDATE HoSo SET TrangThai = @state, NgayTiepNhan = coalesce(@received, NgayTiepNhan), NgayHenTra = coalesce(@due, NgayHenTra),
       NgayKetThucXuLy = coalesce(@finished, NgayKetThucXuLy), NgayTra = coalesce(@returned, NgayTra),
       NgayTuChoi = coalesce(@refused, NgayTuChoi) WHERE MaHoSo = @code`,
    ),
    daysOf: database.prepare<[string], { SoNgayGiaiQuyet: number }>(
      'SELECT SoNgayGiaiQuyet FROM ThuTuc JOIN HoSo USING (MaTTHC) WHERE MaHoSo = ?',
    ),
    find: database.prepare<[string], HoSoRow>('SELECT * FROM HoSo WHERE MaHoSo = ?'),
    steps: database.prepare<[string], TienDoRow & { Id: number }>('SELECT * FROM TienDo WHERE MaHoSo = ? ORDER BY Id'),
    papers: database.prepare<[string], Omit<GiayToRow & { Id: number }, 'NoiDung'>>(
      'SELECT Id, MaHoSo, MaGiayTo, TenGiayTo, TenTep, DuongDan, SoLuong, LaKetQua FROM GiayTo WHERE MaHoSo = ? ORDER BY Id',
    ),
    procedure: database.prepare<[string], ThuTucRow>('SELECT * FROM ThuTuc WHERE MaTTHC = ?'),
    procedures: database.prepare<[], ThuTucRow>('SELECT * FROM ThuTuc ORDER BY MaTTHC'),
    someOpen: database.prepare<[number], { MaHoSo: string; TrangThai: State }>(
      `SELECT MaHoSo, TrangThai FROM HoSo WHERE TrangThai NOT IN ('done', 'denied', 'cancelled', 'unresolved')
       ORDER BY (rowid * 7919 + ?) % 1000003 LIMIT 1`,
    ),
    counts: database.prepare<[], { name: string; value: number }>(
      `SELECT 'HoSo' AS name, count(*) AS value FROM HoSo UNION ALL SELECT 'TienDo', count(*) FROM TienDo
       UNION ALL SELECT 'HangDoi', count(*) FROM HangDoi UNION ALL SELECT 'HangDoi.chuaDongBo', count(*) FROM HangDoi WHERE DaDongBo = 0`,
    ),
  }
}
