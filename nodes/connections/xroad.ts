import { z } from 'zod'
import { parseClient } from '#nodes/xroad/identifier.ts'
import { complaint } from '#shared/node/complaint.ts'
import { defineConnection } from '#shared/node/connection.ts'
import { field } from '#shared/node/fields.ts'
import { addressField, hostOf } from './address.ts'
import { requiredWhen } from './required-when.ts'
import { httpsForCertificate, tlsSecrets, tlsValues } from './tls-fields.ts'

/** `10.0.0.5`, `10.0.0.0/24`, `2001:db8::5`; what the gateway makes of it is checked there once more. */
const ADDRESS = /^(?:\d{1,3}(?:\.\d{1,3}){3}(?:\/(?:3[0-2]|[12]?\d))?|[0-9a-fA-F:]{2,39}(?:\/\d{1,3})?)$/

/** Máy chủ bảo mật X-Road: our own security server, both ways: what our flows call, and where calls to our services come from. */
export const xroadConnection = defineConnection({
  kind: 'xroad',
  title: { vi: 'X-Road (máy chủ bảo mật)', en: 'X-Road (security server)' },
  summary: {
    vi: 'Máy chủ bảo mật X-Road của đơn vị và mã hệ thống của ta, để gọi dịch vụ của thành viên khác và nhận lời gọi tới.',
    en: 'Our X-Road security server and our subsystem, to call services of other members and to take calls from them.',
  },
  values: z
    .strictObject({
      baseUrl: addressField({
        title: { vi: 'Địa chỉ máy chủ bảo mật', en: 'Address of the security server' },
        placeholder: 'https://ip-ss-donvi',
        help: {
          vi: 'Máy chủ bảo mật của chính đơn vị, không kèm /r1, ví dụ https://ip-ss-donvi.',
          en: 'The security server of our own unit, without /r1, such as https://security-server.',
        },
      }),
      client: field
        .text({
          title: { vi: 'Mã hệ thống của ta (X-Road-Client)', en: 'Our subsystem (X-Road-Client)' },
          placeholder: 'VN/GOV/000.00.00.H22/motcua',
          help: {
            vi: 'Bốn phần đã đăng ký trên X-Road, cách nhau bằng dấu /, ví dụ VN/GOV/000.00.00.H22/motcua.',
            en: 'The four parts registered on X-Road between slashes, such as VN/GOV/000.00.00.H22/motcua.',
          },
        })
        .refine(
          (text) => parseClient(text) !== undefined,
          complaint('viết như VN/GOV/000.00.00.H22/motcua', 'write it as VN/GOV/000.00.00.H22/motcua'),
        ),
      callsFrom: field
        .list(
          {
            address: field
              .text({
                title: { vi: 'Địa chỉ IP', en: 'IP address' },
                help: { vi: 'Ví dụ 10.0.0.5 hoặc 10.0.0.0/29.', en: 'Such as 10.0.0.5 or 10.0.0.0/29.' },
                placeholder: '10.0.0.5',
              })
              .regex(ADDRESS),
          },
          {
            title: { vi: 'Máy chủ bảo mật gọi tới từ', en: 'The security server calls us from' },
            help: {
              vi: 'Chỉ yêu cầu tới từ những địa chỉ này được coi là đã qua X-Road. Để trống: không nhận lời gọi nào qua X-Road.',
              en: 'Only requests from these addresses count as coming over X-Road. Empty: none are taken.',
            },
            add: { vi: 'Thêm địa chỉ', en: 'Add an address' },
            max: 20,
          },
        )
        .default([]),
      ...tlsValues(),
    })
    .superRefine(requiredWhen('clientCertificate', { pem: ['certificate'] }))
    .superRefine(httpsForCertificate),
  secrets: z.strictObject(tlsSecrets()),
  hosts: ({ baseUrl }) => [hostOf(baseUrl)],
})
