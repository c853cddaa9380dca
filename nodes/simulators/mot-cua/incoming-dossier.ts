import { z } from 'zod'
import { readSlashedTime, slashedTime } from '../frame/vietnam-time.ts'
import { AGENCY, type GiayToRow, type HoSoRow, type MadeDossier } from './dossier.ts'
import type { ThuTucRow } from './statements.ts'
import { STEP_TEXTS } from './states.ts'

const text = (max: number) => z.string().trim().min(1).max(max)
const optional = (max: number) => z.string().trim().max(max).nullish()

/** A dossier code: agency, `YYMMDD`, four to six digits. */
export const DOSSIER_CODE = /^[0-9A-Z.]{3,35}-\d{6}-\d{4,6}$/

/** The body of `POST /api/hoso`. Codes are strings; `NgayNopHoSo` is `dd/MM/yyyy HH:mm:ss`. */
export const incomingDossierSchema = z.object({
  MaHoSo: text(50).regex(DOSSIER_CODE),
  MaTTHC: text(30),
  ChuHoSo: text(200),
  LoaiDoiTuong: z.enum(['Cá nhân', 'Doanh nghiệp', 'Cơ quan nhà nước', 'Tổ chức']).default('Cá nhân'),
  LoaiGiayTo: z.enum(['CCCD', 'CMND', 'MST', 'Khác']).optional(),
  SoGiayTo: text(20),
  NgaySinh: z
    .string()
    .regex(/^(?:\d{2}\/\d{2}\/\d{4}|\d{4})$/)
    .nullish(),
  GioiTinh: z.enum(['Nam', 'Nữ']).nullish(),
  DiaChi: optional(500),
  MaXa: z
    .string()
    .regex(/^\d{5}$/)
    .nullish(),
  SoDienThoai: optional(20),
  Email: optional(100),
  TrichYeu: optional(4000),
  NgayNopHoSo: z
    .string()
    .refine((value) => readSlashedTime(value) !== undefined)
    .optional(),
  KenhThucHien: z.enum(['1', '2', '3']).default('2'),
  HinhThucTra: z.enum(['0', '1']).optional(),
  GhiChu: optional(1000),
  GiayTo: z
    .array(
      z.object({
        MaGiayTo: optional(50),
        TenGiayTo: text(500),
        TenTep: optional(255),
        NoiDungBase64: z
          .base64()
          .max(20 * 1024 * 1024)
          .optional(),
      }),
    )
    .max(100)
    .default([]),
})

/** A checked body of `POST /api/hoso`. */
type IncomingDossier = z.output<typeof incomingDossierSchema>

/** Turns a checked body into rows: state `receiving`, one step, source `DVCQG`. */
export function rowsOfIncoming(incoming: IncomingDossier, procedure: ThuTucRow, now: Date): MadeDossier {
  const submitted = incoming.NgayNopHoSo ?? slashedTime(now)
  const dossier: HoSoRow = {
    MaHoSo: incoming.MaHoSo,
    MaTTHC: procedure.MaTTHC,
    TenTTHC: procedure.TenTTHC,
    MaLinhVuc: procedure.MaLinhVuc,
    TenLinhVuc: procedure.TenLinhVuc,
    MaDonVi: AGENCY,
    ChuHoSo: incoming.ChuHoSo,
    LoaiDoiTuong: incoming.LoaiDoiTuong,
    LoaiGiayTo:
      incoming.LoaiGiayTo ??
      (/^\d{12}$/.test(incoming.SoGiayTo) ? 'CCCD' : /^\d{9}$/.test(incoming.SoGiayTo) ? 'CMND' : 'Khác'),
    SoGiayTo: incoming.SoGiayTo,
    NgaySinh: incoming.NgaySinh ?? null,
    GioiTinh: incoming.GioiTinh ?? null,
    DiaChi: incoming.DiaChi ?? null,
    MaXa: incoming.MaXa ?? null,
    SoDienThoai: incoming.SoDienThoai ?? null,
    Email: incoming.Email ?? null,
    TrichYeu: incoming.TrichYeu ?? procedure.TenTTHC,
    NgayNopHoSo: submitted,
    NgayTiepNhan: null,
    NgayHenTra: null,
    NgayKetThucXuLy: null,
    NgayTra: null,
    NgayTuChoi: null,
    TrangThai: 'receiving',
    KenhThucHien: incoming.KenhThucHien,
    HinhThucTra: incoming.HinhThucTra ?? null,
    DonViXuLy: procedure.DonViXuLy,
    NguoiTiepNhan: null,
    GhiChu: incoming.GhiChu ?? null,
    NguonHoSo: 'DVCQG',
    BangMa: 'Unicode',
  }
  const step = {
    MaHoSo: incoming.MaHoSo,
    NguoiXuLy: 'Cổng Dịch vụ công quốc gia',
    ChucDanh: null,
    ThoiDiemXuLy: submitted,
    PhongBanXuLy: null,
    NoiDungXuLy: STEP_TEXTS.receiving.content,
    TrangThai: 'receiving' as const,
    NgayBatDau: submitted,
    NgayKetThucTheoQuyDinh: null,
  }
  return {
    dossier,
    steps: [step],
    papers: incoming.GiayTo.map((paper, index) => paperRow(incoming.MaHoSo, paper, index)),
  }
}

function paperRow(code: string, paper: IncomingDossier['GiayTo'][number], index: number): GiayToRow {
  const file = paper.NoiDungBase64 === undefined ? null : Buffer.from(paper.NoiDungBase64, 'base64')
  return {
    MaHoSo: code,
    MaGiayTo: paper.MaGiayTo ?? null,
    TenGiayTo: paper.TenGiayTo,
    TenTep: paper.TenTep ?? null,
    DuongDan: file === null ? null : `/tep/${code}/${index + 1}`,
    SoLuong: 1,
    LaKetQua: 0,
    NoiDung: file,
  }
}
