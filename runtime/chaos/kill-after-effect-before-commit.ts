import type { Figure } from './harness/figures.ts'
import { type Case, torment } from './harness/torment.ts'
import type { CaseOptions } from './harness/workplace.ts'

const CASES: readonly Case[] = [
  [{ point: 'step.after-effect', action: 'kill' }],
  [{ point: 'commit.inside', action: 'kill' }],
]

/** Case 3: the partner has the call and the journal does not know. A repeatable one goes again under its key, a `once` call is asked about or waits in doubt. */
export function killAfterEffectBeforeCommit(options: CaseOptions): Promise<readonly Figure[]> {
  return torment('kill-after-effect-before-commit', CASES, options)
}
