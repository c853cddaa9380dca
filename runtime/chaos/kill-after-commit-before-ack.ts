import type { Figure } from './harness/figures.ts'
import { killAtDoor } from './harness/kill-at-door.ts'
import type { CaseOptions } from './harness/workplace.ts'

/** Case 2: the worker dies when a message is on the disk and its sender does not know. Sent again, it is told to be a duplicate, and is one run. */
export function killAfterCommitBeforeAck(options: CaseOptions): Promise<readonly Figure[]> {
  return killAtDoor('kill-after-commit-before-ack', ['accept.after-commit'], true, options)
}
