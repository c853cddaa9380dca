import { z } from 'zod'
import { object, text } from '#nodes/replies/shapes.ts'
import { defineNode } from '#shared/node/define.ts'
import { field } from '#shared/node/fields.ts'

/** Kiểm tra báo thanh toán: only a callback with the right hash goes on. */
export const definition = defineNode({
  type: 'payment-verify',
  version: 1,
  kind: 'transform',
  family: 'security',
  title: { vi: 'Kiểm tra báo kết quả thanh toán', en: 'Verify payment callback' },
  summary: {
    vi: 'Thử nghiệm. Kiểm tra mã xác thực của báo kết quả từ nền tảng thanh toán; báo giả hoặc bị sửa đi ra cổng riêng.',
    en: 'Experimental. Checks the hash of a callback from the payment platform; a false or altered one leaves by its own port.',
  },
  keywords: ['thanh toán', 'mã xác thực', 'maxacthuc', 'callback', 'sha-256', 'chữ ký', 'payment', 'verify', 'hash'],
  settings: z.strictObject({
    connection: field.connection(['payment'], {
      title: { vi: 'Kết nối', en: 'Connection' },
      help: {
        vi: 'Kết nối nền tảng thanh toán, nơi có mã bí mật và thứ tự trường, ví dụ thanh-toan.',
        en: 'The connection to the platform, which has the secret and the order of fields, such as thanh-toan.',
      },
    }),
    from: field
      .value({
        title: { vi: 'Báo kết quả', en: 'Callback' },
        help: {
          vi: 'Để trống: cả nội dung thông điệp. Hoặc trường chứa báo kết quả, ví dụ trường data.',
          en: 'Empty: the whole body. Or the field that holds the callback, such as the field data.',
        },
        advanced: true,
      })
      .optional(),
  }),
  input: true,
  out: [
    {
      name: 'out',
      title: { vi: 'Đúng', en: 'Right' },
      schema: {
        ...object({
          trangThai: text,
          LoaiBanTin: text,
          MaLoi: text,
          MaDoiTac: text,
          MaThamChieu: text,
          SoTien: text,
          MaTienTe: text,
          MaGiaoDich: text,
          MaNganHang: text,
          ThoiGianGD: text,
          ThongTinGiaoDich: text,
          MaXacThuc: text,
        }),
        required: ['trangThai', 'MaThamChieu', 'SoTien', 'MaXacThuc'],
      },
    },
    { name: 'invalid', title: { vi: 'Sai mã xác thực', en: 'Wrong hash' }, mustWire: true },
  ],
  output: 'described',
  sample: {
    trangThai: 'da-thanh-toan',
    LoaiBanTin: 'CONFIRM',
    MaLoi: '00',
    MaDoiTac: 'H22-DVC',
    MaThamChieu: '000.00.00.H22-260105-000120260105080000',
    SoTien: '50000',
    MaGiaoDich: 'GD0000000001',
  },
  effects: 'idempotent',
  needs: ['secrets'],
})
