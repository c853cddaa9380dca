import { z } from 'zod'
import { requestLimits } from '#nodes/http-request/request-fields.ts'
import { object, text } from '#nodes/replies/shapes.ts'
import { complaint } from '#shared/node/complaint.ts'
import { defineNode } from '#shared/node/define.ts'
import { field } from '#shared/node/fields.ts'

const forInit = { showIf: { setting: 'operation', is: ['INIT'] } }
const forQuery = { showIf: { setting: 'operation', is: ['QUERY'] } }

/** What each operation needs beside the connection. */
const NEEDED = { INIT: ['dossier', 'amount'], QUERY: ['reference', 'time'] } as const

const asked = {
  MaThamChieu: text,
  ThoiGianGD: text,
  SoTien: text,
}

/** Thanh toán trực tuyến: begins a payment at the national platform, or asks what became of one. */
export const definition = defineNode({
  type: 'dvcqg-payment',
  version: 1,
  kind: 'connector',
  family: 'national',
  title: { vi: 'Thanh toán trực tuyến (Cổng DVCQG)', en: 'Online payment (national portal)' },
  summary: {
    vi: 'Thử nghiệm. Khởi tạo một khoản thu phí trên nền tảng thanh toán, hoặc hỏi kết quả; tự tính mã xác thực, mất kết nối giữa chừng thì hỏi trước khi gửi lại.',
    en: 'Experimental. Begins a payment at the platform or asks for its result; makes the hash by itself and asks before it sends again after a break.',
  },
  keywords: ['thanh toán', 'phí', 'lệ phí', 'payment', 'keypay', 'biên lai', 'nộp phí', 'dvcqg', 'init', 'query'],
  settings: z
    .strictObject({
      connection: field.connection(['payment'], {
        title: { vi: 'Kết nối', en: 'Connection' },
        help: {
          vi: 'Kết nối loại nền tảng thanh toán, ví dụ thanh-toan.',
          en: 'A connection to the payment platform, such as thanh-toan.',
        },
      }),
      operation: field
        .choice(
          [
            { value: 'INIT', title: { vi: 'Khởi tạo thanh toán (INIT)', en: 'Begin a payment (INIT)' } },
            { value: 'QUERY', title: { vi: 'Hỏi kết quả (QUERY)', en: 'Ask for the result (QUERY)' } },
          ],
          {
            title: { vi: 'Việc cần làm', en: 'Operation' },
            help: {
              vi: 'Khởi tạo cho ra địa chỉ để người dân trả tiền; hỏi kết quả dùng khi quá hạn chưa thấy báo về.',
              en: 'Beginning gives the address where the citizen pays; asking is for when no callback came in time.',
            },
          },
        )
        .default('INIT'),
      dossier: field
        .value({
          title: { vi: 'Mã hồ sơ', en: 'Dossier' },
          help: { vi: 'Ví dụ trường maHoSo.', en: 'Such as the field maHoSo.' },
          ...forInit,
        })
        .optional(),
      amount: field
        .value({
          title: { vi: 'Số tiền (đồng)', en: 'Amount (VND)' },
          help: {
            vi: 'Số nguyên dương, không dấu chấm, ví dụ 50000 hoặc trường soTien.',
            en: 'A whole number above zero, without separators, such as 50000 or the field soTien.',
          },
          ...forInit,
        })
        .optional(),
      info: field
        .value({
          title: { vi: 'Thông tin giao dịch', en: 'What it is for' },
          help: {
            vi: 'Để trống: "THANH TOAN HO SO" và mã hồ sơ. Không chứa dấu |. Ví dụ trường noiDung.',
            en: 'Empty: "THANH TOAN HO SO" and the dossier. Without |. Such as the field noiDung.',
          },
          ...forInit,
        })
        .optional(),
      receipt: field
        .mapping({
          title: { vi: 'Thông tin biên lai (ThongTinBienLai)', en: 'Receipt (ThongTinBienLai)' },
          help: {
            vi: 'MaDVC, MaTTHC, MaDonVi, TKThuHuong, MaNHThuHuong, TenTKThuHuong, HoTenNguoiNop, SoCMNDNguoiNop, DiaChiNguoiNop, PhiLePhi … MaHoSo và DSKhoanNop được điền sẵn.',
            en: 'MaDVC, MaTTHC, MaDonVi, TKThuHuong, MaNHThuHuong, TenTKThuHuong, HoTenNguoiNop … MaHoSo and DSKhoanNop are filled in.',
          },
          ...forInit,
        })
        .default([]),
      reference: field
        .value({
          title: { vi: 'Mã tra cứu thanh toán', en: 'Reference of the payment' },
          help: {
            vi: 'INIT, để trống: mã hồ sơ nối ngày giờ. QUERY: mã mà bước khởi tạo đã cho, ví dụ $steps.khoi-tao.MaThamChieu.',
            en: 'INIT, empty: dossier and time. QUERY: what the first step gave, such as $steps.khoi-tao.MaThamChieu.',
          },
        })
        .optional(),
      time: field
        .value({
          title: { vi: 'Thời gian khởi tạo (ThoiGianGD)', en: 'Time of the beginning (ThoiGianGD)' },
          help: {
            vi: 'yyyyMMddHHmmss, giờ 24, như bước khởi tạo đã cho, ví dụ $steps.khoi-tao.ThoiGianGD.',
            en: 'yyyyMMddHHmmss, 24 hours, as the first step gave it, such as $steps.khoi-tao.ThoiGianGD.',
          },
          ...forQuery,
        })
        .optional(),
      timeout: requestLimits.timeout,
    })
    .superRefine((settings, context) => {
      for (const name of NEEDED[settings.operation]) {
        if (settings[name] !== undefined) continue
        context.addIssue({ code: 'custom', path: [name], ...complaint('chưa nhập', 'is missing') })
      }
    }),
  input: true,
  out: [
    {
      name: 'out',
      title: { vi: 'Nền tảng đã trả lời', en: 'Answered' },
      schemaBy: {
        setting: 'operation',
        when: {
          INIT: {
            ...object({ ...asked, MaHoSo: text, UrlThanhToan: text, trangThai: text }),
            required: ['MaThamChieu', 'ThoiGianGD', 'SoTien', 'MaHoSo', 'UrlThanhToan', 'trangThai'],
          },
          QUERY: {
            ...object({
              ...asked,
              trangThai: text,
              MaLoi: text,
              MoTaLoi: text,
              TrangThaiGD: text,
              MaGiaoDich: text,
              MaNganHang: text,
            }),
            required: ['MaThamChieu', 'ThoiGianGD', 'trangThai'],
          },
        },
      },
    },
  ],
  output: 'described',
  sample: {
    MaThamChieu: '000.00.00.H22-260105-000120260105080000',
    ThoiGianGD: '20260105080000',
    MaHoSo: '000.00.00.H22-260105-0001',
    SoTien: '50000',
    UrlThanhToan: 'https://thanhtoan.example/000.00.00.H22-260105-000120260105080000',
    trangThai: 'dang-cho',
  },
  effects: { by: 'operation', when: { QUERY: 'idempotent' }, otherwise: 'once' },
  needs: ['http', 'secrets'],
})
