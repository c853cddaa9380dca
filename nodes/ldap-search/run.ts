import { ldapConnection } from '#nodes/connections/ldap.ts'
import { valuesOf } from '#nodes/connections/read-connection.ts'
import { fillDn } from '#nodes/ldap/base.ts'
import { readEntry } from '#nodes/ldap/entry.ts'
import { readFilter } from '#nodes/ldap/filter.ts'
import { withDirectory } from '#nodes/ldap/keep.ts'
import { bindParams } from '#nodes/ldap/params.ts'
import type { LdapFound } from '#nodes/ldap/session.ts'
import { placesIn } from '#nodes/ldap/template.ts'
import { FlowError, permanent } from '#shared/errors/flow-error.ts'
import type { SettingsOf } from '#shared/node/define.ts'
import { durationMs } from '#shared/node/fields.ts'
import { defineRun, emit } from '#shared/node/run.ts'
import { definition } from './definition.ts'

type Settings = SettingsOf<typeof definition>

/** Puts the values into the filter and asks the directory. */
export const run = defineRun(
  definition,
  (tools) => {
    const { settings } = tools
    const { connection, attributes, scope, answer } = settings
    const filter = readFilter(settings.filter)
    const params = bindParams(tools, [...filter.names, ...placesIn(settings.base ?? '')])
    return async (message, context) => {
      const values = await params(message, context)
      const handle = valuesOf(ldapConnection, await context.connection(connection))
      const call = {
        base: settings.base === undefined ? handle.baseDn : fillDn(settings.base, values),
        scope,
        filter: filter.fill(values),
        attributes: attributes.map(({ name }) => name),
        pageSize: settings.pageSize,
        maxEntries: answer === 'one' ? 1 : settings.maxEntries,
        maxBytes: settings.maxBytes,
        timeoutMs: durationMs(settings.timeout),
        signal: context.signal,
      }
      const found = await withDirectory(connection, call, context, (session) => session.search(call)).catch(
        (error: unknown) => withoutEntry(error, settings),
      )
      if (settings.references === 'fail') refuseReferences(found, handle.host)
      const entries = found.entries.map((entry, i) => readEntry(entry, attributes, i + 1))
      if (answer === 'all') return emit('out', { ...message, body: { entries, count: entries.length } })
      const [one] = entries
      return one === undefined ? emit('not-found', message) : emit('out', { ...message, body: one })
    }
  },
  {
    request(tools) {
      const { connection, filter, base = '', scope } = tools.settings
      const params = bindParams(tools, [])
      return async (message, context) => ({
        method: 'SEARCH',
        connection,
        path: `${base}?${scope}?${filter}`,
        body: await params(message, context),
      })
    },
  },
)

/** With one entry wanted, a second one is told as such; and when that one entry is named by its DN, its absence is no error. */
function withoutEntry(error: unknown, { answer, scope, base }: Settings): LdapFound {
  const code = error instanceof FlowError ? error.data.code : ''
  if (answer === 'one' && code === 'ldap.too-many') throw permanent('ldap.ambiguous')
  if (answer === 'one' && scope === 'base' && base !== undefined && code === 'ldap.no-object')
    return { entries: [], references: [] }
  throw error
}

function refuseReferences({ references }: LdapFound, host: string): void {
  const [first] = references
  if (first !== undefined) throw permanent('ldap.referral', { host, to: first.slice(0, 200) })
}
