import { z } from 'zod'
import { defineConnection } from '#shared/node/connection.ts'
import { field } from '#shared/node/fields.ts'
import { addressField, hostOf } from './address.ts'

/** Trục liên thông văn bản quốc gia (VXP): system code and the secret that signs the headers of each call (domain-vietnam §3.5). */
export const vxpConnection = defineConnection({
  kind: 'vxp',
  title: { vi: 'Trục liên thông văn bản (VXP)', en: 'Document axis (VXP)' },
  summary: {
    vi: 'Địa chỉ trục liên thông văn bản, mã hệ thống và khoá được cấp.',
    en: 'Address of the document axis, system code and the secret given to us.',
  },
  values: z.strictObject({
    baseUrl: addressField({ title: { vi: 'Địa chỉ trục', en: 'Base address' } }),
    systemId: field
      .text({ title: { vi: 'Mã hệ thống (systemid)', en: 'System code (systemid)' } })
      .regex(/^[\x21-\x7e]{1,100}$/),
  }),
  secrets: z.strictObject({
    secretKey: field.text({ title: { vi: 'Khoá bí mật', en: 'Secret key' } }),
  }),
  hosts: ({ baseUrl }) => [hostOf(baseUrl)],
})
