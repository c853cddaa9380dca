import { fileURLToPath } from 'node:url'
import { permanent } from '#shared/errors/flow-error.ts'
import { faults } from '../../faults.ts'
import { type Migration, readMigrations as readFolder } from '../rows/migrations.ts'
import type { Connection } from './connection.ts'

const FOLDER = fileURLToPath(new URL('./migrations/', import.meta.url))

/** The migrations of this release in order. */
export function readMigrations(folder = FOLDER): readonly Migration[] {
  return readFolder(folder)
}

/**
 * Brings the schema up to this release in one transaction, whole or not at all; a second process that opens at the same time
 * waits and then finds nothing to do. Throws `engine.newer-schema` when a newer release has written the file.
 */
export function migrate(db: Connection, migrations: readonly Migration[], at: number): void {
  db.transaction(() => {
    db.exec(
      'create table if not exists schema_version (version integer primary key, applied_at integer not null) strict',
    )
    const found = db.prepare<[], number>('select coalesce(max(version), 0) from schema_version').pluck().get() ?? 0
    const known = migrations.at(-1)?.version ?? 0
    if (found > known) throw permanent('engine.newer-schema', { found, known })
    const note = db.prepare<[number, number]>('insert into schema_version values (?, ?)')
    for (const migration of migrations.slice(found)) {
      db.exec(migration.sql)
      note.run(migration.version, at)
    }
    faults.at('migrate.inside')
  }).immediate()
}
