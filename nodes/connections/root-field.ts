import { field } from '#shared/node/fields.ts'

/** A field for the folder of a file server that paths count from; the folder after signing in when it is empty. */
export function rootField() {
  return field
    .text({
      title: { vi: 'Thư mục gốc', en: 'Root folder' },
      help: {
        vi: 'Đường dẫn trong các nút tính từ đây và không ra ngoài. Để trống: thư mục mặc định của tài khoản.',
        en: 'Paths in nodes count from here and never leave it. Empty: the folder that the account begins in.',
      },
      placeholder: '/trao-doi',
    })
    .optional()
}
