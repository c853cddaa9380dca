import type { z } from 'zod'
import { complaint } from '#shared/node/complaint.ts'
import { field } from '#shared/node/fields.ts'
import { authorityField } from './server-fields.ts'

const PEM = { showIf: { setting: 'clientCertificate', is: ['pem'] } } as const
const PKCS12 = { showIf: { setting: 'clientCertificate', is: ['pkcs12'] } } as const
const PEM_FILES = { accept: '.pem,.crt,.cer,.key', as: 'text' } as const

/** The values of a connection over https whose server asks for our certificate (mutual TLS), or has one of an authority of its own. */
export const tlsValues = () => ({
  clientCertificate: field
    .choice(
      [
        { value: 'none', title: { vi: 'Không', en: 'None' } },
        { value: 'pkcs12', title: { vi: 'Tệp PKCS#12 (.p12, .pfx)', en: 'A PKCS#12 file (.p12, .pfx)' } },
        { value: 'pem', title: { vi: 'Chứng thư và khoá dạng PEM', en: 'Certificate and key as PEM' } },
      ],
      {
        title: { vi: 'Chứng thư số của ta (TLS hai chiều)', en: 'Our certificate (mutual TLS)' },
        help: {
          vi: 'Chỉ khi đối tác đòi: họ nhận ra ta bằng chứng thư này ngay lúc mở kết nối https.',
          en: 'Only when the partner asks for it: by it they know us as soon as the https connection opens.',
        },
      },
    )
    .default('none'),
  certificate: field
    .longText({
      title: { vi: 'Chứng thư của ta (PEM)', en: 'Our certificate (PEM)' },
      help: {
        vi: 'Chứng thư của ta đứng đầu, rồi tới các chứng thư trung gian nếu có.',
        en: 'Our certificate first, then those in between, if any.',
      },
      placeholder: '-----BEGIN CERTIFICATE-----',
      upload: PEM_FILES,
      ...PEM,
    })
    .optional(),
  authority: authorityField({
    help: {
      vi: 'Chỉ cần khi máy chủ dùng chứng thư do cơ quan tự cấp. Đã nhập thì chỉ tin nơi cấp này.',
      en: 'Only needed when the server has a certificate of an authority of your own. Then only that one is trusted.',
    },
    upload: PEM_FILES,
  }),
})

/** The secrets that go with `tlsValues`. */
export const tlsSecrets = () => ({
  pkcs12: field
    .longText({
      title: { vi: 'Tệp PKCS#12', en: 'PKCS#12 file' },
      help: {
        vi: 'Chọn tệp .p12 hoặc .pfx được cấp, có cả chứng thư và khoá. Nội dung được mã hoá khi lưu.',
        en: 'The .p12 or .pfx file that was issued, with certificate and key. It is encrypted when it is stored.',
      },
      upload: { accept: '.p12,.pfx', as: 'base64' },
      ...PKCS12,
    })
    .optional(),
  privateKey: field
    .longText({
      title: { vi: 'Khoá bí mật (PEM)', en: 'Private key (PEM)' },
      help: { vi: 'Khoá của chứng thư ở trên.', en: 'The key that belongs to the certificate above.' },
      placeholder: '-----BEGIN PRIVATE KEY-----',
      upload: PEM_FILES,
      ...PEM,
    })
    .optional(),
  passphrase: field
    .text({
      title: { vi: 'Mật khẩu của tệp hoặc khoá', en: 'Passphrase of the file or key' },
      help: { vi: 'Để trống khi không đặt mật khẩu.', en: 'Empty when it has none.' },
      showIf: { setting: 'clientCertificate', is: ['pkcs12', 'pem'] },
    })
    .optional(),
})

/** A check for `superRefine`: a certificate of ours is shown over https only. */
export function httpsForCertificate(
  values: { readonly baseUrl: string; readonly clientCertificate: string },
  context: z.RefinementCtx,
): void {
  if (values.clientCertificate === 'none' || values.baseUrl.startsWith('https:')) return
  const message = complaint('địa chỉ phải là https khi dùng chứng thư số', 'must be https when a certificate is used')
  context.addIssue({ code: 'custom', path: ['baseUrl'], ...message })
}
