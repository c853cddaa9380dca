import { z } from 'zod'
import { fileConnection, SAMPLE_FILE } from '#nodes/files/file-fields.ts'
import { complaint } from '#shared/node/complaint.ts'
import { defineNode } from '#shared/node/define.ts'
import { field, isDurationWithin } from '#shared/node/fields.ts'

/** Theo dõi thư mục: every file that is complete becomes a message with where it lies, once. */
export const definition = defineNode({
  type: 'file-watch',
  version: 1,
  kind: 'trigger',
  family: 'files',
  title: { vi: 'Theo dõi thư mục', en: 'Watch folder' },
  summary: {
    vi: 'Định kỳ xem thư mục trên máy chủ SFTP, FTP hoặc máy chủ này; mỗi tệp đã đủ vào luồng một lần.',
    en: 'Looks into a folder at an SFTP or FTP server or of this server; each complete file enters the flow once.',
  },
  keywords: ['s3', 'minio', 'tệp', 'file', 'sftp', 'ftp', 'thư mục', 'quét', 'nhận tệp', 'poll', 'watch', 'hot folder'],
  settings: z
    .strictObject({
      connection: fileConnection(),
      folder: field
        .text({
          title: { vi: 'Thư mục', en: 'Folder' },
          help: { vi: 'Tính từ thư mục gốc của kết nối.', en: 'From the root of the connection.' },
          placeholder: 'vao',
        })
        .default('/'),
      pattern: field
        .text({
          title: { vi: 'Tên tệp', en: 'File names' },
          help: {
            vi: 'Ví dụ *.xml; *.json. Không phân biệt hoa thường.',
            en: 'Such as *.xml; *.json. Case does not count.',
          },
        })
        .default('*'),
      after: field
        .choice(
          [
            {
              value: 'move',
              title: { vi: 'Chuyển tệp sang thư mục đã nhận', en: 'Move the file to the folder of taken files' },
            },
            { value: 'keep', title: { vi: 'Để nguyên (chỉ có quyền đọc)', en: 'Leave it (read only)' } },
          ],
          {
            title: { vi: 'Sau khi nhận', en: 'Once taken' },
            help: {
              vi: 'Muốn xoá: thêm nút Quản lý tệp ở cuối luồng, khi việc đã xong.',
              en: 'To delete: put the node Manage files at the end of the flow, when the work is done.',
            },
          },
        )
        .default('move'),
      takenFolder: field
        .text({
          title: { vi: 'Thư mục đã nhận', en: 'Folder of taken files' },
          help: {
            vi: 'Trong thư mục trên, ví dụ da-nhan; được tạo khi cần.',
            en: 'In the folder above, such as da-nhan; made when needed.',
          },
          showIf: { setting: 'after', is: ['move'] },
        })
        .default('da-nhan'),
      every: field
        .duration({
          title: { vi: 'Xem mỗi', en: 'Look every' },
          help: {
            vi: 'Khoảng cách giữa hai lần xem thư mục, ví dụ 30 giây.',
            en: 'The pause between two looks into the folder, such as 30 seconds.',
          },
        })
        .default('PT30S'),
      settle: field
        .duration({
          title: { vi: 'Chờ tệp yên', en: 'Wait until it rests' },
          help: {
            vi: 'Tệp chỉ được nhận khi cỡ và giờ sửa không đổi trong thời gian này, ví dụ 20 giây. Bên gửi hay bị ngắt giữa chừng thì nên dùng tệp báo xong.',
            en: 'A file is taken when its size and time have not changed for so long. When senders are often cut off, prefer done files.',
          },
        })
        .refine(
          (it) => isDurationWithin(it, 1000, 86_400_000),
          complaint('từ 1 giây đến 1 ngày', 'from 1 second to 1 day'),
        )
        .default('PT20S'),
      doneSuffix: field
        .text({
          title: { vi: 'Đuôi của tệp báo xong', en: 'Suffix of done files' },
          help: {
            vi: 'Ví dụ .done: ho-so.xml chỉ được nhận khi có thêm ho-so.xml.done. Để trống: không dùng.',
            en: 'Such as .done: ho-so.xml is taken only once ho-so.xml.done is there. Empty: not used.',
          },
          advanced: true,
        })
        .regex(/^\.[A-Za-z0-9._-]{1,20}$/, complaint('viết dạng .done', 'must be like .done'))
        .optional(),
      batch: field
        .integer({
          title: { vi: 'Số tệp mỗi lần', en: 'Files at a time' },
          help: {
            vi: 'Nhiều tệp hơn thì lần xem sau nhận tiếp.',
            en: 'When there are more, the next look goes on with them.',
          },
          min: 1,
          max: 5000,
          advanced: true,
        })
        .default(500),
    })
    .refine((it) => !/^[./\s]*$|(^|\/)\.\.(\/|$)|\\/.test(it.takenFolder), {
      ...complaint('phải là tên một thư mục con', 'must be the name of a folder inside'),
      path: ['takenFolder'],
    }),
  input: false,
  out: [{ name: 'out', title: { vi: 'Tệp mới', en: 'New file' } }],
  output: 'described',
  sample: SAMPLE_FILE,
  effects: 'none',
  needs: ['files'],
})
