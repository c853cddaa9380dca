import { z } from 'zod'
import { complaint } from '#shared/node/complaint.ts'
import { defineConnection } from '#shared/node/connection.ts'
import { field } from '#shared/node/fields.ts'
import { rootField } from './root-field.ts'
import { hostField, portField, serverOf } from './server-fields.ts'

const keyOnly = { showIf: { setting: 'auth', is: ['key'] } } as const

/** A file server over SSH (SFTP), with the key of the server pinned. */
export const sftpConnection = defineConnection({
  kind: 'sftp',
  title: { vi: 'Máy chủ tệp SFTP', en: 'SFTP file server' },
  summary: {
    vi: 'Thư mục trên máy chủ khác qua SSH; khoá của máy chủ được xác nhận một lần và đối chiếu mãi về sau.',
    en: 'Folders of another server over SSH; the key of the server is accepted once and compared ever after.',
  },
  values: z.strictObject({
    host: hostField(),
    port: portField().default(22),
    user: field.text({ title: { vi: 'Tài khoản', en: 'User name' } }),
    auth: field
      .choice(
        [
          { value: 'password', title: { vi: 'Mật khẩu', en: 'Password' } },
          { value: 'key', title: { vi: 'Khoá riêng (private key)', en: 'Private key' } },
        ],
        { title: { vi: 'Cách đăng nhập', en: 'Sign-in' } },
      )
      .default('password'),
    hostKey: field
      .text({
        title: { vi: 'Dấu vân tay khoá máy chủ', en: 'Fingerprint of the server key' },
        help: {
          vi: 'Để trống rồi bấm "Kiểm tra kết nối" để xem; đối chiếu với đơn vị quản lý máy chủ trước khi chép vào đây.',
          en: 'Leave empty and press "Test connection" to see it; compare it with the owner of the server before you copy it here.',
        },
        placeholder: 'SHA256:…',
      })
      .regex(
        /^SHA256:[A-Za-z0-9+/]{43}$/,
        complaint('viết dạng SHA256: và 43 ký tự', 'must be SHA256: and 43 characters'),
      )
      .optional(),
    root: rootField(),
  }),
  secrets: z.strictObject({
    password: field
      .text({
        title: { vi: 'Mật khẩu', en: 'Password' },
        showIf: { setting: 'auth', is: ['password'] },
      })
      .optional(),
    privateKey: field
      .longText({
        title: { vi: 'Khoá riêng (OpenSSH hoặc PEM)', en: 'Private key (OpenSSH or PEM)' },
        ...keyOnly,
      })
      .optional(),
    passphrase: field
      .text({ title: { vi: 'Mật khẩu của khoá riêng', en: 'Passphrase of the key' }, ...keyOnly })
      .optional(),
  }),
  hosts: ({ host, port }) => [serverOf(host, port)],
})
