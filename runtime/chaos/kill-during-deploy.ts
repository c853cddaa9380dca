import type { Figure } from './harness/figures.ts'
import { type Case, torment } from './harness/torment.ts'
import type { CaseOptions } from './harness/workplace.ts'

const CASES: readonly Case[] = [
  [{ point: 'deploy.half', action: 'kill' }],
  [{ point: 'deploy.switch', action: 'kill' }],
]

/** Case 6: a publication dies between version, deployment and workers. All workers run one whole version. */
export function killDuringDeploy(options: CaseOptions): Promise<readonly Figure[]> {
  return torment('kill-during-deploy', CASES, options)
}
