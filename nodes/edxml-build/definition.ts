import { z } from 'zod'
import { packetSchema } from '#nodes/edxml/packet-schema.ts'
import { defineNode } from '#shared/node/define.ts'
import { field } from '#shared/node/fields.ts'

/** Tạo gói edXML: fields become a packet for the document axis. */
export const definition = defineNode({
  type: 'edxml-build',
  version: 1,
  kind: 'transform',
  family: 'formats',
  title: { vi: 'Tạo gói edXML', en: 'Build edXML' },
  summary: {
    vi: 'Lập gói văn bản điện tử hoặc gói trạng thái để gửi lên trục liên thông; kiểm tra mã, ngày và nén tệp đính kèm.',
    en: 'Makes a packet with a document or a status for the document axis; checks codes and dates and zips attachments.',
  },
  keywords: ['edxml', 'văn bản điện tử', 'trục liên thông', 'vxp', 'công văn', 'thu hồi', 'trạng thái', 'document'],
  settings: z.strictObject({
    kind: field
      .choice(
        [
          { value: 'document', title: { vi: 'Gói văn bản', en: 'Document' } },
          { value: 'status', title: { vi: 'Gói trạng thái (phản hồi)', en: 'Status (answer)' } },
        ],
        {
          title: { vi: 'Loại gói', en: 'Kind of packet' },
          help: {
            vi: 'Gói văn bản mang văn bản và tệp; gói trạng thái trả lời một gói đã nhận.',
            en: 'A document packet carries a document and files; a status packet answers one that was received.',
          },
        },
      )
      .default('document'),
    bussiness: field
      .choice(
        [
          { value: 'data', title: { vi: 'Theo dữ liệu (không có: văn bản mới)', en: 'As the data says (else: new)' } },
          { value: '0', title: { vi: 'Văn bản mới', en: 'New' } },
          { value: '1', title: { vi: 'Thu hồi', en: 'Recall' } },
          { value: '2', title: { vi: 'Cập nhật', en: 'Update' } },
          { value: '3', title: { vi: 'Thay thế', en: 'Replacement' } },
        ],
        {
          title: { vi: 'Nghiệp vụ', en: 'Purpose' },
          help: {
            vi: 'Gói dùng để gửi văn bản mới, thu hồi, cập nhật hay thay thế văn bản đã gửi.',
            en: 'Whether it sends a new document, or recalls, updates or replaces one.',
          },
          showIf: { setting: 'kind', is: ['document'] },
        },
      )
      .default('data'),
    from: field
      .value({
        title: { vi: 'Dữ liệu của gói', en: 'Data of the packet' },
        help: {
          vi: 'Để trống: cả nội dung thông điệp. Cần MessageHeader, có thể thêm TraceHeaderList và Attachments. Ví dụ trường GoiTin.',
          en: 'Blank: the whole body. It has MessageHeader, and may have TraceHeaderList and Attachments. Such as the field GoiTin.',
        },
      })
      .optional(),
    maxMb: field
      .number({
        title: { vi: 'Tổng tệp đính kèm tối đa (MB)', en: 'Attachments together, at most (MB)' },
        help: {
          vi: 'Lớn hơn thì báo lỗi, không gửi. Ví dụ 20.',
          en: 'More than this is an error and nothing is sent. Such as 20.',
        },
        min: 0.001,
        max: 100,
        advanced: true,
      })
      .default(20),
  }),
  input: true,
  inputSchema: packetSchema,
  out: [{ name: 'out', title: { vi: 'Gói edXML', en: 'Packet' } }],
  output: 'described',
  infers: 'text',
  effects: 'none',
})
