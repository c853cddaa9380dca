import { permanent } from '#shared/errors/flow-error.ts'
import { faults } from '../../faults.ts'
import type { Migration } from '../rows/migrations.ts'
import type { Store } from './store.ts'

/**
 * Brings the schema up to this release in one transaction, whole or not at all; a second process that opens at the same time
 * waits and then finds nothing to do. Throws `engine.newer-schema` when a newer release has written the tables.
 */
export async function migrate(
  store: Store,
  schema: string,
  migrations: readonly Migration[],
  at: number,
): Promise<void> {
  await store.write(async (tx) => {
    await tx.lock('schema', schema)
    await tx.run(`create schema if not exists ${schema}`)
    await tx.run('create table if not exists schema_version (version integer primary key, applied_at bigint not null)')
    const found = (await tx.get<{ v: number }>('select coalesce(max(version), 0) as v from schema_version'))?.v ?? 0
    const known = migrations.at(-1)?.version ?? 0
    if (found > known) throw permanent('engine.newer-schema', { found, known })
    for (const { version, sql } of migrations.slice(found)) {
      await tx.script(sql)
      await tx.run('insert into schema_version values ($1, $2)', version, at)
    }
    faults.at('migrate.inside')
  })
}
