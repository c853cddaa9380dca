import { join } from 'node:path'
import type { Engine } from '../engine/engine.ts'
import { openSqliteEngine, type SqliteEngineOptions } from '../engine/sqlite/open.ts'
import type { Clock } from '../security/ports.ts'
import { ConfigError } from './config.ts'

/** Opens the engine that the configuration names; large payloads lie in `<data>/blobs`. */
export function openEngine(
  engine: string,
  data: string,
  clock: Clock,
  more: Pick<SqliteEngineOptions, 'steady' | 'onFatal'> = {},
): Engine {
  if (engine.startsWith('sqlite:')) {
    return openSqliteEngine({ path: engine.slice('sqlite:'.length), blobs: join(data, 'blobs'), clock, ...more })
  }
  throw new ConfigError('LIENTHONG_ENGINE: this release runs on "sqlite:" only')
}
