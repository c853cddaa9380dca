import { z } from 'zod'
import { fileConnection, filePath, ifExistsField, SAMPLE_FILE } from '#nodes/files/file-fields.ts'
import { defineNode } from '#shared/node/define.ts'
import { field } from '#shared/node/fields.ts'

/** Ghi tệp: writes content as one file that others see whole or not at all. */
export const definition = defineNode({
  type: 'file-write',
  version: 1,
  kind: 'connector',
  family: 'files',
  title: { vi: 'Ghi tệp', en: 'Write file' },
  summary: {
    vi: 'Ghi nội dung thành tệp; bên kia chỉ thấy tệp khi đã đủ, không bao giờ thấy tệp dở dang.',
    en: 'Writes content as a file; the other side sees the whole file or none, never half of one.',
  },
  keywords: ['s3', 'minio', 'tệp', 'file', 'sftp', 'ftp', 'thư mục', 'lưu', 'xuất', 'upload', 'gửi tệp'],
  settings: z.strictObject({
    connection: fileConnection(),
    path: filePath({ vi: 'Ghi vào tệp', en: 'Write to file' }),
    content: field.value({
      title: { vi: 'Nội dung', en: 'Content' },
      help: {
        vi: 'Ví dụ trường content của thông điệp. Đối tượng và danh sách được ghi dưới dạng JSON.',
        en: 'Such as the field content of the message. Objects and lists are written as JSON.',
      },
    }),
    as: field
      .choice(
        [
          { value: 'text', title: { vi: 'Văn bản (UTF-8)', en: 'Text (UTF-8)' } },
          { value: 'base64', title: { vi: 'Base64: ghi các byte đã giải mã', en: 'Base64: its bytes are written' } },
        ],
        {
          title: { vi: 'Nội dung là', en: 'The content is' },
          help: {
            vi: 'PDF, ảnh và tệp nén đi trong thông điệp dưới dạng Base64.',
            en: 'PDF, pictures and archives travel in messages as Base64.',
          },
        },
      )
      .default('text'),
    ifExists: ifExistsField(),
  }),
  input: true,
  out: [
    { name: 'out', title: { vi: 'Đã ghi', en: 'Written' } },
    { name: 'exists', title: { vi: 'Đã có tệp', en: 'File exists' } },
  ],
  output: 'described',
  sample: { ...SAMPLE_FILE, path: 'ra/ho-so-0001.xml' },
  effects: 'idempotent',
  needs: ['files'],
})
