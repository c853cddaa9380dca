import { z } from 'zod'
import { fileConnection, filePath, SAMPLE_FILE } from '#nodes/files/file-fields.ts'
import { defineNode } from '#shared/node/define.ts'
import { field } from '#shared/node/fields.ts'

/** Đọc tệp: the content of one file, with where it lies. */
export const definition = defineNode({
  type: 'file-read',
  version: 1,
  kind: 'connector',
  family: 'files',
  title: { vi: 'Đọc tệp', en: 'Read file' },
  summary: {
    vi: 'Lấy nội dung một tệp từ máy chủ SFTP, FTP hoặc thư mục của máy chủ này.',
    en: 'Takes the content of a file at an SFTP or FTP server or in a folder of this server.',
  },
  keywords: ['s3', 'minio', 'tệp', 'file', 'sftp', 'ftp', 'thư mục', 'tải về', 'download', 'mở tệp'],
  settings: z.strictObject({
    connection: fileConnection(),
    path: filePath().default({ field: 'path' }),
    as: field
      .choice(
        [
          { value: 'text', title: { vi: 'Văn bản (XML, JSON, CSV…)', en: 'Text (XML, JSON, CSV…)' } },
          { value: 'base64', title: { vi: 'Base64 (PDF, ảnh, tệp nén…)', en: 'Base64 (PDF, pictures, archives…)' } },
        ],
        {
          title: { vi: 'Đọc dưới dạng', en: 'Read as' },
          help: {
            vi: 'Tệp không phải văn bản thì chọn Base64 để giữ nguyên từng byte.',
            en: 'Choose Base64 for what is not text, so that every byte is kept.',
          },
        },
      )
      .default('text'),
    charset: field
      .choice(
        [
          { value: 'utf-8', title: { vi: 'Unicode (UTF-8)', en: 'Unicode (UTF-8)' } },
          { value: 'utf-16le', title: { vi: 'Unicode (UTF-16)', en: 'Unicode (UTF-16)' } },
          { value: 'windows-1258', title: { vi: 'Windows-1258', en: 'Windows-1258' } },
        ],
        {
          title: { vi: 'Bảng mã', en: 'Character set' },
          help: {
            vi: 'Bảng mã của tệp. TCVN3, VNI: đọc dạng Base64 rồi dùng nút Đổi bảng mã.',
            en: 'The character set of the file. TCVN3 and VNI: read as Base64, then use the node Convert encoding.',
          },
          showIf: { setting: 'as', is: ['text'] },
          advanced: true,
        },
      )
      .default('utf-8'),
    maxBytes: field
      .integer({
        title: { vi: 'Tệp lớn nhất (byte)', en: 'Largest file (bytes)' },
        help: {
          vi: 'Tệp lớn hơn thì báo lỗi; để chuyển tệp lớn hãy dùng nút Quản lý tệp.',
          en: 'A larger file is an error; to pass on large files use the node Manage files.',
        },
        min: 1,
        max: 50_000_000,
        advanced: true,
      })
      .default(10_000_000),
  }),
  input: true,
  out: [
    { name: 'out', title: { vi: 'Đã đọc', en: 'Read' } },
    { name: 'missing', title: { vi: 'Không có tệp', en: 'No such file' } },
  ],
  output: 'described',
  sample: { ...SAMPLE_FILE, content: '<HoSo>…</HoSo>' },
  effects: 'idempotent',
  needs: ['files'],
})
