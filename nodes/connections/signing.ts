import { z } from 'zod'
import { defineConnection } from '#shared/node/connection.ts'
import { field } from '#shared/node/fields.ts'

const PEM = '-----BEGIN CERTIFICATE-----'

/** Our key and certificate for signing XML, and the certificates that we trust when we check signatures. Nothing is called through it. */
export const signingConnection = defineConnection({
  kind: 'signing',
  title: { vi: 'Ký số và chứng thư tin cậy', en: 'Signing key and trusted certificates' },
  summary: {
    vi: 'Khoá và chứng thư của đơn vị để ký XML; danh sách chứng thư tin cậy để kiểm tra chữ ký nhận được.',
    en: 'The key and certificate of the unit for signing XML; the certificates trusted when signatures are checked.',
  },
  values: z.strictObject({
    certificate: field
      .longText({
        title: { vi: 'Chứng thư của đơn vị (PEM)', en: 'Our certificate (PEM)' },
        help: { vi: 'Chỉ cần khi ký. Được gửi kèm chữ ký.', en: 'Needed for signing only. Sent with the signature.' },
        placeholder: PEM,
      })
      .optional(),
    trusted: field
      .longText({
        title: { vi: 'Chứng thư tin cậy (PEM)', en: 'Trusted certificates (PEM)' },
        help: {
          vi: 'Chứng thư của từng bên gửi, hoặc của tổ chức cấp chứng thư; nhiều chứng thư dán nối tiếp. Chỉ cần khi kiểm tra chữ ký.',
          en: 'Certificates of senders, or of their issuers, one after the other. Needed for checking signatures only.',
        },
        placeholder: PEM,
      })
      .optional(),
  }),
  secrets: z.strictObject({
    privateKey: field
      .longText({
        title: { vi: 'Khoá bí mật (PEM)', en: 'Private key (PEM)' },
        help: {
          vi: 'Khoá RSA từ 2048 bit, khớp với chứng thư. Chỉ cần khi ký.',
          en: 'RSA of 2048 bits or more, belonging to the certificate. Needed for signing only.',
        },
        placeholder: '-----BEGIN PRIVATE KEY-----',
      })
      .optional(),
    passphrase: field.text({ title: { vi: 'Mật khẩu của khoá', en: 'Passphrase of the key' } }).optional(),
  }),
  hosts: () => [],
})
