import type { z } from 'zod'
import { complaint } from '#shared/node/complaint.ts'
import { type FieldLook, field } from '#shared/node/fields.ts'

type Look = Omit<FieldLook, 'kind'>

/** A field for a host: a name or an address, without scheme, port or path. */
export function hostField(look: Look = { title: { vi: 'Máy chủ', en: 'Host' } }): z.ZodString {
  return field
    .text(look)
    .max(253)
    .regex(
      /^[A-Za-z0-9._-]+$|^[0-9a-fA-F:.]+$/,
      complaint('chỉ viết tên hoặc địa chỉ IP của máy chủ', 'must be a name or an IP address alone'),
    )
}

/** A field for a port of a server. */
export function portField(): z.ZodNumber {
  return field.integer({ title: { vi: 'Cổng', en: 'Port' }, min: 1, max: 65_535 })
}

/** A field for the certificate of an authority of one's own, as PEM text. */
export function authorityField(look: Partial<Look> = {}) {
  return field
    .longText({
      title: { vi: 'Chứng thư gốc riêng (PEM)', en: 'Own root certificate (PEM)' },
      help: {
        vi: 'Chỉ cần khi máy chủ dùng chứng thư do cơ quan tự cấp.',
        en: 'Only needed when the server has a certificate of an authority of your own.',
      },
      placeholder: '-----BEGIN CERTIFICATE-----',
      advanced: true,
      ...look,
    })
    .optional()
}

/** `host:port` of a server, with an IPv6 address in brackets. */
export function serverOf(host: string, port: number): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`
}
