import { z } from 'zod'
import { defineConnection } from '#shared/node/connection.ts'
import { field } from '#shared/node/fields.ts'
import { encrypted, securityField } from './mail-fields.ts'
import { authorityField, hostField, portField, serverOf } from './server-fields.ts'

/** A server that letters are handed to (SMTP submission, RFC 6409 and RFC 8314). */
export const smtpConnection = defineConnection({
  kind: 'smtp',
  title: { vi: 'Máy chủ gửi thư (SMTP)', en: 'Mail server for sending (SMTP)' },
  summary: {
    vi: 'Nơi gửi thư điện tử đi; nên mã hoá và đăng nhập bằng hộp thư dành riêng cho Liên Thông.',
    en: 'Where letters are handed in; prefer encryption and a mailbox of its own.',
  },
  values: z.strictObject({
    host: hostField(),
    port: portField().default(587),
    security: securityField({ tls: 465, starttls: 587, none: 25 }).default('starttls'),
    user: field
      .text({
        title: { vi: 'Tài khoản', en: 'User name' },
        help: {
          vi: 'Để trống khi máy chủ nhận thư của máy này mà không cần đăng nhập.',
          en: 'Empty when the server takes letters of this machine without signing in.',
        },
      })
      .optional(),
    authority: authorityField(encrypted),
  }),
  secrets: z.strictObject({
    password: field.text({ title: { vi: 'Mật khẩu', en: 'Password' } }).optional(),
  }),
  hosts: ({ host, port }) => [serverOf(host, port)],
  tlsFromStart: ({ security, authority }) => (security === 'tls' ? { authority, checked: true } : undefined),
})
