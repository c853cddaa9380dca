import { z } from 'zod'
import { defineConnection } from '#shared/node/connection.ts'
import { field } from '#shared/node/fields.ts'
import { addressField, hostOf } from './address.ts'

const path = /^\/[A-Za-z0-9._~\-/]{0,300}$/

/** Cổng Dịch vụ công quốc gia behind the X-Road adapter of the unit's security server (domain-vietnam §3.3, §4). */
export const dvcqgConnection = defineConnection({
  kind: 'dvcqg',
  title: { vi: 'Cổng Dịch vụ công quốc gia', en: 'National Public Service Portal' },
  summary: {
    vi: 'Địa chỉ trục (máy chủ bảo mật của đơn vị), mã đơn vị và tài khoản đồng bộ hồ sơ.',
    en: "Address of the unit's security server, unit code and account for dossier synchronisation.",
  },
  values: z.strictObject({
    baseUrl: addressField({
      title: { vi: 'Địa chỉ trục', en: 'Base address' },
      placeholder: 'http://ip-ss-donvi:8080/XrdAdapter/RestService/forward',
    }),
    maDonVi: field.text({
      title: { vi: 'Mã đơn vị', en: 'Unit code' },
      help: { vi: 'Gửi trong trường madonvi, ví dụ 000.00.00.H01.', en: 'Sent as madonvi, such as 000.00.00.H01.' },
    }),
    dstcode: field
      .text({
        title: { vi: 'Mã dịch vụ đích (dstcode)', en: 'Destination code (dstcode)' },
        placeholder: 'VN:GOV:000.00.00.G22:vpcpdvcprovider',
      })
      .default('VN:GOV:000.00.00.G22:vpcpdvcprovider'),
    username: field.text({ title: { vi: 'Tài khoản', en: 'User name' } }),
    dstcodeIn: field
      .choice(
        [
          { value: 'query', title: { vi: 'Trên địa chỉ gọi', en: 'In the address' } },
          { value: 'header', title: { vi: 'Trong tiêu đề', en: 'In a header' } },
        ],
        { title: { vi: 'Gửi dstcode ở đâu', en: 'Where dstcode goes' }, advanced: true },
      )
      .default('query'),
    loginPath: field
      .text({ title: { vi: 'Đường dẫn đăng nhập', en: 'Path of sign-in' }, advanced: true })
      .regex(path)
      .default('/mapi/login'),
    sharePath: field
      .text({ title: { vi: 'Đường dẫn dịch vụ chia sẻ (tra cứu)', en: 'Path of look-ups' }, advanced: true })
      .regex(path)
      .default('/mapi/g'),
    integratePath: field
      .text({ title: { vi: 'Đường dẫn dịch vụ tích hợp (đồng bộ)', en: 'Path of synchronisation' }, advanced: true })
      .regex(path)
      .default('/mapi/g'),
    providerUrl: addressField({
      title: { vi: 'Địa chỉ hệ thống đích (providerurl)', en: 'Provider address (providerurl)' },
      advanced: true,
    }).optional(),
  }),
  secrets: z.strictObject({
    password: field.text({ title: { vi: 'Mật khẩu', en: 'Password' } }),
  }),
  hosts: ({ baseUrl }) => [hostOf(baseUrl)],
})
