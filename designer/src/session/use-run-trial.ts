import { useMemo } from 'react'
import type { Run } from '#shared/api/runs.ts'
import type { TestRequest } from '#shared/api/test-runs.ts'
import { useApi } from '../api/api-context.ts'
import { asApiError, clientError } from '../api/api-error.ts'
import { titleOfNode } from '../document/catalogue.ts'
import { useOpenDocument } from '../document/DocumentProvider.tsx'
import { bodyOf } from './sample.ts'
import { useTrialStore } from './TrialProvider.tsx'
import { chosenSample, type TrialStore } from './trial-store.ts'

/** Starts and stops test runs of the open draft. */
export interface RunTrial {
  /** Saves the draft, then runs it on the chosen sample. Does nothing while one runs. */
  readonly start: () => Promise<void>
  readonly cancel: () => void
}

/** One run at a time for each store. */
const inProgress = new WeakMap<TrialStore, AbortController>()

/** The step that is shown first: the one in trouble, else the last. */
export function tellingStep(run: Pick<Run, 'steps'>): string | undefined {
  const troubled = run.steps.find(({ status }) => status === 'failed' || status === 'in-doubt')
  return (troubled ?? run.steps.at(-1))?.path
}

/** The test run of the open flow. */
export function useRunTrial(): RunTrial {
  const { client } = useApi()
  const trial = useTrialStore()
  const { document, autosave } = useOpenDocument()
  return useMemo(
    () => ({
      cancel: () => inProgress.get(trial)?.abort(),
      async start() {
        const { stubs, running } = trial.getState()
        const sample = chosenSample(trial.getState())
        const read = bodyOf(sample?.text ?? '')
        if (running || 'wrongLine' in read) return
        const stop = new AbortController()
        inProgress.set(trial, stop)
        trial.getState().set({ running: true, fault: undefined })
        try {
          if (autosave && !(await autosave.flush())) throw clientError('client.offline')
          const { flow, hash } = document.getState()
          const { trigger } = trial.getState()
          const body: TestRequest = {
            input: { body: read.body, headers: { ...sample?.headers } },
            ...(trigger !== undefined && Object.hasOwn(flow.nodes, trigger) ? { trigger } : {}),
            ...(Object.keys(stubs).length > 0 ? { stubs: { ...stubs } } : {}),
          }
          const run = await client.call('testFlow', { params: { id: flow.id }, body }, stop.signal)
          trial.getState().set({ run, ranOn: hash, step: tellingStep(run) })
        } catch (thrown) {
          if (!stop.signal.aborted) trial.getState().set({ run: undefined, fault: asApiError(thrown) })
        } finally {
          inProgress.delete(trial)
          trial.getState().set({ running: false })
        }
      },
    }),
    [client, trial, document, autosave],
  )
}

/** Titles of the flow's nodes for a run's steps. */
export function useStepTitle(): (node: string) => { readonly vi: string; readonly en: string } {
  const { document } = useOpenDocument()
  return (node) => titleOfNode(document.getState().catalogue, document.getState().flow, node)
}
