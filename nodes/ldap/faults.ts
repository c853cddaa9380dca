import { ResultCodeError } from 'ldapts'
import { messageOf, networkFault } from '#nodes/files/drivers/faults.ts'
import { FlowError, permanent, retryable } from '#shared/errors/flow-error.ts'

/** Result codes (RFC 4511, appendix A) that speak of the account, its rights, or of what the server wants before it listens to it. */
const AUTH: ReadonlySet<number> = new Set([7, 8, 13, 48, 49, 50])
/** The server cannot now: busy, unavailable. */
const BUSY: ReadonlySet<number> = new Set([51, 52])
/** The server gives no more: size limit, administrative limit. */
const LIMIT: ReadonlySet<number> = new Set([4, 11])
const REFERRAL = 10

/** The result code of a directory's answer; undefined when the error is no answer. */
export function resultCode(error: unknown): number | undefined {
  return error instanceof ResultCodeError ? error.code : undefined
}

/** What a directory answered, or what became of the line to it. `signedIn`: something was asked already. */
export function ldapFault(error: unknown, host: string, signedIn: boolean): FlowError {
  if (error instanceof FlowError) return error
  const code = resultCode(error)
  if (code !== undefined) return answered(code, reasonOf(error), host)
  const known = networkFault(error, { host }, signedIn)
  if (known) return known
  // The library's own words: its connection closed, or it could not read what came.
  return signedIn
    ? retryable('connect.cut', { host }, { reason: messageOf(error) })
    : retryable('connect.unreachable', { host, reason: messageOf(error) })
}

/** Result codes that say that the directory's rules do not allow such an entry, value or name. */
const RULES: ReadonlySet<number> = new Set([16, 17, 18, 19, 20, 21, 64, 65, 66, 67, 69])

/** What a directory answered to a change of the entry of this DN. */
export function changeFault(error: unknown, host: string, dn: string): FlowError {
  const code = error instanceof FlowError ? undefined : resultCode(error)
  if (code === undefined) return ldapFault(error, host, true)
  const details = { resultCode: code }
  if (code === 32) return permanent('ldap.no-entry', { host, dn }, details)
  if (code === 68) return permanent('ldap.exists', { host, dn }, details)
  if (code === 50) return permanent('ldap.denied', { host, dn }, details)
  if (RULES.has(code)) return permanent('ldap.rules', { host, dn, reason: reasonOf(error) }, details)
  return ldapFault(error, host, true)
}

function answered(code: number, reason: string, host: string): FlowError {
  const details = { resultCode: code }
  if (AUTH.has(code)) return permanent('ldap.auth', { host, reason }, details)
  if (BUSY.has(code)) return retryable('ldap.busy', { host, reason }, details)
  if (LIMIT.has(code)) return permanent('ldap.server-limit', { host, reason }, details)
  if (code === REFERRAL)
    return permanent('ldap.referral', { host, to: { vi: 'không rõ nơi nào', en: 'it does not say where to' } }, details)
  if (code === 3) return retryable('ldap.time-limit', { host }, details)
  if (code === 32) return permanent('ldap.no-object', { host }, details)
  if (code === 34) return permanent('ldap.bad-dn', { host }, details)
  return permanent('ldap.failed', { host, reason }, details)
}

/** What the server says, on one line and bounded; its name for the code when it says nothing. */
function reasonOf(error: unknown): string {
  const said = messageOf(error).replace(/\s+/g, ' ').trim()
  return said.slice(0, 200)
}
