import { list, object, reply, text } from '#nodes/replies/shapes.ts'
import type { JsonSchema } from '#shared/node/define.ts'

const whole: JsonSchema = { type: 'integer' }

const step = object({
  MaHoSo: text,
  NguoiXuLy: text,
  ChucDanh: text,
  ThoiDiemXuLy: text,
  PhongBanXuLy: text,
  NoiDungXuLy: text,
  TrangThai: text,
  NgayBatDau: text,
  NgayKetThucTheoQuyDinh: text,
})

const question = object({
  HOIDAPID: whole,
  MALINHVUC: text,
  MATTHCDP: text,
  NOIDUNG: text,
  MADONVI: text,
  TENDONVI: text,
  HOVATEN: text,
  THUDIENTU: text,
  TRANGTHAI: whole,
  TRALOIID: whole,
  NOIDUNGTRALOI: text,
})

const channel = object({
  KENH: text,
  THOIGIAN: list(
    object({
      THOIGIANGIAIQUYET: text,
      DONVITINH: text,
      MOTA: text,
      PHILEPHI: list(object({ MAPHILEPHI: text, SOTIEN: text, DONVI: text, MOTA: text })),
    }),
  ),
})

const licence = object({
  sogplx: text,
  soserigplx: text,
  hanggplxgplx: text,
  noicapgplx: text,
  ngaycapgplx: text,
  ngayhethangplx: text,
  ngaytrungtuyen: text,
})

const licenceDossier = object({
  maHoSo: text,
  maDangKyDvc: text,
  hoTen: text,
  ngaySinh: text,
  gioiTinh: text,
  quocTich: text,
  soCmnd: text,
  soCmndCu: text,
  noiCapCmnd: text,
  ngayCapCmnd: text,
  dvhcNoiCuTru: text,
  dvhcNoiThuongTru: text,
  anhChanDung: text,
  ngayNhanHoSo: text,
  ngayHenTraGplx: text,
  loaiHoSo: text,
  lyDoDoiGplx: text,
  gplxDaCap: list(licence),
  hoSoDinhKem: list(object({ magiayto: text, tengiayto: text, filedinhkem: text })),
})

/**
 * What leaves after each service, by its value in the choice: the reply in the one shape around the data of the portal (domain-vietnam §4.2,
 * §6.6; fields as deployed clients read them). Nothing inside `result` is promised.
 */
export const OUTPUTS: Readonly<Record<string, JsonSchema>> = {
  DongBoHoSoMC: reply(list(object({ MaHoSo: text }))),
  CapNhatTienDoHoSoMC: reply(list(object({}))),
  TraCuuHoSo: reply(
    list(
      object({
        MaHoSo: text,
        MaTTHC: text,
        TenTTHC: text,
        ChuHoSo: text,
        TrangThaiHoSo: text,
        TenTrangThaiHoSo: text,
        NgayTiepNhan: text,
        NgayHenTra: text,
        NgayTra: text,
        DonViXuLy: text,
        DanhSachTienDo: list(step),
      }),
    ),
  ),
  TraCuuTechID: reply(list(object({ TECHNICALID: text }))),
  LayDanhMucLinhVuc: reply(list(object({ MALINHVUC: text, TENLINHVUC: text, MANGANH: text }))),
  LayDanhMucCoQuan: reply(list(object({ MADONVI: text, TENDONVI: text, CAPDONVI: text }))),
  LayDanhSachTTHC: reply(list(object({ MATTHC: text, TENTTHC: text }))),
  LayThuTuc: reply(
    list(
      object({
        MATTHC: text,
        TENTTHC: text,
        MACOQUANCONGBO: text,
        LINHVUCTHUCHIEN: list(object({ MALINHVUC: text, TENLINHVUC: text })),
        COQUANTHUCHIEN: list(object({ MADONVI: text, TENDONVI: text })),
        TRINHTUTHUCHIEN: list(object({ TRUONGHOP: text, TRINHTU: list(object({ TENTRINHTU: text })) })),
        CACHTHUCTHUCHIEN: list(channel),
        THANHPHANHOSO: list(
          object({
            TRUONGHOP: text,
            GIAYTO: list(object({ MAGIAYTO: text, TENGIAYTO: text, TENMAUDON: text, URL: text })),
          }),
        ),
        KETQUATHUCHIEN: list(object({ MAKETQUA: text, TENKETQUA: text })),
        CANCUPHAPLY: list(object({ SOVANBAN: text, TENVANBAN: text })),
      }),
    ),
  ),
  LayDanhSachHoiDapGuiTuDVCQG: reply(list(question)),
  LayDanhSachHoiDapBoCoQuan: reply(list(question)),
  LayNoiDungTraLoiTheoCauHoi: reply(list(object({ TRALOIID: whole, NOIDUNGTRALOI: text }))),
  DongBoHoiDap: reply(list(object({ HOIDAPID: whole }))),
  DongBoKetQuaHoiDapGuiTuDVCQG: reply(list(object({ HOIDAPID: whole }))),
  GplxDanhSachHoSo: reply(list(licenceDossier)),
  GplxTraCuuHoSo: reply(
    list(
      object({
        MaTTHC: text,
        MaDVC: text,
        TenDVC: text,
        MaHoSo: text,
        HoTenNguoiNop: text,
        MaTrangThai: text,
        TrangThaiHoSo: text,
        DonViXuLy: text,
        MaDonViXuLy: text,
        NgayNop: text,
        NgayTiepNhan: text,
        NgayHenTra: text,
        HinhThucNhanKQ: text,
      }),
    ),
  ),
  GplxLayTaiLieuHoSo: reply(list(object({ Base64: text, DuongDan: text, TenTaiLieu: text }))),
}
