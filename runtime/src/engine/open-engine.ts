import { join } from 'node:path'
import type { Engine } from './engine.ts'
import type { PostgresEngineOptions } from './postgres/open.ts'
import { openSqliteEngine, type SqliteEngineOptions } from './sqlite/open.ts'

/**
 * Opens the engine at this address: `sqlite:/path/engine.db` with large payloads in `<data>/blobs`, or `postgres://…` (design D5). Throws
 * `engine.storage` or `engine.server` when nothing can be kept there, `engine.newer-schema` when a newer release has written it.
 */
export async function openEngine(
  address: string,
  data: string,
  options: Pick<SqliteEngineOptions, 'clock' | 'steady' | 'onFatal' | 'leaseMs'> &
    Pick<PostgresEngineOptions, 'newMark'>,
): Promise<Engine> {
  if (address.startsWith('sqlite:'))
    return openSqliteEngine({ path: address.slice('sqlite:'.length), blobs: join(data, 'blobs'), ...options })
  // Loaded only where it is used: the embedded engine starts without it.
  const { openPostgresEngine } = await import('./postgres/open.ts')
  return openPostgresEngine({ url: address, ...options })
}
