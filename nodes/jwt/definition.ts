import { z } from 'zod'
import { bytesSource, bytesTarget } from '#nodes/bytes/byte-fields.ts'
import { defineNode } from '#shared/node/define.ts'
import { field } from '#shared/node/fields.ts'

/** JWT: signs and checks JWS, encrypts and decrypts JWE; the key alone says which algorithm may be used. */
export const definition = defineNode({
  type: 'jwt',
  version: 1,
  kind: 'transform',
  family: 'security',
  title: { vi: 'JWT (JWS, JWE)', en: 'JWT (JWS, JWE)' },
  summary: {
    vi: 'Ký hoặc kiểm tra thẻ JWS, mã hoá hoặc giải mã thẻ JWE mà các API của đối tác dùng.',
    en: 'Signs or checks JWS tokens, encrypts or decrypts JWE tokens, as APIs of partners use them.',
  },
  keywords: [
    'jwt',
    'jws',
    'jwe',
    'jose',
    'thẻ',
    'token',
    'ký json',
    'chữ ký số',
    'mã hoá',
    'giải mã',
    'sign',
    'verify',
  ],
  settings: z.strictObject({
    connection: field.connection(['signing'], {
      title: { vi: 'Kết nối giữ khoá', en: 'Connection with the key' },
      help: {
        vi: 'Kết nối ký số: khoá bí mật của ta, khoá công khai của đối tác, hoặc khoá dùng chung.',
        en: 'The signing connection: our private key, the public key of the partner, or the shared key.',
      },
    }),
    do: field
      .choice(
        [
          { value: 'verify', title: { vi: 'Kiểm tra chữ ký (JWS)', en: 'Check the signature (JWS)' } },
          { value: 'sign', title: { vi: 'Ký (JWS)', en: 'Sign (JWS)' } },
          { value: 'decrypt', title: { vi: 'Giải mã (JWE)', en: 'Decrypt (JWE)' } },
          { value: 'encrypt', title: { vi: 'Mã hoá (JWE)', en: 'Encrypt (JWE)' } },
        ],
        {
          title: { vi: 'Việc', en: 'What to do' },
          help: {
            vi: 'JWS chứng minh ai gửi nhưng ai cũng đọc được; JWE giữ kín nội dung.',
            en: 'A JWS proves who sent it but anybody can read it; a JWE keeps its content secret.',
          },
        },
      )
      .default('verify'),
    key: field
      .choice(
        [
          { value: 'pair', title: { vi: 'Cặp khoá (RSA, EC, Ed25519)', en: 'Key pair (RSA, EC, Ed25519)' } },
          { value: 'shared', title: { vi: 'Khoá dùng chung', en: 'Shared key' } },
        ],
        {
          title: { vi: 'Dùng khoá nào', en: 'Which key' },
          help: {
            vi: 'Cách ký do khoá quyết định: RSA → RS256, EC → ES256/384/512, Ed25519 → EdDSA, dùng chung → HS256. Thẻ ghi cách khác bị từ chối.',
            en: 'The key decides: RSA → RS256, EC → ES256/384/512, Ed25519 → EdDSA, shared → HS256. A token that names another is refused.',
          },
        },
      )
      .default('pair'),
    rsa: field
      .choice(
        [
          { value: 'RS256', title: { vi: 'RS256', en: 'RS256' } },
          { value: 'PS256', title: { vi: 'PS256', en: 'PS256' } },
        ],
        {
          title: { vi: 'Cách ký của khoá RSA', en: 'Method of RSA keys' },
          help: {
            vi: 'Thường là RS256; PS256 khi đối tác yêu cầu.',
            en: 'Usually RS256; PS256 when the partner asks for it.',
          },
          advanced: true,
        },
      )
      .default('RS256'),
    from: bytesSource(),
    lifetime: field
      .duration({
        title: { vi: 'Thẻ có hạn trong', en: 'The token lives for' },
        help: {
          vi: 'Thêm iat và exp vào nội dung (phải là đối tượng), ví dụ PT5M là 5 phút. Để trống: không thêm.',
          en: 'Adds iat and exp to the content (an object), such as PT5M for 5 minutes. Blank: nothing is added.',
        },
        placeholder: 'PT5M',
        showIf: { setting: 'do', is: ['sign'] },
      })
      .optional(),
    issuer: field
      .text({
        title: { vi: 'Bên phát hành phải là', en: 'The issuer must be' },
        help: {
          vi: 'Giá trị iss của thẻ, ví dụ https://dang-nhap.gov.vn. Để trống: không xét.',
          en: 'The iss of the token. Blank: not looked at.',
        },
        placeholder: 'https://dang-nhap.gov.vn',
        showIf: { setting: 'do', is: ['verify'] },
      })
      .optional(),
    audience: field
      .text({
        title: { vi: 'Thẻ phải dành cho', en: 'The audience must be' },
        help: {
          vi: 'Giá trị aud của thẻ, ví dụ mã hệ thống của ta. Để trống: không xét.',
          en: 'The aud of the token, such as our system. Blank: not looked at.',
        },
        placeholder: 'lgsp-tinh',
        showIf: { setting: 'do', is: ['verify'] },
      })
      .optional(),
    to: bytesTarget(),
  }),
  input: true,
  out: [{ name: 'out', title: { vi: 'Đã xong', en: 'Done' } }],
  output: 'described',
  effects: 'idempotent',
  needs: ['secrets'],
})
