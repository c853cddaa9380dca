import { z } from 'zod'
import { bytesAs, bytesSource, bytesTarget } from '#nodes/bytes/byte-fields.ts'
import { complaint } from '#shared/node/complaint.ts'
import { defineNode } from '#shared/node/define.ts'
import { field } from '#shared/node/fields.ts'

/** Mã băm: a hash or a keyed hash (HMAC) of content, computed or checked. */
export const definition = defineNode({
  type: 'digest',
  version: 1,
  kind: 'transform',
  family: 'security',
  title: { vi: 'Mã băm (SHA-256, HMAC)', en: 'Hash (SHA-256, HMAC)' },
  summary: {
    vi: 'Tính hoặc kiểm tra mã băm của nội dung: SHA-256, SHA-512, hoặc HMAC với khoá dùng chung của hai bên.',
    en: 'Computes or checks a hash of content: SHA-256, SHA-512, or an HMAC with a key that both sides share.',
  },
  keywords: ['mã băm', 'băm', 'hash', 'sha256', 'sha512', 'md5', 'sha1', 'hmac', 'checksum', 'chữ ký hmac', 'webhook'],
  settings: z
    .strictObject({
      from: bytesSource(),
      source: bytesAs({ vi: 'Nội dung ấy là', en: 'That is' }).default('text'),
      method: field
        .choice(
          [
            { value: 'sha256', title: { vi: 'SHA-256 (nên dùng)', en: 'SHA-256 (recommended)' } },
            { value: 'sha512', title: { vi: 'SHA-512', en: 'SHA-512' } },
            { value: 'sha1', title: { vi: 'SHA-1 (yếu, chỉ khi đối tác đòi)', en: 'SHA-1 (weak, only if demanded)' } },
            { value: 'md5', title: { vi: 'MD5 (yếu, chỉ khi đối tác đòi)', en: 'MD5 (weak, only if demanded)' } },
          ],
          {
            title: { vi: 'Cách tính', en: 'Method' },
            help: {
              vi: 'MD5 và SHA-1 làm giả được: không dùng để chứng thực, chỉ để so tệp với hệ thống cũ.',
              en: 'MD5 and SHA-1 can be forged: never to prove anything, only to compare files with old systems.',
            },
          },
        )
        .default('sha256'),
      keyed: field
        .boolean({
          title: { vi: 'Có khoá (HMAC)', en: 'With a key (HMAC)' },
          help: {
            vi: 'Bật: chỉ bên giữ khoá tính được, nên chứng minh được ai gửi.',
            en: 'On: only who holds the key can compute it, so it proves who sent the content.',
          },
        })
        .default(false),
      connection: field
        .connection(['signing'], {
          title: { vi: 'Kết nối giữ khoá', en: 'Connection with the key' },
          help: {
            vi: 'Kết nối ký số có khoá bí mật dùng chung, ví dụ khoa-doi-tac.',
            en: 'The signing connection with the shared key, such as khoa-doi-tac.',
          },
          showIf: { setting: 'keyed', is: [true] },
        })
        .optional(),
      form: field
        .choice(
          [
            { value: 'hex', title: { vi: 'Hệ 16, chữ thường', en: 'Hexadecimal' } },
            { value: 'base64', title: { vi: 'Base64', en: 'Base64' } },
            { value: 'base64url', title: { vi: 'Base64 cho địa chỉ web', en: 'Base64 for addresses' } },
          ],
          {
            title: { vi: 'Viết kết quả bằng', en: 'Written as' },
            help: {
              vi: 'Theo tài liệu của đối tác; thường là hệ 16.',
              en: 'As the partner says; usually hexadecimal.',
            },
          },
        )
        .default('hex'),
      expected: field
        .value({
          title: { vi: 'So với mã nhận được', en: 'Compare with' },
          help: {
            vi: 'Để trống: chỉ tính. Hoặc mã băm bên gửi kèm, ví dụ $headers.`x-signature`; không khớp là lỗi.',
            en: 'Blank: only compute. Or the hash that came along, such as $headers.`x-signature`; a mismatch is an error.',
          },
        })
        .optional(),
      to: bytesTarget(),
    })
    .refine(({ keyed, connection }) => !keyed || connection !== undefined, {
      ...complaint('cần kết nối giữ khoá', 'needs the connection with the key'),
      path: ['connection'],
    }),
  input: true,
  out: [{ name: 'out', title: { vi: 'Đã tính', en: 'Computed' } }],
  output: 'described',
  infers: 'written-text',
  effects: { by: 'keyed', when: { true: 'idempotent' }, otherwise: 'none' },
  needs: ['secrets'],
})
