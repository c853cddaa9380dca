import type { Entry } from 'ldapts'
import { permanent } from '#shared/errors/flow-error.ts'
import type { Text } from '#shared/text/text.ts'

/** An attribute that is wanted: one value or a list, text or bytes (Base64). */
export interface WantedAttribute {
  readonly name: string
  readonly values: 'one' | 'list'
  readonly form: 'text' | 'base64'
}

/** An entry as messages carry it: `dn` and the wanted attributes under the names of the settings; one that is absent is null, or an empty list. */
export function readEntry(entry: Entry, wanted: readonly WantedAttribute[], number: number): Record<string, unknown> {
  const found = new Map(Object.entries(entry).map(([name, value]) => [name.toLowerCase(), value]))
  const body: Record<string, unknown> = { dn: entry.dn }
  for (const { name, values, form } of wanted) {
    const fail = (reason: Text) => permanent('ldap.value', { attribute: name, number, reason })
    const lower = name.toLowerCase()
    // Active Directory gives long lists piece by piece; a piece must not pass for the whole.
    if ([...found.keys()].some((key) => key.startsWith(`${lower};range=`)))
      throw fail({
        vi: 'máy chủ chỉ đưa một phần của danh sách quá dài',
        en: 'the server gives only a part of a list that is too long',
      })
    const list = bytesOf(found.get(lower), found.get(`${lower};binary`)).map((bytes) =>
      form === 'base64' ? bytes.toString('base64') : textOf(bytes, fail),
    )
    if (values === 'one' && list.length > 1)
      throw fail({ vi: `có ${list.length} giá trị`, en: `it has ${list.length} values` })
    body[name] = values === 'one' ? (list[0] ?? null) : list
  }
  return body
}

/** The values of an attribute; servers add `;binary` to the names of certificates (RFC 4523), and absent ones come as empty lists. */
function bytesOf(...given: readonly (Entry[string] | undefined)[]): readonly Buffer[] {
  return given.flatMap((value) => {
    const all = Array.isArray(value) ? value : value === undefined ? [] : [value]
    return all.map((one) => Buffer.from(one))
  })
}

function textOf(bytes: Buffer, fail: (reason: Text) => Error): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw fail({ vi: 'không phải chữ UTF-8', en: 'it is not UTF-8 text' })
  }
}
