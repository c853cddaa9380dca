import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Problem, Severity } from '#shared/flow/flow.ts'

/** Problems as the server found them at the last save, errors first, with an index by node. */
export interface ProblemsState {
  readonly problems: readonly Problem[]
  readonly byNode: ReadonlyMap<string, readonly Problem[]>
  readonly replace: (problems: readonly Problem[]) => void
}

/** The problems of one open flow. */
export type ProblemsStore = StoreApi<ProblemsState>

const order: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 }

/** Makes the store; `replace` takes what the answer to a save brought. */
export function createProblemsStore(initial: readonly Problem[] = []): ProblemsStore {
  return createStore<ProblemsState>()((set) => ({
    ...indexed(initial),
    replace(problems) {
      set(indexed(problems))
    },
  }))
}

/** The worst severity among problems; undefined when there are none. */
export function worstOf(problems: readonly Problem[] | undefined): Severity | undefined {
  return problems?.reduce<Severity | undefined>(
    (worst, { severity }) => (worst === undefined || order[severity] < order[worst] ? severity : worst),
    undefined,
  )
}

function indexed(problems: readonly Problem[]): Pick<ProblemsState, 'problems' | 'byNode'> {
  const sorted = [...problems].sort((a, b) => order[a.severity] - order[b.severity])
  const byNode = new Map<string, Problem[]>()
  for (const problem of sorted) {
    if (problem.node === undefined) continue
    const list = byNode.get(problem.node)
    if (list) list.push(problem)
    else byNode.set(problem.node, [problem])
  }
  return { problems: sorted, byNode }
}
