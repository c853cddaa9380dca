import { z } from 'zod'
import { bytesAs, bytesSource, bytesTarget } from '#nodes/bytes/byte-fields.ts'
import { defineNode } from '#shared/node/define.ts'
import { field } from '#shared/node/fields.ts'

/** Base64: writes bytes as Base64 or reads them back, strictly. */
export const definition = defineNode({
  type: 'base64',
  version: 1,
  kind: 'transform',
  family: 'formats',
  title: { vi: 'Base64', en: 'Base64' },
  summary: {
    vi: 'Đổi văn bản thành Base64 hoặc đọc Base64 thành văn bản; Base64 sai hay bị cắt cụt là lỗi.',
    en: 'Turns text into Base64, or Base64 into text; wrong or cut Base64 is an error.',
  },
  keywords: ['base64', 'base64url', 'mã hoá base64', 'giải mã base64', 'tệp đính kèm', 'encode', 'decode'],
  settings: z.strictObject({
    do: field
      .choice(
        [
          { value: 'decode', title: { vi: 'Đọc Base64', en: 'Decode' } },
          { value: 'encode', title: { vi: 'Viết thành Base64', en: 'Encode' } },
        ],
        {
          title: { vi: 'Việc', en: 'What to do' },
          help: {
            vi: 'Base64 không phải là mã hoá bảo mật: ai cũng đọc lại được.',
            en: 'Base64 keeps nothing secret: anybody can read it back.',
          },
        },
      )
      .default('decode'),
    from: bytesSource(),
    source: bytesAs({ vi: 'Nội dung ấy là', en: 'That is' }, { showIf: { setting: 'do', is: ['encode'] } }).default(
      'text',
    ),
    alphabet: field
      .choice(
        [
          { value: 'plain', title: { vi: 'Thường (+ / =)', en: 'Plain (+ / =)' } },
          { value: 'url', title: { vi: 'Cho địa chỉ web (- _, không có =)', en: 'For addresses (- _ without =)' } },
          {
            value: 'mime',
            title: { vi: 'Thường, 76 ký tự một dòng (thư điện tử)', en: 'Plain, 76 to a line (e-mail)' },
          },
        ],
        {
          title: { vi: 'Cách viết', en: 'Form' },
          help: { vi: 'Khi đọc, nút nhận mọi cách viết.', en: 'When decoding, every form is taken.' },
          showIf: { setting: 'do', is: ['encode'] },
          advanced: true,
        },
      )
      .default('plain'),
    to: bytesTarget(),
  }),
  input: true,
  out: [{ name: 'out', title: { vi: 'Đã đổi', en: 'Converted' } }],
  output: 'described',
  infers: 'written-text',
  effects: 'none',
})
