import { z } from 'zod'
import { fileConnection, SAMPLE_FILE } from '#nodes/files/file-fields.ts'
import { defineNode } from '#shared/node/define.ts'
import { field } from '#shared/node/fields.ts'

/** Liệt kê tệp: the files of one folder, by name. */
export const definition = defineNode({
  type: 'file-list',
  version: 1,
  kind: 'connector',
  family: 'files',
  title: { vi: 'Liệt kê tệp', en: 'List files' },
  summary: {
    vi: 'Lấy danh sách tệp trong một thư mục, không lấy nội dung.',
    en: 'Takes the list of files of a folder, without their content.',
  },
  keywords: ['s3', 'minio', 'tệp', 'file', 'sftp', 'ftp', 'thư mục', 'danh sách', 'list'],
  settings: z.strictObject({
    connection: fileConnection(),
    folder: field
      .value({
        title: { vi: 'Thư mục', en: 'Folder' },
        help: {
          vi: 'Tính từ thư mục gốc của kết nối, ví dụ vao/2026; để trống là chính thư mục gốc.',
          en: 'From the root of the connection; empty means the root.',
        },
      })
      .default(''),
    pattern: field
      .text({
        title: { vi: 'Tên tệp', en: 'File names' },
        help: {
          vi: 'Ví dụ *.xml; *.json. Không phân biệt hoa thường.',
          en: 'Such as *.xml; *.json. Case does not count.',
        },
        placeholder: '*.xml',
      })
      .default('*'),
    most: field
      .integer({
        title: { vi: 'Số tệp tối đa', en: 'Files at most' },
        help: { vi: 'Chỉ lấy ngần ấy tệp đầu theo tên.', en: 'Only so many of the first by name are taken.' },
        min: 1,
        max: 10_000,
        advanced: true,
      })
      .default(1000),
  }),
  input: true,
  out: [{ name: 'out', title: { vi: 'Danh sách', en: 'List' } }],
  output: 'described',
  sample: { files: [SAMPLE_FILE], count: 1 },
  effects: 'idempotent',
  needs: ['files'],
})
