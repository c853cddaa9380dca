import { z } from 'zod'
import { fileConnection, filePath, ifExistsField, SAMPLE_FILE } from '#nodes/files/file-fields.ts'
import { complaint } from '#shared/node/complaint.ts'
import { defineNode } from '#shared/node/define.ts'
import { field } from '#shared/node/fields.ts'

const withTarget = { showIf: { setting: 'action', is: ['copy', 'move'] } } as const

/** Quản lý tệp: copies (also to another server), moves or deletes one file, whatever its size. */
export const definition = defineNode({
  type: 'file-manage',
  version: 1,
  kind: 'connector',
  family: 'files',
  title: { vi: 'Quản lý tệp', en: 'Manage files' },
  summary: {
    vi: 'Sao chép (kể cả sang máy chủ khác), chuyển hoặc xoá một tệp, lớn đến đâu cũng được.',
    en: 'Copies (also to another server), moves or deletes a file, whatever its size.',
  },
  keywords: [
    's3',
    'minio',
    'tệp',
    'file',
    'sftp',
    'ftp',
    'sao chép',
    'chuyển',
    'đổi tên',
    'xoá',
    'copy',
    'move',
    'delete',
    'rename',
  ],
  settings: z
    .strictObject({
      connection: fileConnection(),
      action: field
        .choice(
          [
            { value: 'copy', title: { vi: 'Sao chép', en: 'Copy' } },
            { value: 'move', title: { vi: 'Chuyển hoặc đổi tên', en: 'Move or rename' } },
            { value: 'delete', title: { vi: 'Xoá', en: 'Delete' } },
          ],
          {
            title: { vi: 'Việc làm', en: 'What to do' },
            help: {
              vi: 'Tệp được chuyển thẳng giữa hai nơi, không nằm trong thông điệp.',
              en: 'The file goes straight from one place to the other, not through the message.',
            },
          },
        )
        .default('copy'),
      path: filePath().default({ field: 'path' }),
      to: field
        .value({
          title: { vi: 'Tới', en: 'To' },
          help: {
            vi: 'Đường dẫn mới, có cả tên tệp, ví dụ da-xong/ho-so.xml. Thư mục chưa có sẽ được tạo.',
            en: 'The new path with the file name. Folders that are missing are made.',
          },
          ...withTarget,
        })
        .optional(),
      toConnection: field
        .connection(['sftp', 'ftp', 's3', 'folder'], {
          title: { vi: 'Kết nối tới', en: 'To connection' },
          help: { vi: 'Để trống: cùng kết nối.', en: 'Empty: the same connection.' },
          showIf: { setting: 'action', is: ['copy'] },
        })
        .optional(),
      ifExists: ifExistsField(withTarget),
    })
    .refine((it) => it.action === 'delete' || it.to !== undefined, {
      ...complaint('chưa nhập', 'is missing'),
      path: ['to'],
    }),
  input: true,
  out: [
    { name: 'out', title: { vi: 'Xong', en: 'Done' } },
    { name: 'missing', title: { vi: 'Không có tệp', en: 'No such file' } },
    { name: 'exists', title: { vi: 'Đã có tệp', en: 'File exists' } },
  ],
  output: 'described',
  sample: SAMPLE_FILE,
  effects: 'idempotent',
  needs: ['files'],
})
