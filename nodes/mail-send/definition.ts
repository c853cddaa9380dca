import { z } from 'zod'
import { fileConnection } from '#nodes/files/file-fields.ts'
import { complaint } from '#shared/node/complaint.ts'
import { defineNode } from '#shared/node/define.ts'
import { field, isDurationWithin } from '#shared/node/fields.ts'

const result = {
  type: 'object',
  properties: {
    messageId: { type: 'string', title: 'Mã thư (Message-ID)' },
    accepted: { type: 'array', items: { type: 'string' }, title: 'Địa chỉ được nhận' },
    refused: {
      type: 'array',
      title: 'Địa chỉ bị từ chối',
      items: {
        type: 'object',
        properties: {
          address: { type: 'string', title: 'Địa chỉ' },
          code: { type: 'integer', title: 'Mã trả lời' },
          permanent: { type: 'boolean', title: 'Từ chối hẳn' },
          reason: { type: 'string', title: 'Lý do' },
        },
      },
    },
    response: { type: 'string', title: 'Trả lời của máy chủ' },
  },
  required: ['messageId', 'accepted', 'refused', 'response'],
  additionalProperties: false,
} as const

const addresses = (title: { readonly vi: string; readonly en: string }) =>
  field.value({
    title,
    help: {
      vi: 'Một hoặc nhiều địa chỉ, ví dụ Nguyễn Văn An <an@tinh.gov.vn>; binh@tinh.gov.vn, hoặc một danh sách.',
      en: 'One or more addresses, such as Nguyễn Văn An <an@tinh.gov.vn>; binh@tinh.gov.vn, or a list.',
    },
  })

