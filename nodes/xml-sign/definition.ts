import { z } from 'zod'
import { defineNode } from '#shared/node/define.ts'
import { type FieldLook, field } from '#shared/node/fields.ts'

/** One line that the signer claims in a XAdES signature. */
function claim(look: Pick<FieldLook, 'title' | 'help' | 'placeholder'>) {
  return field
    .text({ ...look, showIf: { setting: 'form', is: ['xades-b-b'] }, advanced: true })
    .max(200)
    .regex(/^[^\p{C}]+$/u)
    .optional()
}

/** Ký số XML: adds an enveloped signature over the whole document. */
export const definition = defineNode({
  type: 'xml-sign',
  version: 1,
  kind: 'transform',
  family: 'security',
  title: { vi: 'Ký số XML', en: 'Sign XML' },
  summary: {
    vi: 'Thêm chữ ký số (XML-DSig hoặc XAdES) bao toàn văn bản XML, bằng khoá và chứng thư của đơn vị trong kết nối ký số.',
    en: 'Adds a digital signature (XML-DSig or XAdES) over the whole document, with the key and certificate of a signing connection.',
  },
  keywords: ['ký số', 'chữ ký số', 'xml', 'xmldsig', 'xades', 'etsi', 'edxml', 'chứng thư', 'sign', 'signature'],
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
    form: field
      .choice(
        [
          { value: 'xml-dsig', title: { vi: 'XML-DSig', en: 'XML-DSig' } },
          {
            value: 'xades-b-b',
            title: { vi: 'XAdES-B-B (ghi giờ ký và chứng thư)', en: 'XAdES-B-B (with time and certificate)' },
          },
        ],
        {
          title: { vi: 'Dạng chữ ký', en: 'Form of the signature' },
          help: {
            vi: 'Thường là XML-DSig. Chọn XAdES-B-B khi bên nhận yêu cầu XAdES hay ETSI EN 319 132-1. Chưa kèm dấu thời gian (XAdES-T).',
            en: 'Usually XML-DSig. XAdES-B-B when the receiver asks for XAdES or ETSI EN 319 132-1. Without a time-stamp (XAdES-T).',
          },
        },
      )
      .default('xml-dsig'),
    role: claim({
      title: { vi: 'Vai trò người ký', en: 'Role of the signer' },
      help: {
        vi: 'Để trống nếu không cần. Người ký tự khai, ví dụ Văn thư cơ quan.',
        en: 'Blank when not needed. Claimed by the signer, such as Records office.',
      },
      placeholder: 'Văn thư cơ quan',
    }),
    city: claim({
      title: { vi: 'Nơi ký', en: 'Place of signing' },
      help: {
        vi: 'Để trống nếu không cần. Tỉnh hoặc thành phố, ví dụ Hà Nội.',
        en: 'Blank when not needed. A city or province, such as Hà Nội.',
      },
      placeholder: 'Hà Nội',
    }),
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
