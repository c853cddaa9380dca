import type { Compensation, RunSummary } from '#shared/api/runs.ts'

/** Runs that failed at the same place for the same reason. */
export interface FailureGroup {
  /** `flow`, `node`, `code` joined: stable while runs come and go. */
  readonly id: string
  readonly flow: string
  readonly node: string
  readonly code: string
  /** Newest first; the first one's error speaks for the group. */
  readonly runs: readonly RunSummary[]
  readonly firstAt: string
  readonly lastAt: string
  /** True when it is not known whether the effect happened: each run needs a person's decision. */
  readonly inDoubt: boolean
  /** How far they are in undoing what they did; absent: they do not. */
  readonly compensation?: Compensation
}

const timeOf = (run: RunSummary): number => Date.parse(run.endedAt ?? run.acceptedAt)

/** Groups failed runs and runs in doubt by flow, node, cause and how far they are undone; the largest group first. */
export function groupFailures(runs: readonly RunSummary[]): readonly FailureGroup[] {
  const groups = new Map<string, RunSummary[]>()
  for (const run of runs) {
    const id = [run.flow, run.errorNode ?? '', run.error?.code ?? '', run.status, run.compensation ?? ''].join('\n')
    const group = groups.get(id)
    if (group) group.push(run)
    else groups.set(id, [run])
  }
  return [...groups]
    .map(([id, members]): FailureGroup | undefined => {
      const sorted = members.toSorted((a, b) => timeOf(b) - timeOf(a))
      const newest = sorted[0]
      const oldest = sorted.at(-1)
      if (!newest || !oldest) return undefined
      return {
        id,
        flow: newest.flow,
        node: newest.errorNode ?? '',
        code: newest.error?.code ?? '',
        runs: sorted,
        firstAt: oldest.endedAt ?? oldest.acceptedAt,
        lastAt: newest.endedAt ?? newest.acceptedAt,
        inDoubt: newest.status === 'in-doubt',
        ...(newest.compensation ? { compensation: newest.compensation } : {}),
      }
    })
    .filter((group) => group !== undefined)
    .toSorted((a, b) => b.runs.length - a.runs.length || Date.parse(b.lastAt) - Date.parse(a.lastAt))
}
