import { z } from 'zod'
import { requestFields, requestLimits } from '#nodes/http-request/request-fields.ts'
import { callFields, providerField } from '#nodes/xroad/fields.ts'
import { isPart } from '#nodes/xroad/identifier.ts'
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
    provider: providerField(),
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
    ...callFields(),
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
