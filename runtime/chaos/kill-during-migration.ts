import type { Figure } from './harness/figures.ts'
import { type Case, torment } from './harness/torment.ts'
import type { CaseOptions } from './harness/workplace.ts'

const CASES: readonly Case[] = [
  [{ point: 'migrate.inside', action: 'kill' }],
  [
    { point: 'migrate.inside', action: 'kill' },
    { point: 'migrate.inside', action: 'kill' },
  ],
]

/** Case 7: processes die while they bring the schema up to date. No half schema; the next start goes on (files of earlier schemas: `upgrade`). */
export function killDuringMigration(options: CaseOptions): Promise<readonly Figure[]> {
  return torment('kill-during-migration', CASES, options)
}
