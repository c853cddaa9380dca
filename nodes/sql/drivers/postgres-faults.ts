import pg from 'pg'
import { FlowError, permanent, retryable } from '#shared/errors/flow-error.ts'
import { explained } from './explained.ts'

/** SQLSTATE classes of PostgreSQL, appendix A: what another try may cure. */
const TRANSIENT = /^(?:08|40|53|55P03|57P0|58|XX)/
const CONSTRAINT = /^(?:23|44)/
const AUTH = /^(?:28|42501|3D000)/

/** The error for a fault while connecting: nothing was sent. */
export function connectFault(error: unknown, host: string): FlowError {
  const fault = faultOf(error, host, 0)
  return fault.data.code === 'connect.cut' ? retryable('connect.unreachable', { host, reason: reasonOf(error) }) : fault
}

/** The connection broke while the COMMIT was under way: nobody knows whether it counts. */
export function commitCut(error: unknown, host: string): FlowError {
  return error instanceof pg.DatabaseError ? faultOf(error, host, 0) : retryable('connect.cut', { host })
}

/**
 * The error for what PostgreSQL or the connection to it reported. Before the COMMIT a lost connection means "not done",
 * so it is `connect.unreachable` and not `connect.cut`.
 */
export function faultOf(error: unknown, host: string, timeoutMs: number): FlowError {
  if (error instanceof FlowError) return error
  const reason = reasonOf(error)
  if (isCertificateFault(error)) return permanent('connect.certificate', { host, reason })
  if (!(error instanceof pg.DatabaseError)) return retryable('connect.unreachable', { host, reason })
  const state = error.code ?? ''
  const said = explained(state, reason)
  // `detail` is left out: it repeats the values of the row.
  const details = {
    sqlState: state,
    ...(error.table === undefined ? {} : { table: error.table }),
    ...(error.constraint === undefined ? {} : { constraint: error.constraint }),
  }
  if (state === '57014') return retryable('connect.timeout', { host, seconds: timeoutMs / 1000 }, details)
  if (state === '25006') return permanent('sql.changes-data', {}, details)
  if (TRANSIENT.test(state)) return retryable('sql.busy', { reason: said }, details)
  if (CONSTRAINT.test(state)) return permanent('sql.constraint', { reason: said }, details)
  if (AUTH.test(state)) return permanent('sql.auth', { reason: said }, details)
  return permanent('sql.failed', { reason: said }, details)
}

/** What TLS has against the server, and a server that has none. */
function isCertificateFault(error: unknown): boolean {
  const code = typeof error === 'object' && error !== null ? String(Reflect.get(error, 'code') ?? '') : ''
  const certificate = /^(?:CERT_|DEPTH_|SELF_SIGNED|UNABLE_TO|ERR_TLS|ERR_SSL|EPROTO)/.test(code)
  return certificate || (error instanceof Error && error.message === 'The server does not support SSL connections')
}

/** Words of the fault; a refused connection to several addresses has its words one level down. */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') return reasonOf(error.errors[0])
  return (error instanceof Error ? error.message : String(error)).replace(REPEATS_VALUE, '$1"…"').slice(0, 300)
}

/** Sentences about a value of the wrong form repeat it, and it may be a person's. */
const REPEATS_VALUE = /((?:invalid input (?:syntax|value)|out of range)[^:]*: )".*"/s
