import { readFilter } from '#nodes/ldap/filter.ts'
import type { LdapSession, LdapValues } from '#nodes/ldap/session.ts'
import { toErrorData } from '#shared/errors/flow-error.ts'

type Entry = ReadonlyMap<string, ReadonlySet<string>>

const MOST_BYTES = 10_000_000

/** Whether the values of an attribute are a secret: they can be written and not read, and are shown to nobody. */
export function isSecret(name: string): boolean {
  return /passw|pwd/i.test(name)
}

/** The attributes of one entry, names in lower case and values as Base64; undefined when there is no such entry. */
export async function entryOf(
  session: LdapSession,
  base: string,
  names: readonly string[],
  within: { readonly signal: AbortSignal; readonly timeoutMs: number },
): Promise<Entry | undefined> {
  const bounds = { pageSize: 1, maxEntries: 1, maxBytes: MOST_BYTES, ...within }
  const filter = readFilter('(objectClass=*)').fill({})
  const found = await session
    .search({ base, scope: 'base', filter, attributes: names, ...bounds })
    .catch((error: unknown) => {
      if (toErrorData(error).code === 'ldap.no-object') return undefined
      throw error
    })
  const entry = found?.entries[0]
  if (!entry) return undefined
  const base64 = (value: unknown): string =>
    Buffer.from(value instanceof Uint8Array ? value : String(value)).toString('base64')
  return new Map(
    Object.entries(entry).map(([name, value]) => [
      name.toLowerCase(),
      new Set((Array.isArray(value) ? value : [value]).map(base64)),
    ]),
  )
}

/** The changes that an entry does not show yet. A secret, which cannot be read, is never seen as done. */
export function remaining<C extends LdapValues & { readonly how: 'replace' | 'add' | 'delete' }>(
  changes: readonly C[],
  there: Entry,
): readonly C[] {
  return changes.filter(({ name, how, values }) => {
    const has = there.get(name.toLowerCase()) ?? new Set<string>()
    const wanted = values.map((it) => it.toString('base64'))
    if (how === 'delete') return wanted.some((it) => has.has(it))
    if (!wanted.every((it) => has.has(it))) return true
    return how === 'replace' && has.size !== new Set(wanted).size
  })
}
