import type { z } from 'zod'
import { complaint } from '#shared/node/complaint.ts'
import { type FieldLook, field } from '#shared/node/fields.ts'
import type { QueryParameters } from '#shared/node/run.ts'

type Look = Omit<FieldLook, 'kind'>

/** True for an `http:` or `https:` address without user name, password, query or fragment. */
function isBaseAddress(text: string): boolean {
  if (!URL.canParse(text)) return false
  const url = new URL(text)
  const plain = url.username === '' && url.password === '' && url.search === '' && url.hash === ''
  return plain && (url.protocol === 'http:' || url.protocol === 'https:')
}

/** A field for the base address of a partner. Credentials in it are refused: they have their own, hidden fields. */
export function addressField(look: Look): z.ZodString {
  return field
    .text({ placeholder: 'https://…', ...look })
    .refine(
      isBaseAddress,
      complaint(
        'địa chỉ phải bắt đầu bằng http:// hoặc https:// và không chứa tài khoản, dấu ? hay dấu #',
        'must begin with http:// or https:// and carry no user name, ? or #',
      ),
    )
}

/** `host:port` of an address; the port of the scheme when none is written. */
export function hostOf(address: string): string {
  const url = new URL(address)
  const port = url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port
  return `${url.hostname}:${port}`
}

/** Host of a connection for sentences to the user: of its base address, else its id. */
export function hostName(connection: {
  readonly id: string
  readonly values: Readonly<Record<string, unknown>>
}): string {
  const { baseUrl } = connection.values
  return typeof baseUrl === 'string' && URL.canParse(baseUrl) ? new URL(baseUrl).host : connection.id
}

/** Puts parameters behind the address; a list is its name several times. */
export function addQuery(url: URL, query: QueryParameters = {}): void {
  for (const [name, values] of Object.entries(query))
    for (const value of typeof values === 'string' ? [values] : values) url.searchParams.append(name, value)
}
