import { z } from 'zod'
import { defineNode } from '#shared/node/define.ts'
import { field } from '#shared/node/fields.ts'

/** Ký số XML: adds an enveloped signature over the whole document. */
export const definition = defineNode({
  type: 'xml-sign',
  version: 1,
  kind: 'transform',
  family: 'security',
  title: { vi: 'Ký số XML', en: 'Sign XML' },
  summary: {
    vi: 'Thêm chữ ký số (XML-DSig) bao toàn văn bản XML, bằng khoá và chứng thư của đơn vị trong kết nối ký số.',
    en: 'Adds a digital signature (XML-DSig) over the whole document, with the key and certificate of a signing connection.',
  },
  keywords: ['ký số', 'chữ ký số', 'xml', 'xmldsig', 'edxml', 'chứng thư', 'sign', 'signature'],
  settings: z.strictObject({
    connection: field.connection(['signing'], {
      title: { vi: 'Kết nối ký số', en: 'Signing connection' },
      help: {
        vi: 'Kết nối giữ khoá ký và chứng thư, ví dụ ky-so-don-vi.',
        en: 'The connection that holds key and certificate, such as ky-so-don-vi.',
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
    method: field
      .choice(
        [
          { value: 'rsa-sha256', title: { vi: 'rsa-sha256 (nên dùng)', en: 'rsa-sha256 (recommended)' } },
          { value: 'rsa-sha512', title: { vi: 'rsa-sha512', en: 'rsa-sha512' } },
        ],
        {
          title: { vi: 'Thuật toán', en: 'Method' },
          help: {
            vi: 'Thường giữ rsa-sha256; đổi khi bên nhận yêu cầu.',
            en: 'Usually rsa-sha256; another one when the receiver asks for it.',
          },
          advanced: true,
        },
      )
      .default('rsa-sha256'),
    place: field
      .text({
        title: { vi: 'Đặt chữ ký trong phần tử', en: 'Element that the signature goes into' },
        help: {
          vi: 'Để trống: phần tử gốc. Hoặc đường dẫn từ dưới gốc, ví dụ edXMLEnvelope/edXMLHeader.',
          en: 'Blank: the root. Or a path from below the root, such as edXMLEnvelope/edXMLHeader.',
        },
        placeholder: 'edXMLEnvelope/edXMLHeader',
        advanced: true,
      })
      .regex(/^[\p{L}_][\p{L}\p{N}_.-]*(?:\/[\p{L}_][\p{L}\p{N}_.-]*){0,9}$/u)
      .optional(),
  }),
  input: true,
  out: [{ name: 'out', title: { vi: 'Đã ký', en: 'Signed' } }],
  output: 'described',
  infers: 'text',
  takes: { from: 'from', type: 'string' },
  effects: 'idempotent',
  needs: ['secrets'],
})
