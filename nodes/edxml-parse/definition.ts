import { z } from 'zod'
import { packetSchema } from '#nodes/edxml/packet-schema.ts'
import { defineNode } from '#shared/node/define.ts'
import { field } from '#shared/node/fields.ts'

/** Đọc gói edXML: a packet becomes fields and files. */
export const definition = defineNode({
  type: 'edxml-parse',
  version: 1,
  kind: 'transform',
  family: 'formats',
  title: { vi: 'Đọc gói edXML', en: 'Read edXML' },
  summary: {
    vi: 'Đọc gói văn bản điện tử thành các trường và tệp đính kèm; gói thu hồi và gói trạng thái đi theo cổng riêng.',
    en: 'Reads a packet into fields and attached files; recalls and status packets leave through ports of their own.',
  },
  keywords: ['edxml', 'văn bản điện tử', 'trục liên thông', 'vxp', 'công văn', 'thu hồi', 'trạng thái', 'document'],
  settings: z.strictObject({
    from: field
      .value({
        title: { vi: 'Gói edXML', en: 'Packet' },
        help: {
          vi: 'Để trống: cả nội dung thông điệp. Hoặc chọn trường chứa gói. Ví dụ trường GoiTin.',
          en: 'Blank: the whole body. Or the field that holds the packet. Such as the field GoiTin.',
        },
      })
      .optional(),
    maxMb: field
      .number({
        title: { vi: 'Tổng tệp đính kèm tối đa (MB)', en: 'Attachments together, at most (MB)' },
        help: { vi: 'Tính sau khi giải nén.', en: 'After unpacking.' },
        min: 0.001,
        max: 100,
        advanced: true,
      })
      .default(20),
  }),
  input: true,
  out: [
    { name: 'out', title: { vi: 'Văn bản', en: 'Document' }, schema: packetSchema },
    { name: 'recall', title: { vi: 'Thu hồi', en: 'Recall' }, schema: packetSchema, mustWire: true },
    { name: 'status', title: { vi: 'Trạng thái', en: 'Status' }, schema: packetSchema, mustWire: true },
  ],
  output: 'described',
  takes: { from: 'from', type: 'string' },
  effects: 'none',
})
