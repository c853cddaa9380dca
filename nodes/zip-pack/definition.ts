import { z } from 'zod'
import { bytesResultFields, withPlace } from '#nodes/files/content-fields.ts'
import { fileConnection } from '#nodes/files/file-fields.ts'
import { RESULT_PORTS } from '#nodes/tabular/column-fields.ts'
import { complaint } from '#shared/node/complaint.ts'
import { defineNode } from '#shared/node/define.ts'
import { field } from '#shared/node/fields.ts'

const STORED = { showIf: { setting: 'source', is: ['files'] } } as const

/** Nén ZIP: files of the message or of a connection as one archive. */
export const definition = defineNode({
  type: 'zip-pack',
  version: 1,
  kind: 'transform',
  family: 'formats',
  title: { vi: 'Nén ZIP', en: 'Pack ZIP' },
  summary: {
    vi: 'Đóng nhiều tệp thành một tệp ZIP, tên tiếng Việt dạng UTF-8; cùng các tệp luôn cho cùng tệp nén.',
    en: 'Packs files into one ZIP archive with names in UTF-8; the same files always give the same archive.',
  },
  keywords: ['zip', 'nén', 'đóng gói', 'tệp nén', 'archive', 'compress'],
  settings: withPlace(
    z
      .strictObject({
        files: field
          .value({
            title: { vi: 'Các tệp', en: 'Files' },
            help: {
              vi: 'Danh sách đối tượng có name và base64 hoặc text, ví dụ trường files; tệp ở kết nối thì có path.',
              en: 'A list of objects with name and base64 or text, such as the field files; those at a connection have a path.',
            },
          })
          .default({ field: 'files' }),
        source: field
          .choice(
            [
              { value: 'message', title: { vi: 'Trong thông điệp', en: 'In the message' } },
              { value: 'files', title: { vi: 'Ở một kết nối', en: 'At a connection' } },
            ],
            {
              title: { vi: 'Nội dung các tệp', en: 'Their content is' },
              help: {
                vi: 'Ở một kết nối: mỗi phần tử có path, như nút Liệt kê tệp để lại.',
                en: 'At a connection: each item has a path, as List files leaves them.',
              },
            },
          )
          .default('message'),
        filesConnection: fileConnection(
          { vi: 'Kết nối đọc các tệp', en: 'Connection of the files' },
          STORED,
        ).optional(),
        maxBytes: field
          .integer({
            title: { vi: 'Tổng dung lượng lớn nhất (byte)', en: 'Largest total (bytes)' },
            help: { vi: 'Các tệp cộng lại lớn hơn thì báo lỗi.', en: 'More than this in all files is an error.' },
            min: 1,
            max: 50_000_000,
            advanced: true,
          })
          .default(20_000_000),
        ...bytesResultFields(),
      })
      .refine((it) => it.source !== 'files' || it.filesConnection !== undefined, {
        ...complaint('cần chọn kết nối', 'a connection is needed'),
        path: ['filesConnection'],
      }),
  ),
  input: true,
  out: [...RESULT_PORTS],
  output: 'described',
  sample: { connection: 'sftp-so', path: 'ra/ho-so.zip', name: 'ho-so.zip', size: 4096 },
  effects: {
    by: 'source',
    when: { message: { by: 'as', when: { base64: 'none' }, otherwise: 'idempotent' } },
    otherwise: 'idempotent',
  },
  needs: ['files'],
})
