import type { Compensation } from '#shared/api/runs.ts'
import type { JournalEntry } from './engine.ts'

/** How a run stands that a person puts back to work: what was begun is completed, and what was completed begins anew. */
export function compensationAfter(
  before: Compensation | null | undefined,
  entry: Extract<JournalEntry, { kind: 'resume' }>,
): Compensation | null {
  if (entry.compensate) return 'under-way'
  return before === 'partial' || before === 'under-way' ? 'under-way' : null
}
