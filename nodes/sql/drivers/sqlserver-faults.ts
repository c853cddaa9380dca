import { FlowError, permanent, retryable } from '#shared/errors/flow-error.ts'
import { explainedSqlServer } from './explained.ts'

/**
 * Numbers of messages of SQL Server (Microsoft Learn, "Database Engine events and errors" and "Troubleshoot transient connection errors"): what another try may
 * cure. 701 802 8645 8651 memory, 1105 9002 disk and log full, 1203 1204 1205 1222 locks and deadlock, 3960 snapshot conflict, 596 6005 17142
 * session ended, shutdown, pause, 17809 too many connections, 10928 … 49920 limits and moves of Azure SQL.
 */
const TRANSIENT = new Set([
  596, 701, 802, 921, 978, 983, 1105, 1203, 1204, 1205, 1222, 3960, 6005, 8645, 8651, 9002, 10928, 10929, 17142, 17809,
  18401, 40197, 40501, 40613, 49918, 49919, 49920,
])
/** Values that break a rule or do not fit: 2601 2627 duplicates, 515 missing, 547 foreign key or check, 2628 8152 too long, the others of a wrong form or out of range. */
const DATA = new Set([
  220, 232, 241, 242, 244, 245, 248, 295, 296, 298, 515, 517, 547, 2601, 2627, 2628, 6522, 8114, 8115, 8134, 8152, 8169,
  9420,
])
/** 18452 … 18488 sign-in, 911 916 4060 4064 no such database or none for this account, the others permissions. */
const AUTH = new Set([229, 230, 262, 297, 300, 911, 916, 4060, 4064, 18452, 18456, 18461, 18470, 18486, 18487, 18488])
const READ_ONLY = 3906
const TLS_CODES = /^(?:CERT_|DEPTH_|SELF_SIGNED|UNABLE_TO|ERR_TLS|ERR_SSL|EPROTO)/

/** The error while connecting: nothing was sent. */
export function connectFault(error: unknown, host: string): FlowError {
  if (error instanceof FlowError) return error
  const reason = reasonOf(error)
  const codes = [...causes(error)].map((it) => textAt(it, 'code'))
  if (codes.includes('EENCRYPT') || codes.some((code) => TLS_CODES.test(code)))
    return permanent('connect.certificate', { host, reason })
  if (codes.includes('ETIMEOUT') || codes.includes('ETIMEDOUT'))
    return retryable('connect.unreachable', { host, reason })
  if (numberOf(error) === 0 && codes.includes('ELOGIN')) return permanent('sql.auth', { reason })
  return sqlServerFault(error, host)
}

/** The connection broke while the COMMIT was under way: nobody knows whether it counts. */
export function commitFault(error: unknown, host: string): FlowError {
  return numberOf(error) === 0 ? retryable('connect.cut', { host }) : sqlServerFault(error, host)
}

/** The error for what the server reported; before the COMMIT a broken connection means that nothing was done. */
export function sqlServerFault(error: unknown, host: string): FlowError {
  if (error instanceof FlowError) return error
  const number = numberOf(error)
  const reason = reasonOf(error)
  if (number === 0 && textAt(error, 'code') === 'EPARAM') return permanent('sql.constraint', { reason })
  if (number === 0) return retryable('connect.unreachable', { host, reason })
  const details = { errno: number }
  const said = explainedSqlServer(number, reason)
  if (TRANSIENT.has(number)) return retryable('sql.busy', { reason: said }, details)
  if (number === READ_ONLY) return permanent('sql.changes-data', {}, details)
  if (AUTH.has(number)) return permanent('sql.auth', { reason: said }, details)
  if (DATA.has(number)) return permanent('sql.constraint', { reason: said }, details)
  return permanent('sql.failed', { reason: said }, details)
}

/** Sentences of 245, 2601, 2627 and 2628 repeat the value, and it may be a person's. */
function withoutValues(reason: string): string {
  return reason
    .replace(/(duplicate key value is )\(.*\)/s, '$1(…)')
    .replace(/(Truncated value: )'.*'/s, "$1'…'")
    .replace(/((?:converting|overflowed|of) (?:the )?\w+ (?:value|column)? ?)'.*'(?= to| overflow)/s, "$1'…'")
}

function* causes(error: unknown): Generator<unknown> {
  for (let it = error, depth = 0; typeof it === 'object' && it !== null && depth < 5; depth++) {
    yield it
    it = Reflect.get(it, 'cause')
  }
}

function numberOf(error: unknown): number {
  const number = typeof error === 'object' && error !== null ? Reflect.get(error, 'number') : undefined
  return typeof number === 'number' ? number : 0
}

function textAt(error: unknown, name: string): string {
  const text = typeof error === 'object' && error !== null ? Reflect.get(error, name) : undefined
  return typeof text === 'string' ? text : ''
}

function reasonOf(error: unknown): string {
  const words = error instanceof Error ? error.message || textAt(error, 'code') : String(error)
  return withoutValues(words).slice(0, 300)
}
