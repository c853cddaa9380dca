import { z } from 'zod'
import { defineConnection } from '#shared/node/connection.ts'
import { field } from '#shared/node/fields.ts'
import { addressField, hostOf } from './address.ts'
import { requiredWhen } from './required-when.ts'

const oauth2Only = { showIf: { setting: 'style', is: ['oauth2'] } } as const
const lgspOnly = { showIf: { setting: 'style', is: ['lgsp'] } } as const

/** NGSP or a province's LGSP: token by OAuth 2.0, or by the `lgspaccesstoken` header (domain-vietnam §3.1, §3.2). */
export const ngspConnection = defineConnection({
  kind: 'ngsp',
  title: { vi: 'Nền tảng tích hợp NGSP / LGSP', en: 'Integration platform NGSP / LGSP' },
  summary: {
    vi: 'Địa chỉ cổng API của NGSP hoặc LGSP và khoá được cấp.',
    en: 'Address of the API gateway of NGSP or LGSP and the keys given to us.',
  },
  values: z
    .strictObject({
      baseUrl: addressField({
        title: { vi: 'Địa chỉ cổng API', en: 'Base address' },
        placeholder: 'https://api.ngsp.gov.vn',
      }),
      style: field
        .choice(
          [
            { value: 'oauth2', title: { vi: 'NGSP: Consumer Key/Secret', en: 'NGSP: consumer key and secret' } },
            { value: 'lgsp', title: { vi: 'LGSP: tiêu đề lgspaccesstoken', en: 'LGSP: lgspaccesstoken header' } },
          ],
          { title: { vi: 'Cách đăng nhập', en: 'Sign-in' } },
        )
        .default('oauth2'),
      consumerKey: field.text({ title: { vi: 'Consumer Key', en: 'Consumer key' }, ...oauth2Only }).optional(),
      clientAuth: field
        .choice(
          [
            { value: 'basic', title: { vi: 'Tiêu đề Basic (mặc định)', en: 'Basic header (default)' } },
            { value: 'form', title: { vi: 'Trong nội dung biểu mẫu', en: 'In the form body' } },
            { value: 'json', title: { vi: 'Trong nội dung JSON', en: 'In a JSON body' } },
          ],
          { title: { vi: 'Cách gửi khoá', en: 'How the keys are sent' }, advanced: true, ...oauth2Only },
        )
        .default('basic'),
      accessKey: field.text({ title: { vi: 'AccessKey', en: 'AccessKey' }, ...lgspOnly }).optional(),
      appName: field.text({ title: { vi: 'AppName', en: 'AppName' }, ...lgspOnly }).optional(),
      partnerCode: field.text({ title: { vi: 'PartnerCode', en: 'PartnerCode' }, ...lgspOnly }).optional(),
      partnerCodeCus: field.text({ title: { vi: 'PartnerCodeCus', en: 'PartnerCodeCus' }, ...lgspOnly }).optional(),
      tokenPath: field
        .text({ title: { vi: 'Đường dẫn lấy mã truy cập', en: 'Path of the token' }, advanced: true })
        .regex(/^\/[A-Za-z0-9._~\-/]{0,300}$/)
        .default('/token'),
      testPath: field
        .text({
          title: { vi: 'Đường dẫn để kiểm tra', en: 'Path for the test' },
          help: {
            vi: 'Gọi bằng GET khi bấm "Kiểm tra kết nối", sau khi lấy được mã truy cập.',
            en: 'Called with GET by "Test connection" once there is a token.',
          },
          advanced: true,
        })
        .regex(/^\//)
        .default('/dmdc/1.0/AllCategory'),
    })
    .superRefine(requiredWhen('style', { oauth2: ['consumerKey'], lgsp: ['accessKey'] })),
  secrets: z.strictObject({
    consumerSecret: field.text({ title: { vi: 'Consumer Secret', en: 'Consumer secret' }, ...oauth2Only }).optional(),
    secretKey: field.text({ title: { vi: 'SecretKey', en: 'SecretKey' }, ...lgspOnly }).optional(),
  }),
  hosts: ({ baseUrl }) => [hostOf(baseUrl)],
})
