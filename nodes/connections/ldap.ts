import { z } from 'zod'
import { complaint } from '#shared/node/complaint.ts'
import { defineConnection } from '#shared/node/connection.ts'
import { field } from '#shared/node/fields.ts'
import { encrypted } from './mail-fields.ts'
import { authorityField, hostField, portField, serverOf } from './server-fields.ts'

/** A directory that is asked over LDAP (RFC 4511), such as OpenLDAP or Active Directory. */
export const ldapConnection = defineConnection({
  kind: 'ldap',
  title: { vi: 'Thư mục người dùng (LDAP)', en: 'Directory (LDAP)' },
  summary: {
    vi: 'Thư mục cán bộ, tài khoản, tổ chức: OpenLDAP, Active Directory; nên mã hoá và dùng tài khoản chỉ đọc.',
    en: 'A directory of people, accounts and units: OpenLDAP, Active Directory; prefer encryption and an account that only reads.',
  },
  values: z.strictObject({
    host: hostField(),
    port: portField().default(636),
    security: field
      .choice(
        [
          { value: 'tls', title: { vi: 'LDAPS (thường cổng 636)', en: 'LDAPS (usually port 636)' } },
          { value: 'starttls', title: { vi: 'StartTLS (thường cổng 389)', en: 'StartTLS (usually port 389)' } },
          {
            value: 'none',
            title: { vi: 'Không mã hoá (thường cổng 389)', en: 'Not encrypted (usually port 389)' },
          },
        ],
        {
          title: { vi: 'Mã hoá đường truyền (TLS)', en: 'Encryption (TLS)' },
          help: {
            vi: 'Không mã hoá thì mật khẩu và dữ liệu đi rõ trên mạng; chỉ dùng trong mạng riêng của máy chủ.',
            en: 'Without encryption password and data can be read on the way; only for a network of the servers alone.',
          },
        },
      )
      .default('tls'),
    bindDn: field
      .text({
        title: { vi: 'Tài khoản (bind DN)', en: 'Account (bind DN)' },
        help: {
          vi: 'Ví dụ cn=doc,dc=tinh,dc=gov,dc=vn; với Active Directory có thể viết doc@tinh.gov.vn. Để trống: vào không cần tài khoản.',
          en: 'Such as cn=doc,dc=tinh,dc=gov,dc=vn; with Active Directory doc@tinh.gov.vn will do. Empty: without an account.',
        },
      })
      .regex(
        /[=@\\]/,
        complaint('phải là DN, tài khoản@miền hoặc MIỀN\\tài khoản', 'must be a DN, user@domain or DOMAIN\\user'),
      )
      .optional(),
    baseDn: field
      .text({
        title: { vi: 'DN gốc', en: 'Base DN' },
        help: {
          vi: 'Nơi bắt đầu tìm khi nút không nói khác, ví dụ dc=tinh,dc=gov,dc=vn.',
          en: 'Where searches begin unless the node says otherwise, such as dc=tinh,dc=gov,dc=vn.',
        },
      })
      .regex(/=/, complaint('phải có dạng dc=tinh,dc=gov,dc=vn', 'must look like dc=tinh,dc=gov,dc=vn')),
    authority: authorityField(encrypted),
  }),
  secrets: z.strictObject({
    password: field.text({ title: { vi: 'Mật khẩu', en: 'Password' } }).optional(),
  }),
  hosts: ({ host, port }) => [serverOf(host, port)],
  tlsFromStart: ({ security, authority }) => (security === 'tls' ? { authority, checked: true } : undefined),
})
