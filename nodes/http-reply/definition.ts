import { z } from 'zod'
import { complaint } from '#shared/node/complaint.ts'
import { defineNode } from '#shared/node/define.ts'
import { field } from '#shared/node/fields.ts'

/** Trả lời HTTP: answers the caller who waits at the trigger. */
export const definition = defineNode({
  type: 'http-reply',
  version: 1,
  kind: 'control',
  title: { vi: 'Trả lời HTTP', en: 'HTTP reply' },
  summary: {
    vi: 'Gửi câu trả lời cho bên đang chờ ở nút khởi phát, rồi cho thông điệp đi tiếp.',
    en: 'Answers the caller who waits at the trigger, then lets the message go on.',
  },
  keywords: ['trả lời', 'phản hồi', 'kết quả', 'response', 'reply', 'answer', 'return'],
  settings: z
    .strictObject({
      status: field
        .value({
          title: { vi: 'Mã trạng thái', en: 'Status' },
          help: { vi: 'Từ 200 đến 599, ví dụ 200, 201, 404.', en: 'From 200 to 599, such as 200, 201, 404.' },
          placeholder: '200',
        })
        .default(200),
      content: field
        .choice(
          [
            { value: 'message', title: { vi: 'Nội dung thông điệp', en: 'The body of the message' } },
            { value: 'value', title: { vi: 'Giá trị hoặc công thức', en: 'A value or an expression' } },
            { value: 'mapping', title: { vi: 'Ánh xạ trường', en: 'A mapping' } },
          ],
          {
            title: { vi: 'Nội dung trả lời', en: 'Body of the reply' },
            help: {
              vi: 'Gửi nguyên thông điệp, một giá trị, hoặc dựng câu trả lời từ các trường.',
              en: 'Send the message as it is, one value, or build the reply from fields.',
            },
          },
        )
        .default('message'),
      body: field
        .value({
          title: { vi: 'Giá trị', en: 'Value' },
          help: {
            vi: 'Ví dụ công thức { "ketQua": "da nhan", "maHoSo": MaHoSo }.',
            en: 'Such as the expression { "result": "taken", "maHoSo": MaHoSo }.',
          },
          showIf: { setting: 'content', is: ['value'] },
        })
        .optional(),
      mapping: field
        .mapping({
          title: { vi: 'Ánh xạ', en: 'Mapping' },
          help: {
            vi: 'Mỗi dòng là một trường của câu trả lời, ví dụ error_code lấy giá trị "0".',
            en: 'Each row is a field of the reply, such as error_code with the value "0".',
          },
          showIf: { setting: 'content', is: ['mapping'] },
        })
        .optional(),
      headers: field
        .pairs({
          title: { vi: 'Tiêu đề HTTP', en: 'HTTP headers' },
          help: {
            vi: 'Ví dụ location, cache-control. Tên không phân biệt hoa thường.',
            en: 'Such as location, cache-control. Names are case-insensitive.',
          },
          advanced: true,
        })
        .default([]),
      contentType: field
        .text({
          title: { vi: 'Kiểu nội dung', en: 'Content type' },
          help: {
            vi: 'Để trống: application/json; với nội dung là chữ thì theo content-type của thông điệp.',
            en: 'Blank: application/json; for a text the content-type of the message.',
          },
          placeholder: 'application/json; charset=utf-8',
          advanced: true,
        })
        .regex(/^[\w.+-]+\/[\w.+-]+(?:\s*;\s*[\w-]+=[\w."+-]+)*$/)
        .optional(),
    })
    .refine((settings) => settings.content !== 'value' || settings.body !== undefined, {
      ...complaint('chưa nhập', 'is missing'),
      path: ['body'],
    })
    .refine((settings) => settings.content !== 'mapping' || settings.mapping !== undefined, {
      ...complaint('chưa nhập', 'is missing'),
      path: ['mapping'],
    }),
  input: true,
  out: [{ name: 'out', title: { vi: 'Sau khi trả lời', en: 'After the reply' } }],
  output: 'same',
  effects: 'none',
})
