import { FlowError, permanent, retryable } from '#shared/errors/flow-error.ts'
import { explainedMysql } from './explained.ts'

/** Error numbers of MariaDB and MySQL: what another try may cure (deadlock, lock wait, too many connections, shutdown, disk full, read-only during a switch). */
const TRANSIENT = new Set([
  1020, 1021, 1037, 1038, 1040, 1041, 1053, 1077, 1079, 1080, 1180, 1203, 1205, 1206, 1213, 1226, 1290, 1317, 1412,
  1613, 1614, 1615, 1836, 1927, 3101, 3572,
])
/** Missing or wrong values that have no state of class 22 or 23. */
const DATA = new Set([1263, 1264, 1265, 1292, 1364, 1366, 1406, 1411, 1441, 1526, 1586, 1690, 3819, 3140, 4025])
const AUTH = new Set([
  1044, 1045, 1049, 1129, 1130, 1131, 1132, 1133, 1142, 1143, 1227, 1251, 1275, 1370, 1698, 1820, 1862, 3118, 4151,
])
const STOPPED = new Set([1969, 3024])
const READ_ONLY = 1792
const TLS_CODES =
  /^(?:HANDSHAKE_(?:NO_SSL_SUPPORT|SSL_ERROR)|CERT_|DEPTH_|SELF_SIGNED|UNABLE_TO|ERR_TLS|ERR_SSL|EPROTO)/
const SIGN_IN_CODES = /^(?:AUTH_SWITCH_PLUGIN_ERROR|MYSQL_CLEAR_PASSWORD_NOT_ENABLED)$/

/** The error while connecting: nothing was sent. */
export function connectFault(error: unknown, host: string): FlowError {
  const code = textAt(error, 'code')
  const reason = reasonOf(error)
  if (TLS_CODES.test(code)) return permanent('connect.certificate', { host, reason })
  if (SIGN_IN_CODES.test(code) || reason.startsWith('Server requests authentication using unknown plugin'))
    return permanent('sql.auth', { reason })
  return mysqlFault(error, host)
}

/** The connection broke: before a change was under way nothing happened; afterwards nobody knows, because not every table has transactions. */
export function lostFault(error: unknown, host: string, changing: boolean): FlowError {
  return changing
    ? retryable('connect.cut', { host })
    : retryable('connect.unreachable', { host, reason: reasonOf(error) })
}

/** True when it is the connection that failed and not the server that answered. */
export function isLost(error: unknown): boolean {
  return !(error instanceof FlowError) && (numberOf(error) === 0 || numberOf(error) === 1927)
}

/** The error for what the server reported. */
export function mysqlFault(error: unknown, host: string): FlowError {
  if (error instanceof FlowError) return error
  const number = numberOf(error)
  const reason = reasonOf(error)
  if (number === 0) return retryable('connect.unreachable', { host, reason })
  const state = textAt(error, 'sqlState')
  const said = explainedMysql(number, reason)
  const details = { errno: number, sqlState: state }
  if (STOPPED.has(number)) return retryable('sql.busy', { reason: said }, details)
  if (number === READ_ONLY) return permanent('sql.changes-data', {}, details)
  if (TRANSIENT.has(number)) return retryable('sql.busy', { reason: said }, details)
  if (AUTH.has(number) || state.startsWith('28')) return permanent('sql.auth', { reason: said }, details)
  if (DATA.has(number) || /^2[23]/.test(state)) return permanent('sql.constraint', { reason: said }, details)
  return permanent('sql.failed', { reason: said }, details)
}

const REPEATS_VALUE =
  /((?:Duplicate entry|Incorrect [\w ]+ value:|Truncated incorrect [\w ]+ value:|Data truncated[^']*value:?) )'(?:.*'(?= for | at row)|.*)/s

/** Sentences about data repeat the value in the first quotes, and the value may be a person's; names of columns and keys stay. */
function withoutValues(reason: string): string {
  return reason.replace(REPEATS_VALUE, "$1'…'")
}

function numberOf(error: unknown): number {
  const number = typeof error === 'object' && error !== null ? Reflect.get(error, 'errno') : undefined
  // A system error has a negative number or none.
  return typeof number === 'number' && number >= 1000 ? number : 0
}

function textAt(error: unknown, name: string): string {
  const text = typeof error === 'object' && error !== null ? Reflect.get(error, name) : undefined
  return typeof text === 'string' ? text : ''
}

function reasonOf(error: unknown): string {
  const words = error instanceof Error ? error.message || textAt(error, 'code') : String(error)
  return withoutValues(words).slice(0, 300)
}
