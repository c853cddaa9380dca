import { z } from 'zod'
import { defineConnection } from '#shared/node/connection.ts'
import { field } from '#shared/node/fields.ts'
import { addressField, hostOf } from './address.ts'
import { requiredWhen } from './required-when.ts'
import { httpsForCertificate, tlsSecrets, tlsValues } from './tls-fields.ts'

/** A system that is called over HTTP, with the usual ways to sign in. The credential is added by the runtime (`authorise.ts`). */
export const httpConnection = defineConnection({
  kind: 'http',
  title: { vi: 'Hệ thống gọi qua HTTP', en: 'System called over HTTP' },
  summary: {
    vi: 'Địa chỉ gốc và cách đăng nhập của một hệ thống có API HTTP.',
    en: 'Base address and sign-in of a system with an HTTP API.',
  },
  values: z
    .strictObject({
      baseUrl: addressField({
        title: { vi: 'Địa chỉ gốc', en: 'Base address' },
        help: {
          vi: 'Phần chung của mọi lời gọi, ví dụ https://api.tinh.gov.vn/v1. Luồng chỉ được gọi tới máy chủ này.',
          en: 'The common part of all calls, such as https://api.tinh.gov.vn/v1. Flows may call this host only.',
        },
      }),
      auth: field
        .choice(
          [
            { value: 'none', title: { vi: 'Không đăng nhập', en: 'None' } },
            { value: 'basic', title: { vi: 'Tài khoản và mật khẩu (Basic)', en: 'User name and password (Basic)' } },
            { value: 'bearer', title: { vi: 'Mã truy cập cố định (Bearer)', en: 'Fixed token (Bearer)' } },
            { value: 'api-key', title: { vi: 'Khoá trong tiêu đề', en: 'Key in a header' } },
            {
              value: 'ws-security',
              title: {
                vi: 'Tài khoản trong thông điệp SOAP (WS-Security)',
                en: 'Account in SOAP messages (WS-Security)',
              },
            },
            { value: 'oauth2', title: { vi: 'OAuth 2.0 (client credentials)', en: 'OAuth 2.0 (client credentials)' } },
          ],
          { title: { vi: 'Cách đăng nhập', en: 'Sign-in' } },
        )
        .default('none'),
      username: field
        .text({
          title: { vi: 'Tên tài khoản', en: 'User name' },
          showIf: { setting: 'auth', is: ['basic', 'ws-security'] },
        })
        .optional(),
      tokenStyle: field
        .choice(
          [
            {
              value: 'digest',
              title: { vi: 'Băm với nonce và giờ (PasswordDigest)', en: 'As a digest (PasswordDigest)' },
            },
            { value: 'text', title: { vi: 'Nguyên văn (PasswordText)', en: 'In clear text (PasswordText)' } },
          ],
          {
            title: { vi: 'Cách gửi mật khẩu', en: 'How the password is sent' },
            help: {
              vi: 'Theo tài liệu của đối tác. Nguyên văn chỉ an toàn khi địa chỉ là https.',
              en: 'As the partner documents. Clear text is safe only when the address is https.',
            },
            showIf: { setting: 'auth', is: ['ws-security'] },
          },
        )
        .default('digest'),
      headerName: field
        .text({
          title: { vi: 'Tên tiêu đề chứa khoá', en: 'Name of the header' },
          showIf: { setting: 'auth', is: ['api-key'] },
        })
        .regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$/)
        .default('X-Api-Key'),
      tokenUrl: addressField({
        title: { vi: 'Địa chỉ cấp mã truy cập', en: 'Token address' },
        placeholder: 'https://…/token',
        showIf: { setting: 'auth', is: ['oauth2'] },
      }).optional(),
      clientId: field
        .text({ title: { vi: 'Client ID', en: 'Client ID' }, showIf: { setting: 'auth', is: ['oauth2'] } })
        .optional(),
      clientAuth: field
        .choice(
          [
            { value: 'basic', title: { vi: 'Tiêu đề Basic (mặc định)', en: 'Basic header (default)' } },
            { value: 'form', title: { vi: 'Trong nội dung biểu mẫu', en: 'In the form body' } },
            { value: 'json', title: { vi: 'Trong nội dung JSON', en: 'In a JSON body' } },
          ],
          {
            title: { vi: 'Cách gửi Client ID và mật khẩu', en: 'How client ID and secret are sent' },
            showIf: { setting: 'auth', is: ['oauth2'] },
            advanced: true,
          },
        )
        .default('basic'),
      scope: field
        .text({
          title: { vi: 'Phạm vi (scope)', en: 'Scope' },
          showIf: { setting: 'auth', is: ['oauth2'] },
          advanced: true,
        })
        .optional(),
      ...tlsValues(),
      testPath: field
        .text({
          title: { vi: 'Đường dẫn để kiểm tra', en: 'Path for the test' },
          help: {
            vi: 'Gọi bằng GET khi bấm "Kiểm tra kết nối". Nên là địa chỉ chỉ đọc.',
            en: 'Called with GET by "Test connection". Should be an address that only reads.',
          },
          placeholder: '/health',
          advanced: true,
        })
        .regex(/^\//)
        .default('/'),
    })
    .superRefine(
      requiredWhen('auth', { basic: ['username'], 'ws-security': ['username'], oauth2: ['tokenUrl', 'clientId'] }),
    )
    .superRefine(requiredWhen('clientCertificate', { pem: ['certificate'] }))
    .superRefine(httpsForCertificate),
  secrets: z.strictObject({
    password: field
      .text({ title: { vi: 'Mật khẩu', en: 'Password' }, showIf: { setting: 'auth', is: ['basic', 'ws-security'] } })
      .optional(),
    token: field
      .text({ title: { vi: 'Mã truy cập', en: 'Token' }, showIf: { setting: 'auth', is: ['bearer'] } })
      .optional(),
    key: field.text({ title: { vi: 'Khoá', en: 'Key' }, showIf: { setting: 'auth', is: ['api-key'] } }).optional(),
    clientSecret: field
      .text({ title: { vi: 'Client secret', en: 'Client secret' }, showIf: { setting: 'auth', is: ['oauth2'] } })
      .optional(),
    ...tlsSecrets(),
  }),
  hosts: ({ baseUrl, auth, tokenUrl }) => [
    ...new Set([hostOf(baseUrl), ...(auth === 'oauth2' && tokenUrl ? [hostOf(tokenUrl)] : [])]),
  ],
})