/** Gửi thư điện tử: hands a letter to a mail server and says what became of it for each recipient. */
export const definition = defineNode({
  type: 'mail-send',
  version: 1,
  kind: 'connector',
  family: 'messaging',
  title: { vi: 'Gửi thư điện tử', en: 'Send e-mail' },
  summary: {
    vi: 'Gửi thư qua máy chủ thư, kèm tệp; báo rõ địa chỉ nào được nhận, địa chỉ nào bị từ chối.',
    en: 'Sends a letter with files through a mail server, and says which addresses were taken and which refused.',
  },
  keywords: ['thư', 'email', 'e-mail', 'mail', 'smtp', 'gửi thư', 'thông báo', 'công vụ', 'notify'],
  settings: z
    .strictObject({
      connection: field.connection(['smtp'], {
        title: { vi: 'Kết nối', en: 'Connection' },
        help: { vi: 'Máy chủ gửi thư (SMTP), ví dụ thu-tinh.', en: 'A mail server (SMTP), such as thu-tinh.' },
      }),
      from: field.value({
        title: { vi: 'Người gửi', en: 'From' },
        help: {
          vi: 'Một địa chỉ mà máy chủ cho phép gửi, ví dụ Một cửa tỉnh <motcua@tinh.gov.vn>.',
          en: 'One address that the server lets us send from, such as Một cửa tỉnh <motcua@tinh.gov.vn>.',
        },
      }),
      to: addresses({ vi: 'Người nhận', en: 'To' }),
      cc: addresses({ vi: 'Đồng nhận (Cc)', en: 'Cc' }).optional(),
      bcc: addresses({ vi: 'Đồng nhận kín (Bcc)', en: 'Bcc' }).optional(),
      replyTo: field
        .value({
          title: { vi: 'Trả lời về', en: 'Reply to' },
          help: {
            vi: 'Địa chỉ nhận thư trả lời khi khác người gửi, ví dụ motcua@tinh.gov.vn.',
            en: 'Where answers go when that is not the sender, such as motcua@tinh.gov.vn.',
          },
          advanced: true,
        })
        .optional(),
      subject: field.value({
        title: { vi: 'Tiêu đề', en: 'Subject' },
        help: {
          vi: "Một dòng chữ, ví dụ công thức 'Hồ sơ ' & MaHoSo & ' đã có kết quả'.",
          en: "One line, such as the formula 'Hồ sơ ' & MaHoSo & ' đã có kết quả'.",
        },
      }),
      text: field
        .value({
          title: { vi: 'Nội dung chữ', en: 'Text' },
          help: {
            vi: 'Nội dung không định dạng, ví dụ trường NoiDungThu. Cần có nội dung chữ hoặc nội dung HTML.',
            en: 'The plain content, such as the field NoiDungThu. There must be text or HTML.',
          },
        })
        .optional(),
      html: field
        .value({
          title: { vi: 'Nội dung HTML', en: 'HTML' },
          help: {
            vi: 'Nội dung có định dạng, ví dụ trường NoiDungHtml. Dữ liệu của công dân đưa vào đây phải được chuyển thành chữ an toàn trước.',
            en: 'The content with format, such as the field NoiDungHtml. What citizens wrote must be escaped before it goes in here.',
          },
        })
        .optional(),
      attachments: field
        .list(
          {
            content: field.value({
              title: { vi: 'Tệp', en: 'File' },
              help: {
                vi: 'Base64, chỗ để tệp do nút tệp đưa ra, hoặc danh sách tệp, ví dụ trường attachments của thư đến.',
                en: 'Base64, a reference from a file node, or a list of files, such as the field attachments of a letter that came in.',
              },
            }),
            name: field
              .value({
                title: { vi: 'Tên tệp', en: 'File name' },
                help: {
                  vi: 'Ví dụ Giấy hẹn trả.pdf. Để trống: tên của tệp; bắt buộc với Base64.',
                  en: 'Such as Giấy hẹn trả.pdf. Empty: that of the file; needed with Base64.',
                },
              })
              .optional(),
          },
          {
            title: { vi: 'Tệp đính kèm', en: 'Attachments' },
            help: { vi: 'Mỗi dòng một tệp hoặc một danh sách tệp.', en: 'A file, or a list of files, a row.' },
            add: { vi: 'Thêm tệp', en: 'Add a file' },
            max: 20,
          },
        )
        .default([]),
      files: fileConnection({ vi: 'Kết nối chứa tệp', en: 'Connection of the files' }).optional(),
      maxBytes: field
        .integer({
          title: { vi: 'Thư dài nhất (byte)', en: 'Largest letter (bytes)' },
          help: {
            vi: 'Tính cả tệp đính kèm sau khi mã hoá; máy chủ thư thường nhận đến 25 MB.',
            en: 'With its files as they are encoded; mail servers often take up to 25 MB.',
          },
          min: 10_000,
          max: 50_000_000,
          advanced: true,
        })
        .default(20_000_000),
      timeout: field
        .duration({
          title: { vi: 'Chờ tối đa', en: 'Wait at most' },
          help: {
            vi: 'Cho cả lần gửi, ví dụ 2 phút (PT2M). Hết giờ sau khi đã chuyển hết thư: hệ thống không tự gửi lại mà hỏi người phụ trách.',
            en: 'For the whole sending, such as 2 minutes (PT2M). When it passes after all of the letter went over, a person is asked instead of sending again.',
          },
          advanced: true,
        })
        .refine(
          (it) => isDurationWithin(it, 1000, 300_000),
          complaint('từ 1 giây đến 5 phút', 'from 1 second to 5 minutes'),
        )
        .default('PT2M'),
    })
    .refine((it) => it.text !== undefined || it.html !== undefined, {
      ...complaint('cần có nội dung chữ hoặc nội dung HTML', 'there must be text or HTML'),
      path: ['text'],
    }),
  input: true,
  out: [
    { name: 'out', title: { vi: 'Đã gửi', en: 'Sent' }, schema: result },
    {
      name: 'partial',
      title: { vi: 'Có địa chỉ bị từ chối', en: 'Some addresses refused' },
      schema: result,
      mustWire: true,
    },
  ],
  output: 'described',
  sample: {
    messageId: '<lt.5d0c8e1f2a3b4c5d6e7f8091a2b3c4d5@tinh.gov.vn>',
    accepted: ['an@tinh.gov.vn'],
    refused: [],
    response: '250 2.0.0 Ok: queued as 4XyZ12',
  },
  effects: 'once',
  needs: ['secrets'],
})
