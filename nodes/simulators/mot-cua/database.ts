import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import Database from 'better-sqlite3'
import { KNOWN_PROCEDURES } from '../data/procedures.ts'

/** The open database of the one-stop system. */
export type MotCuaDatabase = Database.Database

/** Tables of the data store beside the one-stop system; the simulator only makes them, flows of the template gallery fill them. */
const FILLED_BY_FLOWS = `
CREATE TABLE IF NOT EXISTS ChuyenMaXa (
  MaHoSo TEXT PRIMARY KEY, MaXaCu TEXT NOT NULL, MaXaMoi TEXT, KetQua TEXT NOT NULL, CapNhatLuc TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS HoSoHopNhat (
  MaHoSo TEXT PRIMARY KEY, ChuHoSo TEXT NOT NULL, DiaChi TEXT, TrichYeu TEXT NOT NULL, MaXa TEXT, CapNhatLuc TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS DanhMucDungChung (
  Nhom TEXT NOT NULL, Ma TEXT NOT NULL, Ten TEXT NOT NULL, CapNhatLuc TEXT NOT NULL, PRIMARY KEY (Nhom, Ma)
);
CREATE TABLE IF NOT EXISTS BaoCaoThang (Thang TEXT PRIMARY KEY, NoiDung TEXT NOT NULL, LapLuc TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS PheDuyet (
  TienDoId INTEGER PRIMARY KEY, MaHoSo TEXT NOT NULL, QuyetDinh TEXT NOT NULL, NguoiDuyet TEXT, YKien TEXT, Luc TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS ThuPhi (MaHoSo TEXT PRIMARY KEY, TrangThai TEXT NOT NULL, MaGiaoDich TEXT, CapNhatLuc TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS SoChuyen (
  TienDoId INTEGER PRIMARY KEY, MaHoSo TEXT NOT NULL, TrangThai TEXT NOT NULL, CapNhatLuc TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS HoSoLienThong (
  MaHoSo TEXT PRIMARY KEY, Loai TEXT NOT NULL, TrangThai TEXT NOT NULL, HanTra TEXT, SoDinhDanh TEXT, SoDangKy TEXT, MaSoBhxh TEXT,
  GhiChu TEXT, CapNhatLuc TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS VanBanDen (
  MaVanBan TEXT PRIMARY KEY, NoiGui TEXT NOT NULL, SoKyHieu TEXT NOT NULL, NgayBanHanh TEXT NOT NULL, TrichYeu TEXT NOT NULL,
  DoKhan TEXT, SoTep INTEGER NOT NULL, TrangThai TEXT NOT NULL, CapNhatLuc TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS VanBanDi (
  MaVanBan TEXT NOT NULL, NoiNhan TEXT NOT NULL, TrichYeu TEXT NOT NULL, MaGoi TEXT, TrangThai TEXT NOT NULL, GhiChu TEXT,
  CapNhatLuc TEXT NOT NULL, PRIMARY KEY (MaVanBan, NoiNhan)
);
`

