import { createHash, timingSafeEqual } from 'node:crypto'
import { permanent } from '#shared/errors/flow-error.ts'
import { namesOf, SECRET_NAME } from './hash-order.ts'

type Fields = Readonly<Record<string, unknown>>

/**
 * MaXacThuc: SHA-256 (hexadecimal, lower case) of the UTF-8 text of the fields in their order, joined by `|`, the secret at its place
 * (domain-vietnam §4.10). A field that is absent counts as empty. Throws `message.wrong-shape` for a value with `|` in it, which would let
 * text move from one field into the next under the same hash, and for one that is no text or number.
 */
export function paymentHash(fields: Fields, order: string, secret: string): string {
  const parts = namesOf(order).map((name) => (name === SECRET_NAME ? secret : partOf(fields, name)))
  return createHash('sha256').update(parts.join('|'), 'utf8').digest('hex')
}

/** Whether a message carries the hash that it must; a message that cannot be hashed carries none. Takes equal time for every hash. */
export function hasPaymentHash(fields: Fields, order: string, secret: string): boolean {
  const given = Object.hasOwn(fields, 'MaXacThuc') ? fields.MaXacThuc : undefined
  if (typeof given !== 'string' || !/^[0-9a-f]{64}$/i.test(given)) return false
  if (namesOf(order).some((name) => name !== SECRET_NAME && !isPlain(fields, name))) return false
  const wanted = Buffer.from(paymentHash(fields, order, secret), 'hex')
  return timingSafeEqual(wanted, Buffer.from(given, 'hex'))
}

function partOf(fields: Fields, name: string): string {
  if (!isPlain(fields, name)) {
    const reason = {
      vi: `${name} phải là chữ hoặc số và không chứa dấu |`,
      en: `${name} must be text or a number without |`,
    }
    throw permanent('message.wrong-shape', { reason })
  }
  const value = Object.hasOwn(fields, name) ? fields[name] : undefined
  return value === undefined || value === null ? '' : String(value)
}

function isPlain(fields: Fields, name: string): boolean {
  const value = Object.hasOwn(fields, name) ? fields[name] : undefined
  if (value === undefined || value === null) return true
  return typeof value === 'number' ? Number.isFinite(value) : typeof value === 'string' && !value.includes('|')
}
