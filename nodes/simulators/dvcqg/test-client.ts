import { afterEach } from 'vitest'
import { DVCQG_ACCOUNT, DVCQG_DSTCODE, DVCQG_LOGIN_PATH, DVCQG_SERVICE_PATH } from '../access.ts'
import { createDvcqg, type Dvcqg, type DvcqgOptions } from './create-dvcqg.ts'

const open: Dvcqg[] = []
afterEach(async () => {
  for (const simulator of open.splice(0)) await simulator.close()
})

/** The envelope of an answer. */
interface Answer {
  readonly error_code: number | string
  readonly message: string
  readonly result: Record<string, unknown>[]
}

/** Starts a portal on a free port, signs in, and gives calls to it; the portal is closed after the test. */
export async function start(options: DvcqgOptions = {}) {
  const simulator = createDvcqg(options)
  open.push(simulator)
  const { url } = await simulator.listen(0)
  const post = (path: string, body: unknown, headers: Record<string, string> = { dstcode: DVCQG_DSTCODE }) =>
    fetch(`${url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    })
  const login = async () =>
    ((await (await post(DVCQG_LOGIN_PATH, DVCQG_ACCOUNT)).json()) as { session: string }).session
  let session = await login()
  const call = async (service: string, body: Record<string, unknown> = {}): Promise<Answer> =>
    (await (await post(DVCQG_SERVICE_PATH, { session, madonvi: '000.00.00.H22', service, ...body })).json()) as Answer
  const relogin = async () => {
    session = await login()
  }
  return { simulator, url, post, call, login, relogin }
}

/** True where the portal says 0 in any of its ways. */
export const ok = (answer: Answer) => Number(answer.error_code) === 0
/** The message as a text rule must read it. */
export const says = (answer: Answer) => answer.message.normalize('NFC').toLowerCase()

/** The mã hồ sơ of a test dossier. */
export const code = (number: number) => `000.00.00.H22-251017-${String(number).padStart(4, '0')}`
/** A dossier that the portal takes, with changes. */
export const dossier = (number = 1, more: Record<string, unknown> = {}) => ({
  MaHoSo: code(number),
  MaTTHC: '1.001193',
  TenTTHC: 'Đăng ký khai sinh',
  MaLinhVuc: 'G15-HT04',
  TenLinhVuc: 'Hộ tịch',
  KenhThucHien: '2',
  ChuHoSo: 'Nguyễn Thị Thử',
  LoaiDoiTuong: '1',
  MaDoiTuong: null,
  TrichYeuHoSo: 'Đăng ký khai sinh',
  NgayTiepNhan: '20251017083000',
  NgayHenTra: '',
  TrangThaiHoSo: '2',
  HinhThuc: '0',
  DonViXuLy: 'UBND xã Ngọc Đường',
  NoiNopHoSo: '2',
  HoSoCoThanhPhanSoHoa: '0',
  TaiKhoanDuocXacThucVoiVNeID: '0',
  DuocThanhToanTrucTuyen: 'False',
  DinhDanhCHS: [{ LoaiDinhDanh: '1', SoDinhDanh: '002190000001' }],
  TaiLieuNop: [
    {
      TepDinhKemId: '1',
      TenTepDinhKem: 'to-khai.pdf',
      IsDeleted: 'False',
      MaThanhPhanHoSo: 'TP.HT.01',
      DuongDanTaiTepTin: 'https://motcua.example/1',
      DuocSoHoa: '1',
      DuocTaiSuDung: '2',
      DuocLayTuKhoDMQG: '0',
      MaKetQuaThayThe: '',
    },
  ],
  DanhSachLePhi: [{ TenPhiLePhi: 'Lệ phí', MaPhiLePhi: '1', HinhThucThu: '1', Gia: 8000, LoaiPhiLePhi: '1' }],
  ...more,
})
/** A progress step that the portal takes, with changes. */
export const step = (number = 1, more: Record<string, unknown> = {}) => ({
  MaHoSo: code(number),
  NguoiXuLy: 'Trần Văn Nhận',
  ChucDanh: '',
  ThoiDiemXuLy: '20251017090000',
  PhongBanXuLy: '',
  NoiDungXuLy: 'Tiếp nhận hồ sơ',
  TrangThai: '2',
  NgayBatDau: '',
  NgayKetThucTheoQuyDinh: '',
  ...more,
})
/** The body of an insert. */
export const insert = (...data: unknown[]) => ({ isUpdating: 'False', data })
/** The body of an update. */
export const update = (...data: unknown[]) => ({ isUpdating: 'True', data })
