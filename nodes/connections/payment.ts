import { z } from 'zod'
import { DEFAULT_ORDERS, isOrder, protectsOutcome } from '#nodes/payment/hash-order.ts'
import { complaint } from '#shared/node/complaint.ts'
import { defineConnection } from '#shared/node/connection.ts'
import { field } from '#shared/node/fields.ts'
import { addressField, hostOf } from './address.ts'

const PATH = /^\/[A-Za-z0-9._~\-/]{0,300}$/

const pathField = (vi: string, en: string, standard: string) =>
  field
    .text({
      title: { vi, en },
      help: { vi: `Theo tài liệu nền tảng giao, ví dụ ${standard}.`, en: `As your guide says, such as ${standard}.` },
    })
    .regex(PATH)
    .default(standard)

const orderField = (vi: string, en: string, standard: string) =>
  field
    .text({
      title: { vi, en },
      help: {
        vi: `Chép đúng thứ tự trong tài liệu, nối bằng dấu |; MaBiMat là chỗ của mã bí mật. Ví dụ ${standard}.`,
        en: `Copy the order of your guide, joined by |; MaBiMat stands for the secret. Such as ${standard}.`,
      },
      advanced: true,
    })
    .max(1000)
    .refine(
      isOrder,
      complaint(
        'viết tên các trường nối bằng dấu |, không trùng, có MaBiMat đúng một lần',
        'write field names joined by |, no name twice, MaBiMat once',
      ),
    )
    .default(standard)

/**
 * Nền tảng thanh toán của Cổng DVCQG (domain-vietnam §4.10): address, partner code and the secret of MaXacThuc. In which order fields are
 * hashed is no law but what the guide of the partner says, so it stands here and not in the code.
 */
export const paymentConnection = defineConnection({
  kind: 'payment',
  title: { vi: 'Nền tảng thanh toán (Cổng DVCQG)', en: 'Payment platform (national portal)' },
  summary: {
    vi: 'Địa chỉ, mã đối tác và mã bí mật của nền tảng thanh toán; thứ tự trường khi tính MaXacThuc.',
    en: 'Address, partner code and secret of the payment platform; the order of fields in MaXacThuc.',
  },
  values: z.strictObject({
    baseUrl: addressField({
      title: { vi: 'Địa chỉ gốc', en: 'Base address' },
      help: {
        vi: 'Địa chỉ của nền tảng, hoặc của LGSP đứng trước nó, ví dụ https://lgsp.tinh.gov.vn/thanh-toan.',
        en: 'The address of the platform or of the LGSP before it, such as https://lgsp.tinh.gov.vn/thanh-toan.',
      },
    }),
    maDoiTac: field
      .text({
        title: { vi: 'Mã đối tác (MaDoiTac)', en: 'Partner code (MaDoiTac)' },
        help: {
          vi: 'Mã nền tảng cấp cho đơn vị, ví dụ H22-DVC.',
          en: 'Given to the unit by the platform, such as H22-DVC.',
        },
      })
      .regex(/^[^|\s]{1,100}$/),
    initPath: pathField('Đường dẫn khởi tạo (INIT)', 'Path to begin (INIT)', '/thanh-toan/khoi-tao'),
    queryPath: pathField('Đường dẫn truy vấn (QUERY)', 'Path to ask (QUERY)', '/thanh-toan/truy-van'),
    phienBan: field
      .text({
        title: { vi: 'Phiên bản (PhienBan)', en: 'Version (PhienBan)' },
        help: { vi: 'Phiên bản bản tin, ví dụ 1.0.6.', en: 'The version of the messages, such as 1.0.6.' },
        advanced: true,
      })
      .regex(/^[0-9A-Za-z.]{1,20}$/)
      .default('1.0.6'),
    maKenhThanhToan: field
      .text({
        title: { vi: 'Kênh thanh toán (MaKenhThanhToan)', en: 'Channel (MaKenhThanhToan)' },
        help: { vi: 'Khi tài liệu yêu cầu, ví dụ 1.', en: 'When the guide asks for it, such as 1.' },
        advanced: true,
      })
      .regex(/^[^|]{1,50}$/)
      .default('1'),
    maThietBi: field
      .text({
        title: { vi: 'Mã thiết bị (MaThietBi)', en: 'Device (MaThietBi)' },
        help: { vi: 'Khi tài liệu yêu cầu, ví dụ 1.', en: 'When the guide asks for it, such as 1.' },
        advanced: true,
      })
      .regex(/^[^|]{1,50}$/)
      .default('1'),
    ip: field
      .text({
        title: { vi: 'Địa chỉ IP đã đăng ký', en: 'Registered IP address' },
        help: {
          vi: 'Địa chỉ IP máy chủ của đơn vị mà nền tảng biết, ví dụ 10.0.0.10.',
          en: 'The IP address of your server that the platform knows, such as 10.0.0.10.',
        },
        advanced: true,
      })
      .regex(/^[0-9a-fA-F.:]{2,45}$/)
      .default('127.0.0.1'),
    initOrder: orderField('Thứ tự trường để băm: INIT', 'Order of hashed fields: INIT', DEFAULT_ORDERS.init),
    queryOrder: orderField('Thứ tự trường để băm: QUERY', 'Order of hashed fields: QUERY', DEFAULT_ORDERS.query),
    callbackOrder: orderField(
      'Thứ tự trường để băm: báo kết quả',
      'Order of hashed fields: callback',
      DEFAULT_ORDERS.callback,
    ).refine(
      protectsOutcome,
      complaint(
        'phải có MaThamChieu, SoTien và MaLoi hoặc TrangThaiGD, nếu không kết quả có thể bị sửa',
        'must have MaThamChieu, SoTien and MaLoi or TrangThaiGD, else a result could be altered',
      ),
    ),
  }),
  secrets: z.strictObject({
    secretKey: field.text({
      title: { vi: 'Mã bí mật (MaBiMat)', en: 'Secret (MaBiMat)' },
      help: { vi: 'Dùng để tính MaXacThuc; không bao giờ được gửi đi.', en: 'Makes MaXacThuc; it is never sent.' },
    }),
    accessToken: field
      .text({
        title: { vi: 'Mã truy cập của LGSP', en: 'Access token of the LGSP' },
        help: {
          vi: 'Khi LGSP đứng trước yêu cầu tiêu đề Bearer.',
          en: 'When the LGSP in front wants a Bearer header.',
        },
      })
      .optional(),
  }),
  hosts: ({ baseUrl }) => [hostOf(baseUrl)],
})
