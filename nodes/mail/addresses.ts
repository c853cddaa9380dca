import { domainToASCII } from 'node:url'
import addressparser from 'nodemailer/lib/addressparser'
import { permanent } from '#shared/errors/flow-error.ts'
import type { Text } from '#shared/text/text.ts'
import { oneLine } from './one-line.ts'

/** A person or office that a letter goes to or comes from; `name` is empty when none is given. */
export interface Address {
  readonly name: string
  readonly address: string
}

/** Most recipients of one letter: what every server takes (RFC 5321 §4.5.3.1.8). */
export const MOST_RECIPIENTS = 100

const LOCAL = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/
const DOMAIN = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/
const LONGEST = { local: 64, domain: 253, list: 20_000 }

/**
 * The addresses that a setting gives: text such as `Nguyễn Văn An <an@tinh.gov.vn>; binh@tinh.gov.vn`, `{ name, address }`, or a list of
 * these; none for null and blank. Throws `mail.bad-address` for line breaks, groups, quoted or non-ASCII local parts, and broken domains.
 */
export function addressesFrom(value: unknown, field: string): readonly Address[] {
  const found: Address[] = []
  for (const one of Array.isArray(value) ? value : [value]) {
    found.push(...oneValue(one, field))
    if (found.length > MOST_RECIPIENTS)
      throw bad(field, '…', {
        vi: `hơn ${MOST_RECIPIENTS} địa chỉ trong một thư`,
        en: `more than ${MOST_RECIPIENTS} addresses in one letter`,
      })
  }
  return found
}

function oneValue(value: unknown, field: string): readonly Address[] {
  if (value === null || value === undefined || value === '') return []
  if (typeof value === 'object') {
    const { address, name }: { readonly address?: unknown; readonly name?: unknown } = value
    if (typeof address === 'string') return [checked(address, typeof name === 'string' ? name : '', field)]
  }
  if (typeof value !== 'string') throw bad(field, JSON.stringify(value), { vi: 'phải là chữ', en: 'it must be text' })
  oneLine(value, field)
  if (value.length > LONGEST.list) throw bad(field, value, { vi: 'quá dài', en: 'it is too long' })
  return addressparser(value).map((it) => {
    if (it.group) throw bad(field, it.name, { vi: 'không dùng nhóm địa chỉ', en: 'groups are not taken' })
    return checked(it.address, it.name, field)
  })
}

function checked(given: string, name: string, field: string): Address {
  oneLine(given, field)
  oneLine(name, field)
  const at = given.lastIndexOf('@')
  const local = given.slice(0, at)
  const domain = domainToASCII(given.slice(at + 1))
  if (at < 1 || !LOCAL.test(local) || local.length > LONGEST.local)
    throw bad(field, given || name, {
      vi: 'phần trước @ chỉ gồm chữ không dấu, số và dấu chấm',
      en: 'what stands before @ must be plain letters, digits and dots',
    })
  if (!DOMAIN.test(domain) || domain.length > LONGEST.domain)
    throw bad(field, given, { vi: 'tên miền sau @ không đúng', en: 'what stands after @ is no domain' })
  return { name: name.normalize('NFC').slice(0, 200), address: `${local}@${domain}` }
}

function bad(field: string, address: string, reason: Text) {
  return permanent('mail.bad-address', { field, address: address.slice(0, 120), reason })
}
