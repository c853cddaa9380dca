import { z } from 'zod'
import { defineConnection } from '#shared/node/connection.ts'
import { field } from '#shared/node/fields.ts'
import { encrypted, securityField } from './mail-fields.ts'
import { authorityField, hostField, portField, serverOf } from './server-fields.ts'

/** A mailbox that letters are read from (IMAP4rev1, RFC 3501 and RFC 8314). */
export const imapConnection = defineConnection({
  kind: 'imap',
  title: { vi: 'Hộp thư đến (IMAP)', en: 'Mailbox (IMAP)' },
  summary: {
    vi: 'Hộp thư điện tử để đọc thư đến; nên là hộp thư dành riêng cho Liên Thông.',
    en: 'A mailbox whose letters are read; prefer one of its own.',
  },
  values: z.strictObject({
    host: hostField(),
    port: portField().default(993),
    security: securityField({ tls: 993, starttls: 143, none: 143 }).default('tls'),
    user: field.text({ title: { vi: 'Tài khoản', en: 'User name' } }),
    authority: authorityField(encrypted),
  }),
  secrets: z.strictObject({
    password: field.text({ title: { vi: 'Mật khẩu', en: 'Password' } }).optional(),
  }),
  hosts: ({ host, port }) => [serverOf(host, port)],
  tlsFromStart: ({ security, authority }) => (security === 'tls' ? { authority, checked: true } : undefined),
})
