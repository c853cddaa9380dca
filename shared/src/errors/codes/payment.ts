import type { ErrorKind } from '../flow-error.ts'

/** The payment platform of the national portal. */
export const paymentCodes = {
  'payment.rejected': {
    class: 'data',
    side: 'data',
    status: 422,
    message: {
      vi: 'Nền tảng thanh toán từ chối: {reason} (mã {code})',
      en: 'The payment platform refused: {reason} (code {code})',
    },
    advice: {
      vi: 'Sửa thông tin khoản thu theo thông báo rồi chạy lại. Người dân chưa bị trừ tiền ở bước này.',
      en: 'Correct the payment as the message says, then retry. The citizen has not been charged at this step.',
    },
  },
  'payment.hash': {
    class: 'auth',
    side: 'ours',
    status: 502,
    message: {
      vi: 'Nền tảng thanh toán không chấp nhận mã xác thực: {reason} (mã {code})',
      en: 'The payment platform does not accept the hash: {reason} (code {code})',
    },
    advice: {
      vi: 'Kiểm tra mã bí mật, mã đối tác và thứ tự trường của kết nối theo đúng tài liệu nền tảng giao, rồi chạy lại.',
      en: 'Check the secret, the partner code and the order of fields of the connection against your guide, then retry.',
    },
  },
  'payment.amount': {
    class: 'data',
    side: 'data',
    status: 422,
    message: {
      vi: 'Số tiền "{amount}" không phải số nguyên đồng lớn hơn 0',
      en: 'The amount "{amount}" is no whole number of đồng above zero',
    },
    advice: {
      vi: 'Bỏ dấu chấm, dấu phẩy và chữ "đồng"; số tiền lấy đúng từ phiếu thu của hồ sơ.',
      en: 'Leave out separators and units; take the amount from the fee of the dossier.',
    },
  },
} satisfies Record<string, ErrorKind>
