import { z } from 'zod'
import { defineNode } from '#shared/node/define.ts'
import { field } from '#shared/node/fields.ts'

/** Kiểm tra chữ ký số XML: only what is signed by a trusted certificate goes on. */
export const definition = defineNode({
  type: 'xml-verify',
  version: 1,
  kind: 'transform',
  family: 'security',
  title: { vi: 'Kiểm tra chữ ký số XML', en: 'Verify XML signature' },
  summary: {
    vi: 'Kiểm tra chữ ký số và chứng thư của văn bản XML; chỉ phần đã được ký đúng mới đi tiếp.',
    en: 'Checks the digital signature and certificate of an XML document; only what is rightly signed goes on.',
  },
  keywords: [
    'chữ ký số',
    'kiểm tra',
    'xác thực',
    'xml',
    'xmldsig',
    'xades',
    'edxml',
    'chứng thư',
    'verify',
    'signature',
  ],
  settings: z.strictObject({
    connection: field.connection(['signing'], {
      title: { vi: 'Kết nối ký số', en: 'Signing connection' },
      help: {
        vi: 'Kết nối giữ các chứng thư được tin, ví dụ ky-so-doi-tac.',
        en: 'The connection that holds the trusted certificates, such as ky-so-doi-tac.',
      },
    }),
    from: field
      .value({
        title: { vi: 'Văn bản XML', en: 'XML text' },
        help: {
          vi: 'Để trống: cả nội dung thông điệp. Hoặc chọn trường chứa XML. Ví dụ trường VanBan.',
          en: 'Blank: the whole body. Or the field that holds the XML. Such as the field VanBan.',
        },
      })
      .optional(),
    allowSha1: field
      .boolean({
        title: { vi: 'Nhận cả rsa-sha1', en: 'Also take rsa-sha1' },
        help: {
          vi: 'Chỉ bật khi bên gửi còn dùng phần mềm cũ (edXML cũ). SHA-1 không còn an toàn.',
          en: 'Only when the sender still uses old software (old edXML). SHA-1 is no longer safe.',
        },
      })
      .default(false),
    xadesOnly: field
      .boolean({
        title: { vi: 'Chỉ nhận XAdES', en: 'Take XAdES only' },
        help: {
          vi: 'Bật khi quy định buộc chữ ký XAdES, ví dụ để luôn có giờ ký. XAdES luôn được kiểm tra, dù bật hay tắt.',
          en: 'On when the rules ask for XAdES, such as for a signing time. XAdES is always checked, on or off.',
        },
        advanced: true,
      })
      .default(false),
    element: field
      .text({
        title: { vi: 'Phần tử phải được ký', en: 'Element that must be signed' },
        help: {
          vi: 'Để trống: chữ ký phải bao toàn văn bản. Hoặc tên phần tử, không tiền tố; chỉ phần tử ấy đi tiếp. Ví dụ HoSo.',
          en: 'Blank: the signature must cover the whole document. Or the name of an element without prefix; only that goes on. Such as HoSo.',
        },
        advanced: true,
      })
      .regex(/^[\p{L}_][\p{L}\p{N}_.-]{0,199}$/u)
      .optional(),
  }),
  input: true,
  out: [{ name: 'out', title: { vi: 'Chữ ký đúng', en: 'Verified' } }],
  output: 'described',
  infers: 'text',
  takes: { from: 'from', type: 'string' },
  effects: 'idempotent',
  needs: ['secrets'],
})
