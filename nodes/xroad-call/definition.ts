import { z } from 'zod'
import { requestFields, requestLimits } from '#nodes/http-request/request-fields.ts'
import { isPart, parseClient } from '#nodes/xroad/identifier.ts'
import { complaint } from '#shared/node/complaint.ts'
import { defineNode } from '#shared/node/define.ts'
import { field } from '#shared/node/fields.ts'

/** Gọi dịch vụ X-Road: a REST service of another member over our security server (X-Road Message Protocol for REST, PR-REST r1). */
export const definition = defineNode({
  type: 'xroad-call',
  version: 1,
  kind: 'connector',
  family: 'national',
  title: { vi: 'Gọi dịch vụ X-Road', en: 'X-Road service' },
  summary: {
    vi: 'Gọi dịch vụ REST của thành viên khác qua máy chủ bảo mật X-Road; phân biệt lỗi của trục với lỗi của bên cung cấp.',
    en: 'Calls a REST service of another member over the X-Road security server; tells faults of the way from those of the provider.',
  },
  keywords: ['x-road', 'xroad', 'ndxp', 'máy chủ bảo mật', 'security server', 'listmethods', 'openapi', 'trục', 'r1'],
  settings: z.strictObject({
    ...requestFields,
    connection: field.connection(['xroad'], {
      title: { vi: 'Kết nối', en: 'Connection' },
      help: {
        vi: 'Kết nối tới máy chủ bảo mật X-Road của đơn vị, ví dụ x-road.',
        en: 'The connection to our X-Road security server, such as x-road.',
      },
    }),
    provider: field
      .value({
        title: { vi: 'Hệ thống cung cấp', en: 'Provider' },
        help: {
          vi: 'Mã của hệ thống có dịch vụ, ví dụ VN/GOV/000.00.00.G22/dichvu. Có thể lấy từ một trường của thông điệp.',
          en: 'The subsystem that has the service, such as VN/GOV/000.00.00.G22/dichvu. May come from a field.',
        },
        placeholder: 'VN/GOV/000.00.00.G22/dichvu',
      })
      .refine(
        (given) => typeof given !== 'string' || parseClient(given) !== undefined,
        complaint('viết như VN/GOV/000.00.00.G22/dichvu', 'write it as VN/GOV/000.00.00.G22/dichvu'),
      ),
    service: field
      .text({
        title: { vi: 'Mã dịch vụ', en: 'Service code' },
        help: {
          vi: 'Mã dịch vụ bên cung cấp đã đăng ký, ví dụ tra-cuu. Chưa biết thì gọi listMethods (mọi dịch vụ), allowedMethods (dịch vụ ta được gọi), hoặc getOpenAPI với tham số serviceCode.',
          en: 'As registered by the provider, such as tra-cuu. Not known yet: call listMethods (all), allowedMethods (those we may call), or getOpenAPI with the parameter serviceCode.',
        },
        placeholder: 'tra-cuu',
      })
      .refine(isPart, complaint('không chứa / : ; % và \\', 'must not hold / : ; % or \\')),
    userId: field
      .value({
        title: { vi: 'Cán bộ (X-Road-UserId)', en: 'Officer (X-Road-UserId)' },
        help: {
          vi: 'Người mà lời gọi này làm thay, để bên cung cấp ghi nhật ký; nên có mã nước ở đầu, ví dụ VN-canbo01.',
          en: 'On whose behalf, for the log of the provider; best with the country in front, such as VN-canbo01.',
        },
      })
      .optional(),
    issue: field
      .value({
        title: { vi: 'Hồ sơ (X-Road-Issue)', en: 'Dossier (X-Road-Issue)' },
        help: {
          vi: 'Mã hồ sơ làm phát sinh lời gọi, ví dụ trường MaHoSo.',
          en: 'The dossier that is the cause of the call, such as the field MaHoSo.',
        },
      })
      .optional(),
    representedParty: field
      .value({
        title: { vi: 'Gọi thay cho (X-Road-Represented-Party)', en: 'For another party (X-Road-Represented-Party)' },
        help: {
          vi: 'Chỉ khi gọi thay cho tổ chức khác: lớp/mã tổ chức, ví dụ COM/0100109106.',
          en: 'Only when we ask for another organisation: class/code, such as COM/0100109106.',
        },
        advanced: true,
      })
      .optional(),
    securityServer: field
      .text({
        title: { vi: 'Máy chủ bảo mật đích', en: 'Security server of the provider' },
        help: {
          vi: 'Chỉ khi bên cung cấp có nhiều máy chủ và phải gọi đúng một máy, ví dụ VN/GOV/000.00.00.G22/ss1.',
          en: 'Only when the provider has several and one must be named, such as VN/GOV/000.00.00.G22/ss1.',
        },
        advanced: true,
      })
      .refine(
        (text) => parseClient(text)?.subsystem !== undefined,
        complaint('viết như VN/GOV/000.00.00.G22/ss1', 'write it as VN/GOV/000.00.00.G22/ss1'),
      )
      .optional(),
    repeatSafe: field
      .boolean({
        title: { vi: 'Bên cung cấp nhận ra X-Road-Id trùng', en: 'The provider tells repeated X-Road-Ids' },
        help: {
          vi: 'Khi tắt: nếu không rõ bên cung cấp đã nhận hay chưa, hệ thống không tự gửi lại mà hỏi người phụ trách.',
          en: 'When off and it is unknown whether the provider got it, it is not sent again but a person is asked.',
        },
        showIf: { setting: 'method', is: ['POST', 'PATCH'] },
      })
      .default(false),
    ...requestLimits,
  }),
  input: true,
  out: [{ name: 'out', title: { vi: 'Trả lời', en: 'Answer' } }],
  output: 'described',
  sample: { maHoSo: '000.00.00.H22-260105-0001', trangThai: '4', tenTrangThai: 'Đang xử lý' },
  effects: {
    by: 'method',
    when: { GET: 'idempotent', HEAD: 'idempotent', PUT: 'idempotent', DELETE: 'idempotent' },
    otherwise: { by: 'repeatSafe', when: { true: 'idempotent' }, otherwise: 'once' },
  },
  needs: ['http'],
})
