import { z } from 'zod'
import { defineConnection } from '#shared/node/connection.ts'
import { field } from '#shared/node/fields.ts'
import { rootField } from './root-field.ts'
import { authorityField, hostField, portField, serverOf } from './server-fields.ts'

const encrypted = { showIf: { setting: 'security', is: ['explicit', 'implicit'] } } as const

/** A file server over FTP, plain or encrypted (FTPS). */
export const ftpConnection = defineConnection({
  kind: 'ftp',
  title: { vi: 'Máy chủ tệp FTP, FTPS', en: 'FTP or FTPS file server' },
  summary: {
    vi: 'Thư mục trên máy chủ khác qua FTP; nên dùng FTPS vì FTP thường gửi mật khẩu không mã hoá.',
    en: 'Folders of another server over FTP; prefer FTPS, for plain FTP sends the password unencrypted.',
  },
  values: z.strictObject({
    host: hostField(),
    port: portField().default(21),
    security: field
      .choice(
        [
          {
            value: 'explicit',
            title: { vi: 'FTPS (AUTH TLS, thường cổng 21)', en: 'FTPS (AUTH TLS, usually port 21)' },
          },
          {
            value: 'implicit',
            title: { vi: 'FTPS ngầm định (thường cổng 990)', en: 'Implicit FTPS (usually port 990)' },
          },
          { value: 'none', title: { vi: 'Không mã hoá', en: 'Not encrypted' } },
        ],
        { title: { vi: 'Mã hoá đường truyền (TLS)', en: 'Encryption (TLS)' } },
      )
      .default('explicit'),
    user: field.text({ title: { vi: 'Tài khoản', en: 'User name' } }),
    root: rootField(),
    authority: authorityField(encrypted),
  }),
  secrets: z.strictObject({
    password: field.text({ title: { vi: 'Mật khẩu', en: 'Password' } }).optional(),
  }),
  hosts: ({ host, port }) => [serverOf(host, port)],
  tlsFromStart: ({ security, authority }) => (security === 'implicit' ? { authority, checked: true } : undefined),
})
