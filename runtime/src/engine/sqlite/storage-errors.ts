import type { FlowError } from '#shared/errors/flow-error.ts'
import { retryable } from '#shared/errors/flow-error.ts'

/**
 * What a fault of the store means for the caller. `busy`: another process writes, try again soon · `full`: no space, nothing
 * was written · `fatal`: what is on the disk is not known any more, the process must stop · `refused`: the store cannot be
 * written (rights, missing file) · `call`: the fault of one call only.
 */
export type StorageFault = StoreFault | { readonly kind: 'call'; readonly error: unknown }

/** A fault of the store itself, whoever called. */
export interface StoreFault {
  readonly kind: 'busy' | 'full' | 'fatal' | 'refused'
  readonly error: FlowError
}

/** Whether the fault is only that another process has the lock. */
export function isBusy(thrown: unknown): boolean {
  const code = codeOf(thrown)
  return code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')
}

/** Names a fault thrown by better-sqlite3 or by the file system. */
export function storageFault(thrown: unknown): StorageFault {
  const code = codeOf(thrown)
  const details = { reason: code }
  if (isBusy(thrown)) return { kind: 'busy', error: retryable('engine.busy', {}, details) }
  // No space for the shared index of the WAL is reported as an I/O error, though nothing was written.
  if (FULL.has(code)) return { kind: 'full', error: retryable('engine.disk-full', {}, details) }
  if (code === 'EIO' || FATAL.some((start) => code.startsWith(start)))
    return { kind: 'fatal', error: retryable('engine.storage', { reason: code }, details) }
  if (REFUSED.some((start) => code.startsWith(start)))
    return { kind: 'refused', error: retryable('engine.storage', { reason: code }, details) }
  return { kind: 'call', error: thrown }
}

/** The same for a fault of no call in particular; one that is unknown is taken as a refusal. */
export function storeFault(thrown: unknown): StoreFault {
  const fault = storageFault(thrown)
  if (fault.kind !== 'call') return fault
  return { kind: 'refused', error: retryable('engine.storage', { reason: String(thrown) }) }
}

/** What to throw for a fault of the store; the thrown thing itself when it is not one. */
export function storageError(thrown: unknown): unknown {
  return storageFault(thrown).error
}

const FULL = new Set(['SQLITE_FULL', 'SQLITE_IOERR_SHMSIZE', 'ENOSPC', 'EDQUOT'])
// After a failed fsync Linux may drop the dirty pages and report success the next time, so going on would lose data unseen.
const FATAL = ['SQLITE_IOERR', 'SQLITE_CORRUPT', 'SQLITE_NOTADB']
const REFUSED = [
  'SQLITE_READONLY',
  'SQLITE_CANTOPEN',
  'SQLITE_PERM',
  'SQLITE_NOMEM',
  'EACCES',
  'EPERM',
  'EROFS',
  'EMFILE',
]

function codeOf(thrown: unknown): string {
  if (typeof thrown !== 'object' || thrown === null || !('code' in thrown)) return ''
  return typeof thrown.code === 'string' ? thrown.code : ''
}
