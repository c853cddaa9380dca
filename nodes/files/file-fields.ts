import { field } from '#shared/node/fields.ts'
import type { Text } from '#shared/text/text.ts'

interface Shown {
  readonly showIf?: { readonly setting: string; readonly is: readonly string[] }
}

/** The connection of a node that works on files. */
export const fileConnection = (title: Text = { vi: 'Kết nối', en: 'Connection' }, look: Shown = {}) =>
  field.connection(['sftp', 'ftp', 's3', 'folder'], {
    title,
    ...look,
    help: {
      vi: 'Máy chủ SFTP, FTP, kho S3 hoặc thư mục của máy chủ này, ví dụ sftp-so.',
      en: 'An SFTP or FTP server, S3 storage or a folder of this server, such as sftp-so.',
    },
  })

/** The path of a file in a message. */
export const filePath = (title: Text = { vi: 'Tệp', en: 'File' }, look: Shown = {}) =>
  field.value({
    title,
    ...look,
    help: {
      vi: 'Đường dẫn tính từ thư mục gốc của kết nối, ví dụ vao/ho-so.xml.',
      en: 'The path from the root of the connection, such as in/dossier.xml.',
    },
  })

/** What becomes of a file of that name that is there already. */
export const ifExistsField = (look: Shown = {}) =>
  field
    .choice(
      [
        { value: 'error', title: { vi: 'Báo lỗi, giữ tệp cũ', en: 'Error, the old file stays' } },
        { value: 'replace', title: { vi: 'Ghi đè', en: 'Replace' } },
        {
          value: 'keep',
          title: { vi: 'Giữ tệp cũ, ra cổng "Đã có tệp"', en: 'The old file stays, leave by "File exists"' },
        },
      ],
      {
        title: { vi: 'Nếu đã có tệp cùng tên', en: 'When there is a file of that name' },
        help: {
          vi: 'Tệp cũ có nội dung giống hệt thì coi như đã ghi xong, nên chạy lại không sao.',
          en: 'An old file with the very same content counts as written, so that trying again does no harm.',
        },
        ...look,
      },
    )
    .default('error')

/** A file as examples show it. */
export const SAMPLE_FILE = {
  connection: 'sftp-so',
  path: 'vao/ho-so-0001.xml',
  name: 'ho-so-0001.xml',
  size: 2048,
  modified: '2026-01-05T01:00:00.000Z',
} as const
