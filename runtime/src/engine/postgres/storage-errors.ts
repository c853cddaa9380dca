import { FlowError, retryable } from '#shared/errors/flow-error.ts'
import type { Text } from '#shared/text/text.ts'

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
const LOST = new Set(['57P01', '57P02', '57P03', '53300', '25006', '25P03', '25P02'])
const FULL = new Set(['53100', 'ENOSPC', 'EDQUOT'])
/** Class 28: sign-in, 3D: no such database, 42501: rights, 53: other resources, 58 and XX: I/O and damage. */
const REFUSED = /^(28|3D|42501|53|58|F0|XX)/

/** Names a fault thrown by `pg` or by a socket. */
export function storageFault(thrown: unknown): StoreFault {
  if (thrown instanceof FlowError && thrown.data.code === 'engine.server')
    return { kind: thrown.data.class === 'transient' ? 'lost' : 'refused', error: thrown }
  const code = codeOf(thrown)
  const details = { reason: code || textOf(thrown) }
  if (AGAIN.has(code)) return { kind: 'again', error: retryable('engine.busy', {}, details) }
  // A statement that took too long would take as long again.
  if (code === '57014') return { kind: 'refused', error: retryable('engine.busy', {}, details) }
  if (FULL.has(code)) return { kind: 'full', error: retryable('engine.disk-full', {}, details) }
  const lost = LOST.has(code) || code.startsWith('08') || isSocketFault(thrown, code)
  if (!lost && !REFUSED.test(code)) return { kind: 'call', error: thrown }
  const reason = REASONS.find(([pattern]) => pattern.test(code))?.[1] ?? details.reason
  return { kind: lost ? 'lost' : 'refused', error: retryable('engine.server', { reason }, details) }
}

/** The faults that the first start meets, in words. */
const REASONS: readonly (readonly [RegExp, Text])[] = [
  [
    /^(ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT)$/,
    { vi: 'không kết nối được tới máy chủ và cổng này', en: 'nothing answers at this host and port' },
  ],
  [/^(ENOTFOUND|EAI_AGAIN)$/, { vi: 'không có máy chủ tên này', en: 'there is no host of this name' }],
  [/^28/, { vi: 'sai tên đăng nhập hoặc mật khẩu', en: 'wrong user name or password' }],
  [/^3D/, { vi: 'không có cơ sở dữ liệu tên này', en: 'there is no database of this name' }],
  [/^42501$/, { vi: 'người dùng này không có quyền tạo bảng', en: 'this user has no right to make tables' }],
  [/^53300$/, { vi: 'máy chủ đã hết lượt kết nối', en: 'the server takes no more connections' }],
]

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

function textOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown)
}
