import { randomUUID } from 'node:crypto'
import { test } from 'vitest'
import { postgresAbsent } from '#nodes/testing/postgres.ts'
import { LEASE_MS } from '../contract/world.test-suite.ts'
import { engineContract } from '../contract.test-suite.ts'
import { openPostgresEngine } from './open.ts'
import { dropSchema, SERVER, schemaName } from './testing/schema.ts'

if (postgresAbsent === undefined)
  engineContract('PostgreSQL', async () => {
    const schema = schemaName()
    return {
      open: (clock, steady) =>
        openPostgresEngine({
          url: `${SERVER}?schema=${schema}`,
          leaseMs: LEASE_MS,
          clock,
          steady,
          newMark: randomUUID,
        }),
      drop: () => dropSchema(schema),
    }
  })
else test.skip('PostgreSQL: not here', () => undefined)
