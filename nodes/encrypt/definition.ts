import { z } from 'zod'
import { bytesAs, bytesSource, bytesTarget } from '#nodes/bytes/byte-fields.ts'
import { defineNode } from '#shared/node/define.ts'
import { field } from '#shared/node/fields.ts'

/** Mã hoá, giải mã: content that only the holder of a key can read. */
export const definition = defineNode({
  type: 'encrypt',
  version: 1,
  kind: 'transform',
  family: 'security',
  title: { vi: 'Mã hoá, giải mã', en: 'Encrypt, decrypt' },
  summary: {
    vi: 'Mã hoá nội dung để chỉ bên giữ khoá đọc được, hoặc giải mã nội dung nhận được (AES-256-GCM, RSA-OAEP).',
    en: 'Encrypts content so that only the holder of a key reads it, or decrypts what came (AES-256-GCM, RSA-OAEP).',
  },
  keywords: ['mã hoá', 'mã hóa', 'giải mã', 'bảo mật', 'aes', 'aes-256-gcm', 'rsa', 'rsa-oaep', 'encrypt', 'decrypt'],
  settings: z.strictObject({
    connection: field.connection(['signing'], {
      title: { vi: 'Kết nối giữ khoá', en: 'Connection with the key' },
      help: {
        vi: 'Kết nối ký số có khoá dùng chung (AES), khoá công khai của đối tác (RSA, mã hoá) hoặc khoá bí mật của ta (RSA, giải mã).',
        en: 'The signing connection with the shared key (AES), the public key of the partner (RSA, encrypt) or our private key (RSA, decrypt).',
      },
    }),
    do: field
      .choice(
        [
          { value: 'encrypt', title: { vi: 'Mã hoá', en: 'Encrypt' } },
          { value: 'decrypt', title: { vi: 'Giải mã', en: 'Decrypt' } },
        ],
        {
          title: { vi: 'Việc', en: 'What to do' },
          help: {
            vi: 'Nội dung đã mã hoá trong thông điệp luôn ở dạng Base64.',
            en: 'Encrypted content is always Base64 in a message.',
          },
        },
      )
      .default('encrypt'),
    method: field
      .choice(
        [
          { value: 'aes-256-gcm', title: { vi: 'AES-256-GCM (khoá dùng chung)', en: 'AES-256-GCM (shared key)' } },
          {
            value: 'rsa-oaep',
            title: { vi: 'RSA-OAEP SHA-256 (nội dung ngắn)', en: 'RSA-OAEP SHA-256 (short content)' },
          },
        ],
        {
          title: { vi: 'Cách mã hoá', en: 'Method' },
          help: {
            vi: 'RSA-OAEP chỉ mã hoá được khoảng 190 byte với khoá 2048 bit. Nội dung dài gửi bằng khoá công khai: dùng nút JWT.',
            en: 'RSA-OAEP takes about 190 bytes with a key of 2048 bits. For longer content by public key use the node JWT.',
          },
        },
      )
      .default('aes-256-gcm'),
    from: bytesSource(),
    source: bytesAs(
      { vi: 'Nội dung cần mã hoá là', en: 'What is encrypted is' },
      { showIf: { setting: 'do', is: ['encrypt'] } },
    ).default('text'),
    as: bytesAs(
      { vi: 'Kết quả giải mã là', en: 'What was decrypted is' },
      { showIf: { setting: 'do', is: ['decrypt'] } },
    ).default('text'),
    to: bytesTarget(),
  }),
  input: true,
  out: [{ name: 'out', title: { vi: 'Đã xong', en: 'Done' } }],
  output: 'described',
  infers: 'written-text',
  effects: 'idempotent',
  needs: ['secrets'],
})
