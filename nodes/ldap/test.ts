import { climb } from '#nodes/connections/ladder.ts'
import { ldapConnection } from '#nodes/connections/ldap.ts'
import { valuesOf } from '#nodes/connections/read-connection.ts'
import { permanent } from '#shared/errors/flow-error.ts'
import type { ConnectionTestContext } from '#shared/node/connection.ts'
import type { ConnectionHandle } from '#shared/node/run.ts'
import { readFilter } from './filter.ts'
import { openLdap } from './session.ts'

const TIMEOUT_MS = 15_000
const SAFE = {
  name: { vi: 'Mã hoá đường truyền (TLS)', en: 'Encryption (TLS)' },
  codes: ['connect.certificate', 'ldap.no-tls', 'connect.unreachable', 'connect.cut', 'connect.timeout'],
  good: { vi: 'Chứng thư hợp lệ', en: 'The certificate is valid' },
}

/** Tries a directory: reached, safe, signed in to, and the base DN read. Nothing is changed. */
export function testLdap(connection: ConnectionHandle, { signal }: ConnectionTestContext) {
  const { security, baseDn } = valuesOf(ldapConnection, connection)
  return climb({
    ...(security === 'none' ? {} : { safe: SAFE }),
    open: () => openLdap(connection, { signal, timeoutMs: TIMEOUT_MS }),
    async sample(session) {
      const bounds = { pageSize: 1, maxEntries: 1, maxBytes: 1_000_000, timeoutMs: TIMEOUT_MS, signal }
      const filter = readFilter('(objectClass=*)').fill({})
      const { entries } = await session.search({ base: baseDn, scope: 'base', filter, attributes: ['1.1'], ...bounds })
      if (entries.length === 0) throw permanent('ldap.no-object', { host: connection.id })
      return { vi: 'Đọc được DN gốc', en: 'The base DN can be read' }
    },
    close: async (session) => session.close(),
  })
}