const SCHEMA = `
CREATE TABLE IF NOT EXISTS ThuTuc (
  MaTTHC TEXT PRIMARY KEY, TenTTHC TEXT NOT NULL, MaLinhVuc TEXT NOT NULL, TenLinhVuc TEXT NOT NULL,
  MaTTHCQuocGia TEXT, SoNgayGiaiQuyet INTEGER NOT NULL, LePhi INTEGER NOT NULL, DonViXuLy TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS HoSo (
  MaHoSo TEXT PRIMARY KEY, MaTTHC TEXT NOT NULL REFERENCES ThuTuc(MaTTHC), TenTTHC TEXT NOT NULL,
  MaLinhVuc TEXT NOT NULL, TenLinhVuc TEXT NOT NULL, MaDonVi TEXT NOT NULL, ChuHoSo TEXT NOT NULL,
  LoaiDoiTuong TEXT NOT NULL, LoaiGiayTo TEXT NOT NULL, SoGiayTo TEXT NOT NULL, NgaySinh TEXT, GioiTinh TEXT,
  DiaChi TEXT, MaXa TEXT, SoDienThoai TEXT, Email TEXT, TrichYeu TEXT NOT NULL, NgayNopHoSo TEXT, NgayTiepNhan TEXT,
  NgayHenTra TEXT, NgayKetThucXuLy TEXT, NgayTra TEXT, NgayTuChoi TEXT, TrangThai TEXT NOT NULL, KenhThucHien TEXT NOT NULL,
  HinhThucTra TEXT, DonViXuLy TEXT NOT NULL, NguoiTiepNhan TEXT, GhiChu TEXT, NguonHoSo TEXT NOT NULL, BangMa TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS TienDo (
  Id INTEGER PRIMARY KEY AUTOINCREMENT, MaHoSo TEXT NOT NULL REFERENCES HoSo(MaHoSo), NguoiXuLy TEXT NOT NULL, ChucDanh TEXT,
  ThoiDiemXuLy TEXT NOT NULL, PhongBanXuLy TEXT, NoiDungXuLy TEXT NOT NULL, TrangThai TEXT NOT NULL, NgayBatDau TEXT,
  NgayKetThucTheoQuyDinh TEXT
);
CREATE INDEX IF NOT EXISTS TienDo_MaHoSo ON TienDo(MaHoSo, Id);
CREATE TABLE IF NOT EXISTS GiayTo (
  Id INTEGER PRIMARY KEY AUTOINCREMENT, MaHoSo TEXT NOT NULL REFERENCES HoSo(MaHoSo), MaGiayTo TEXT, TenGiayTo TEXT NOT NULL,
  TenTep TEXT, DuongDan TEXT, SoLuong INTEGER NOT NULL, LaKetQua INTEGER NOT NULL, NoiDung BLOB
);
CREATE INDEX IF NOT EXISTS GiayTo_MaHoSo ON GiayTo(MaHoSo, Id);
CREATE TABLE IF NOT EXISTS HangDoi (
  Id INTEGER PRIMARY KEY AUTOINCREMENT, MaHoSo TEXT NOT NULL, Loai TEXT NOT NULL CHECK (Loai IN ('HoSo', 'TienDo')),
  TienDoId INTEGER, NgayTao TEXT NOT NULL, DaDongBo INTEGER NOT NULL DEFAULT 0 CHECK (DaDongBo IN (0, 1)),
  LanThu INTEGER NOT NULL DEFAULT 0, Loi TEXT, NgayDongBo TEXT
);
CREATE INDEX IF NOT EXISTS HangDoi_ChuaDongBo ON HangDoi(DaDongBo, Id);
CREATE TABLE IF NOT EXISTS SoThuTu (Ngay TEXT PRIMARY KEY, So INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS NhatKyGiaLap (Seq INTEGER PRIMARY KEY, Dong TEXT NOT NULL);
${FILLED_BY_FLOWS}`

/**
 * Opens (and creates) the SQLite file of the one-stop system: WAL, `synchronous=FULL`, five seconds of patience with other
 * writers. A file it must be, since flows open the same one: `:memory:` and empty names are refused.
 */
export function openMotCuaDatabase(path: string): MotCuaDatabase {
  if (path === '' || path.includes(':memory:'))
    throw new RangeError('mot-cua needs a database file: flows open the same one')
  mkdirSync(dirname(path), { recursive: true })
  const database = new Database(path)
  database.pragma('journal_mode = WAL')
  database.pragma('synchronous = FULL')
  database.pragma('busy_timeout = 5000')
  database.pragma('foreign_keys = ON')
  database.transaction(() => {
    database.exec(SCHEMA)
    fillProcedures(database)
  })()
  return database
}

function fillProcedures(database: MotCuaDatabase): void {
  const insert = database.prepare('INSERT OR IGNORE INTO ThuTuc VALUES (?, ?, ?, ?, ?, ?, ?, ?)')
  for (const p of KNOWN_PROCEDURES) {
    insert.run(p.local, p.title, p.fieldCode, p.field, p.national ?? null, p.workingDays, p.fee, p.department)
  }
}

/** Empties what dossiers filled; the list of procedures stays. */
export function emptyMotCuaDatabase(database: MotCuaDatabase): void {
  database.transaction(() => {
    const own = ['HangDoi', 'GiayTo', 'TienDo', 'HoSo', 'SoThuTu', 'NhatKyGiaLap', 'sqlite_sequence']
    const byFlows = [...FILLED_BY_FLOWS.matchAll(/^CREATE TABLE IF NOT EXISTS (\w+)/gm)].map((found) => found[1] ?? '')
    for (const table of [...own, ...byFlows]) database.exec(`DELETE FROM ${table}`)
  })()
}
