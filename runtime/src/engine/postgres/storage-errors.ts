import { type FlowError, retryable } from '#shared/errors/flow-error.ts'

/**
 * What a fault means for the transaction. `again`: it was rolled back because of others, the same may go well at once · `lost`: no
 * connection to a server that writes · `full`: the server has no space · `refused`: the server does not let us write (rights, damage) ·
 * `call`: the fault of one call only.
 */
export type StoreFault =
  | { readonly kind: 'again' | 'lost' | 'full' | 'refused'; readonly error: FlowError }
  | { readonly kind: 'call'; readonly error: unknown }

/** Serialization, deadlock, waiting too long for a lock. */
const AGAIN = new Set(['40001', '40P01', '55P03'])
/** Shutting down, crashed, starting, too many connections, only reading (a standby), stood still inside a transaction. */
const LOST = new Set(['57P01', '57P02', '57P03', '53300', '25006', '25P03', '25P02', '57014'])
const FULL = new Set(['53100', 'ENOSPC', 'EDQUOT'])
/** Class 28: sign-in, 3D: no such database, 42501: rights, 53: other resources, 58 and XX: I/O and damage. */
const REFUSED = /^(28|3D|42501|53|58|F0|XX)/

/** Names a fault thrown by `pg` or by a socket. */
export function storageFault(thrown: unknown): StoreFault {
  const code = codeOf(thrown)
  const details = { reason: code || reasonOf(thrown) }
  if (AGAIN.has(code)) return { kind: 'again', error: retryable('engine.busy', {}, details) }
  if (FULL.has(code)) return { kind: 'full', error: retryable('engine.disk-full', {}, details) }
  if (LOST.has(code) || code.startsWith('08') || isSocketFault(thrown, code))
    return { kind: 'lost', error: retryable('engine.storage', { reason: details.reason }, details) }
  if (REFUSED.test(code)) return { kind: 'refused', error: retryable('engine.storage', { reason: code }, details) }
  return { kind: 'call', error: thrown }
}

/** `pg` throws some faults of the connection as plain errors with these texts. */
const TEXTS =
  /^(Connection terminated|timeout expired|timeout exceeded|Query read timeout|Client has encountered a connection error)/i

function isSocketFault(thrown: unknown, code: string): boolean {
  if (/^E[A-Z]+$/.test(code) && thrown instanceof Error && 'syscall' in thrown) return thrown.syscall !== 'open'
  return thrown instanceof Error && TEXTS.test(thrown.message)
}

function codeOf(thrown: unknown): string {
  if (thrown instanceof AggregateError && thrown.errors.length > 0) return codeOf(thrown.errors[0])
  if (typeof thrown !== 'object' || thrown === null || !('code' in thrown)) return ''
  return typeof thrown.code === 'string' ? thrown.code : ''
}

function reasonOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown)
}
