import { ldapConnection } from '#nodes/connections/ldap.ts'
import { valuesOf } from '#nodes/connections/read-connection.ts'
import { fromBase64 } from '#nodes/files/content-in.ts'
import { fillDn } from '#nodes/ldap/base.ts'
import { withDirectory } from '#nodes/ldap/keep.ts'
import { literalList } from '#nodes/ldap/literal-list.ts'
import { bindParams } from '#nodes/ldap/params.ts'
import type { LdapEdit, LdapSession, LdapValues } from '#nodes/ldap/session.ts'
import { parameterText, placesIn } from '#nodes/ldap/template.ts'
import { FlowError, permanent } from '#shared/errors/flow-error.ts'
import type { Message } from '#shared/message/message.ts'
import type { SettingsOf } from '#shared/node/define.ts'
import { durationMs } from '#shared/node/fields.ts'
import { defineRun, emit, type Prepare, type StepContext } from '#shared/node/run.ts'
import { definition } from './definition.ts'
import { entryOf, isSecret, remaining } from './state.ts'

type Tools = Prepare<SettingsOf<typeof definition>>
type Row = LdapValues & { readonly how: 'replace' | 'add' | 'delete' }

const MOST_VALUES = 1000

/** Changes one entry; a change that the directory refuses because it is done already is a success that changed nothing. */
export const run = defineRun(
  definition,
  (tools) => {
    const { connection, action, timeout } = tools.settings
    const read = reader(tools)
    return async (message, context) => {
      const { dn, to, rows } = await read(message, context)
      const { host } = valuesOf(ldapConnection, await context.connection(connection))
      const within = { timeoutMs: durationMs(timeout), signal: context.signal }
      const work = async (session: LdapSession): Promise<boolean> => {
        const change = (edit: LdapEdit) => session.change({ dn, edit, ...within })
        const stands = (names: readonly string[], at = dn) => entryOf(session, at, names, within)
        if (action === 'delete') return settled(change({ action }), 'ldap.no-entry', async () => true)
        if (action === 'rename') {
          const target = to.includes(',') ? to : `${to},${dn.replace(/^(?:\\.|[^,\\])*,?/s, '')}`
          return settled(
            change({ action, to }),
            'ldap.no-entry',
            async () => (await stands(['1.1'], target)) !== undefined,
          )
        }
        if (action === 'add') {
          const attributes = rows.filter(({ values }) => values.length > 0)
          return settled(change({ action, attributes }), 'ldap.exists', async () => {
            // A password cannot be read again: only a try before this one makes it likely to be ours.
            if (context.attempt === 1 && attributes.some(({ name }) => isSecret(name))) return false
            const there = await stands(attributes.map(({ name }) => name))
            const wanted = attributes
              .filter(({ name }) => !isSecret(name))
              .map((it) => ({
                ...it,
                how: isClass(it.name) ? ('add' as const) : ('replace' as const),
              }))
            return there !== undefined && remaining(wanted, there).length === 0
          })
        }
        const changes = rows.filter(({ how, values }) => how === 'replace' || values.length > 0)
        if (changes.length === 0) return false
        let rest = false
        return settled(change({ action, changes }), 'ldap.rules', async () => {
          const there = await stands(changes.map(({ name }) => name))
          const left = there === undefined ? changes : remaining(changes, there)
          if (left.length === changes.length) return false
          if (left.length === 0) return true
          await change({ action, changes: left })
          rest = true
          return true
        }).then((whole) => whole || rest)
      }
      const changed = await withDirectory(connection, within, context, work).catch((error: unknown) => {
        throw withoutSecrets(error, host, rows)
      })
      return emit('out', { ...message, body: { dn, action, changed } })
    }
  },
  {
    request(tools) {
      const read = reader(tools)
      const { connection, action } = tools.settings
      return async (message, context) => {
        const { dn, to, rows } = await read(message, context)
        // A fingerprint is kept, and that of a short password could be guessed.
        const body = rows.map(({ name, how, values }) => ({
          name,
          how,
          values: isSecret(name) ? [] : values.map((it) => it.toString('base64')),
        }))
        return { method: action.toUpperCase(), connection, path: to === '' ? dn : `${dn} → ${to}`, body }
      }
    },
  },
)

const isClass = (name: string): boolean => name.toLowerCase() === 'objectclass'

/** Whether the change was made; false when it was refused with this code and what it asks for holds already. */
async function settled(change: Promise<void>, code: string, holds: () => Promise<boolean>): Promise<boolean> {
  try {
    await change
    return true
  } catch (error) {
    if (error instanceof FlowError && error.data.code === code && (await holds())) return false
    throw error
  }
}

/** The names and values that a message gives. */
function reader(tools: Tools) {
  const { settings, value } = tools
  const rename = settings.action === 'rename' ? (settings.newDn ?? '') : ''
  const params = bindParams(tools, [...placesIn(settings.dn), ...placesIn(rename)])
  const withRows = settings.action === 'add' || settings.action === 'modify'
  const ready = (withRows ? settings.attributes : []).map((it) => ({ ...it, get: value(it.value, it.name) }))
  return async (message: Message, context: StepContext) => {
    const values = await params(message, context)
    const rows: Row[] = []
    for (const { name, how, form, get, value: given } of ready) {
      const got = await get(message, context)
      // A password, and Base64 in several lines, are one value whatever signs stand in them.
      const many = typeof given === 'string' && typeof got === 'string' && form === 'text' && !isSecret(name)
      rows.push({ name, how, values: bytesOf(name, many ? literalList(got) : got, form) })
    }
    return { dn: fillDn(settings.dn, values), to: fillDn(rename, values), rows }
  }
}

function bytesOf(name: string, given: unknown, form: 'text' | 'base64'): readonly Buffer[] {
  const all: readonly unknown[] = Array.isArray(given) ? given : given === null || given === undefined ? [] : [given]
  if (all.length > MOST_VALUES) {
    const reason = { vi: `nhiều hơn ${MOST_VALUES} giá trị`, en: `more than ${MOST_VALUES} values` }
    throw permanent('ldap.parameter', { name, reason })
  }
  return all.map((one) =>
    form === 'base64' && typeof one === 'string' ? fromBase64(one) : Buffer.from(parameterText(name, one)),
  )
}

/** Some servers repeat a refused value in their words. */
function withoutSecrets(error: unknown, host: string, rows: readonly Row[]): unknown {
  if (!(error instanceof FlowError) || error.data.code !== 'ldap.rules') return error
  const said = JSON.stringify(error.data)
  const told = rows.some(
    ({ name, values }) => isSecret(name) && values.some((it) => said.includes(JSON.stringify(String(it)).slice(1, -1))),
  )
  const reason = { vi: 'giá trị mật khẩu bị từ chối', en: 'the value of a password was refused' }
  return told ? permanent('ldap.rules', { host, dn: '***', reason }) : error
}
