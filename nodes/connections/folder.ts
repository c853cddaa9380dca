import { z } from 'zod'
import { complaint } from '#shared/node/complaint.ts'
import { defineConnection } from '#shared/node/connection.ts'
import { field } from '#shared/node/fields.ts'

/** A folder of the server that Liên Thông runs on, or one that is mounted there. */
export const folderConnection = defineConnection({
  kind: 'folder',
  title: { vi: 'Thư mục trên máy chủ này', en: 'Folder of this server' },
  summary: {
    vi: 'Thư mục của máy chủ chạy Liên Thông (hoặc ổ mạng gắn vào đó) mà người quản trị máy chủ đã cấp.',
    en: 'A folder of the server that runs Liên Thông (or a mounted share) that its administrator granted.',
  },
  values: z.strictObject({
    folder: field
      .text({
        title: { vi: 'Thư mục', en: 'Folder' },
        help: {
          vi: 'Đường dẫn đầy đủ. Chỉ dùng được thư mục đã được cấp bằng biến LIENTHONG_FOLDERS.',
          en: 'The whole path. Only folders granted by LIENTHONG_FOLDERS can be used.',
        },
        placeholder: '/srv/trao-doi',
      })
      .regex(/^(\/|[A-Za-z]:[\\/])/, complaint('phải là đường dẫn đầy đủ', 'must be a whole path')),
  }),
  secrets: z.strictObject({}),
  hosts: () => [],
})
