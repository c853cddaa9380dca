import type { Compensation, RunStatus } from '#shared/api/runs.ts'
import type { JournalEntry } from './engine.ts'

/** How a run stands that a person puts back to work: what was begun is completed, and what was completed begins anew. */
export function compensationAfter(
  before: Compensation | null | undefined,
  entry: Extract<JournalEntry, { kind: 'resume' }>,
): Compensation | null {
  if (entry.compensate) return 'under-way'
  return before === 'partial' || before === 'under-way' ? 'under-way' : null
}

/** Whether a person may close a run in this state: it has not ended well or been closed, and is not half undone (decision 0005). */
export function isClosable(status: RunStatus, compensation: Compensation | null | undefined): boolean {
  return status !== 'done' && status !== 'cancelled' && compensation !== 'under-way' && compensation !== 'partial'
}
