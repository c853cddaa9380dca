import { z } from 'zod'
import { defineConnection } from '#shared/node/connection.ts'
import { field } from '#shared/node/fields.ts'

const PEM = '-----BEGIN CERTIFICATE-----'

/**
 * Keys: ours with its certificate for signing, those of partners for checking and encrypting, one shared with a partner. Nothing is called
 * through it.
 */
export const signingConnection = defineConnection({
  kind: 'signing',
  title: { vi: 'Ký số và chứng thư tin cậy', en: 'Signing key and trusted certificates' },
  summary: {
    vi: 'Khoá và chứng thư của đơn vị để ký, giải mã; chứng thư tin cậy và khoá công khai của đối tác; khoá bí mật dùng chung.',
    en: 'Our key and certificate for signing and decrypting; trusted certificates and public keys of partners; a shared key.',
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
    partnerKey: field
      .longText({
        title: { vi: 'Khoá công khai của đối tác (PEM)', en: 'Public key of the partner (PEM)' },
        help: {
          vi: 'Khoá công khai hoặc chứng thư; để kiểm tra JWS đối tác ký và mã hoá nội dung gửi họ.',
          en: 'A public key or certificate; for checking what the partner signed (JWS) and encrypting what is sent to them.',
        },
        placeholder: '-----BEGIN PUBLIC KEY-----',
      })
      .optional(),
    sharedKeyAs: field
      .choice(
        [
          { value: 'text', title: { vi: 'Chữ, dùng nguyên văn', en: 'Text, as it is' } },
          { value: 'base64', title: { vi: 'Base64', en: 'Base64' } },
          { value: 'hex', title: { vi: 'Hệ 16 (0–9, a–f)', en: 'Hexadecimal (0–9, a–f)' } },
        ],
        {
          title: { vi: 'Khoá dùng chung được viết bằng', en: 'The shared key is written as' },
          help: {
            vi: 'Hỏi đối tác. AES-256 cần đúng 32 byte: 64 ký tự hệ 16, hoặc 44 ký tự Base64.',
            en: 'Ask the partner. AES-256 needs exactly 32 bytes: 64 hexadecimal signs, or 44 of Base64.',
          },
        },
      )
      .default('text'),
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
    sharedKey: field
      .text({
        title: { vi: 'Khoá bí mật dùng chung', en: 'Shared secret key' },
        help: {
          vi: 'Khoá hai bên cùng giữ, để tính HMAC hoặc mã hoá AES-256.',
          en: 'The key that both sides hold, for HMAC or AES-256.',
        },
        placeholder: '64 ký tự hệ 16',
      })
      .optional(),
    passphrase: field.text({ title: { vi: 'Mật khẩu của khoá', en: 'Passphrase of the key' } }).optional(),
  }),
  hosts: () => [],
})
