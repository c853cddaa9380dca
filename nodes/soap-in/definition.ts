import { z } from 'zod'
import { ACCESS, dedupeWindowField, keyChosen, keyField, maxBytesField } from '#nodes/http-in/entrance-fields.ts'
import { wsdlField } from '#nodes/soap/fields.ts'
import { entranceFields, OVER_XROAD, xroadChosen } from '#nodes/xroad/fields.ts'
import { complaint } from '#shared/node/complaint.ts'
import { defineNode } from '#shared/node/define.ts'
import { field, isDurationWithin } from '#shared/node/fields.ts'

const WS_SECURITY = {
  value: 'ws-security',
  title: { vi: 'Tài khoản trong thông điệp (WS-Security)', en: 'Account in the message (WS-Security)' },
} as const

const CERTIFICATE = {
  value: 'certificate',
  title: { vi: 'Chữ ký bằng chứng thư (WS-Security X.509)', en: 'Signature by a certificate (WS-Security X.509)' },
} as const

/** Dịch vụ SOAP: the gateway offers the operations of a WSDL at this path; each request is a message. */
export const definition = defineNode({
  type: 'soap-in',
  version: 1,
  kind: 'trigger',
  family: 'web',
  title: { vi: 'Dịch vụ SOAP', en: 'SOAP service' },
  summary: {
    vi: 'Mở một dịch vụ web SOAP theo WSDL trên cổng tiếp nhận; mỗi yêu cầu đúng WSDL là một thông điệp.',
    en: 'Offers a SOAP web service by a WSDL at the gateway; each request that fits the WSDL is a message.',
  },
  keywords: ['soap', 'wsdl', 'web service', 'dịch vụ web', 'asmx', 'nhận', 'tiếp nhận', 'cung cấp', 'trục', 'x-road'],
  settings: z
    .strictObject({
      path: field
        .path({
          title: { vi: 'Đường dẫn', en: 'Path' },
          help: {
            vi: 'Địa chỉ của dịch vụ trên cổng tiếp nhận; WSDL lấy được bằng cách thêm ?wsdl vào sau.',
            en: 'The address of the service at the gateway; ?wsdl behind it gives the WSDL.',
          },
          placeholder: '/soap/ho-so',
        })
        .refine(
          (path) => /^(?:\/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)+$/.test(path),
          complaint(
            'cần dạng /dich-vu/ten, không có {} và không có // hay ..',
            'must look like /a/b, without {}, // or ..',
          ),
        ),
      wsdl: wsdlField(),
      address: field
        .text({
          title: { vi: 'Địa chỉ công bố', en: 'Published address' },
          help: {
            vi: 'Địa chỉ đầy đủ mà bên gọi dùng, ghi vào WSDL. Để trống: đúng địa chỉ mà bên gọi lấy WSDL; hãy điền khi phía trước có máy chủ HTTPS.',
            en: 'The full address that callers use, written into the WSDL. Blank: the one that the WSDL was asked at; fill it in behind an HTTPS server.',
          },
          placeholder: 'https://lienthong.tinh.gov.vn/soap/ho-so',
          advanced: true,
        })
        .regex(/^https?:\/\/[^\s"<>]{1,500}$/)
        .optional(),
      access: field
        .choice([ACCESS.open, ACCESS.key, WS_SECURITY, CERTIFICATE, OVER_XROAD], ACCESS.look)
        .default('open'),
      connection: keyField({
        is: ['key', 'ws-security'],
        help: {
          vi: 'Bên gọi gửi khoá trong tiêu đề X-Api-Key hoặc Authorization: Bearer; với WS-Security, khoá là mật khẩu của tên tài khoản ghi trong kết nối.',
          en: 'Sent as X-Api-Key or Authorization: Bearer; with WS-Security it is the password of the user name in the connection.',
        },
      }),
      trust: field
        .connection(['signing'], {
          title: { vi: 'Chứng thư tin cậy', en: 'Trusted certificates' },
          help: {
            vi: 'Kết nối ký số có chứng thư của từng bên gọi, hoặc của tổ chức cấp, ví dụ chung-thu-doi-tac.',
            en: 'A signing connection with the certificates of callers, or of their issuers, such as chung-thu-doi-tac.',
          },
          showIf: { setting: 'access', is: ['certificate'] },
        })
        .optional(),
      ...entranceFields(),
      passwords: field
        .choice(
          [
            {
              value: 'digest',
              title: { vi: 'Chỉ dạng băm (PasswordDigest)', en: 'As a digest only (PasswordDigest)' },
            },
            { value: 'text', title: { vi: 'Chỉ nguyên văn (PasswordText)', en: 'In clear text only (PasswordText)' } },
            { value: 'either', title: { vi: 'Cả hai dạng', en: 'Either' } },
          ],
          {
            title: { vi: 'Cách bên gọi gửi mật khẩu', en: 'How the password comes' },
            help: {
              vi: 'Dạng băm phải có nonce và giờ, mỗi nonce dùng được một lần. Nguyên văn chỉ an toàn sau máy chủ HTTPS.',
              en: 'A digest comes with nonce and time, each nonce once. Clear text is safe only behind HTTPS.',
            },
            showIf: { setting: 'access', is: ['ws-security'] },
          },
        )
        .default('digest'),
      skew: field
        .duration({
          title: { vi: 'Lệch giờ tối đa', en: 'Clocks may differ by' },
          help: {
            vi: 'Yêu cầu có giờ gửi cũ hơn hoặc mới hơn chừng ấy bị từ chối, ví dụ 5 phút (PT5M); nhiều nhất 20 phút.',
            en: 'A request that was made longer ago, or later, is refused. Such as 5 minutes (PT5M); 20 minutes at most.',
          },
          showIf: { setting: 'access', is: ['ws-security', 'certificate'] },
          advanced: true,
        })
        .refine(
          (skew) => isDurationWithin(skew, 1000, 1_200_000),
          complaint('từ 1 giây đến 20 phút', 'from 1 second to 20 minutes'),
        )
        .default('PT5M'),
      timestamp: field
        .boolean({
          title: { vi: 'Bắt buộc có wsu:Timestamp', en: 'A wsu:Timestamp is needed' },
          help: {
            vi: 'Khi tắt, Timestamp nào có trong yêu cầu vẫn được kiểm tra hạn.',
            en: 'When off, a Timestamp that comes is still checked.',
          },
          showIf: { setting: 'access', is: ['ws-security'] },
          advanced: true,
        })
        .default(false),
      dedupe: field
        .expression({
          title: { vi: 'Khoá chống trùng', en: 'Key against duplicates' },
          help: {
            vi: 'Công thức trên nội dung yêu cầu, ví dụ MaYeuCau; cùng giá trị chỉ chạy một lần và nhận lại câu trả lời đầu. Để trống: tiêu đề Idempotency-Key (qua X-Road: id).',
            en: 'Expression over the request, such as MaYeuCau; the same value runs once and gets the first answer again. Empty: the header Idempotency-Key (over X-Road: id).',
          },
          advanced: true,
        })
        .optional(),
      dedupeWindow: dedupeWindowField(),
      timeout: field
        .duration({
          title: { vi: 'Chờ kết quả tối đa', en: 'Wait for the result at most' },
          help: {
            vi: 'Để trống: theo thời hạn của luồng. Quá thời hạn, bên gọi nhận lỗi SOAP Server kèm mã lần chạy; luồng vẫn chạy tiếp. Ví dụ 10 giây (PT10S).',
            en: 'Empty: the time limit of the flow. After it the caller gets a Server fault with the run; the flow goes on. Such as 10 seconds (PT10S).',
          },
          advanced: true,
        })
        .optional(),
      maxBytes: maxBytesField(),
    })
    .superRefine(keyChosen)
    .superRefine(xroadChosen)
    .superRefine(({ access, trust }, context) => {
      if (access !== 'certificate' || trust !== undefined) return
      const message = complaint('chọn kết nối có chứng thư tin cậy', 'choose the connection with trusted certificates')
      context.addIssue({ code: 'custom', path: ['trust'], ...message })
    }),
  input: false,
  out: [{ name: 'out', title: { vi: 'Yêu cầu', en: 'Request' } }],
  output: 'described',
  infers: 'soap-request',
  effects: 'none',
})
