import type { Figure } from './harness/figures.ts'
import { killAtDoor } from './harness/kill-at-door.ts'
import type { CaseOptions } from './harness/workplace.ts'

/** Case 1: the worker dies inside the transaction that accepts a message. The sender sees a broken connection; sent again, it is one run. */
export function killBeforeCommit(options: CaseOptions): Promise<readonly Figure[]> {
  return killAtDoor('kill-before-commit', ['accept.before-insert', 'accept.before-commit'], false, options)
}
