import { field } from '#shared/node/fields.ts'
import type { Text } from '#shared/text/text.ts'

const ACCOUNT_FOLDER: Text = {
  vi: 'Đường dẫn trong các nút tính từ đây và không ra ngoài. Để trống: thư mục mặc định của tài khoản.',
  en: 'Paths in nodes count from here and never leave it. Empty: the folder that the account begins in.',
}

/** A field for the folder of a file server that paths count from; what its being empty means stands in the help. */
export function rootField(help: Text = ACCOUNT_FOLDER) {
  return field.text({ title: { vi: 'Thư mục gốc', en: 'Root folder' }, help, placeholder: '/trao-doi' }).optional()
}
