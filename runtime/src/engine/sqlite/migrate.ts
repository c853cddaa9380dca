import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { permanent } from '#shared/errors/flow-error.ts'
import { faults } from '../../faults.ts'
import type { Connection } from './connection.ts'

/** A step of the schema: its number and its SQL. */
export interface Migration {
  readonly version: number
  readonly sql: string
}

const FOLDER = fileURLToPath(new URL('./migrations/', import.meta.url))
const FILE = /^(\d{4})-[a-z0-9-]+\.sql$/

/** The migrations of this release in order. Throws when their numbers are not 1, 2, 3 …, or a file is named otherwise. */
export function readMigrations(folder = FOLDER): readonly Migration[] {
  return readdirSync(folder)
    .sort()
    .map((name, index) => {
      const version = Number(FILE.exec(name)?.[1])
      if (version !== index + 1) throw new Error(`migrations/${name} should have the number ${index + 1}`)
      return { version, sql: readFileSync(`${folder}/${name}`, 'utf8') }
    })
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
