import { useMemo } from 'react'
import type { Run } from '#shared/api/runs.ts'
import type { TestRequest } from '#shared/api/test-runs.ts'
import { useApi } from '../api/api-context.ts'
import { asApiError, clientError } from '../api/api-error.ts'
import { titleOfNode } from '../document/catalogue.ts'
import { useDocument, useOpenDocument } from '../document/DocumentProvider.tsx'
import { entryNode } from '../document/triggers.ts'
import { givenByPins, givenByRun, withKept } from './given.ts'
import type { PinnedMessage } from './pins.ts'
import { bodyOf } from './sample.ts'
import { type StaleReason, staleNodes, type TrialGround } from './stale.ts'
import { useTrial, useTrialStore } from './TrialProvider.tsx'
import { chosenSample, type TrialState, type TrialStore } from './trial-store.ts'

/** Starts and stops test runs of the open draft. Each saves the draft first, and does nothing while one runs. */
export interface RunTrial {
  /** The whole draft on the chosen sample. */
  readonly start: () => Promise<void>
  /** Only what leads to this node. */
  readonly runTo: (node: string) => Promise<void>
  /** Only this node, on what arrives there; what leads to it is taken from the last run where that still holds. */
  readonly runStep: (node: string) => Promise<void>
  /** Only what was changed since the last run, and what follows from it. */
  readonly runStale: () => Promise<void>
  /** From a breakpoint on: to the next one, or (`step`) to the next step; `edited`: messages that steps get instead of theirs. */
  readonly goOn: (way: 'continue' | 'step', edited?: Readonly<Record<string, PinnedMessage>>) => Promise<void>
  /** Ends a run that stands at a breakpoint. */
  readonly giveUp: () => void
  readonly cancel: () => void
}

/** One run at a time for each store. */
const inProgress = new WeakMap<TrialStore, AbortController>()

/** The step that is shown first: the one in trouble, else the last. */
export function tellingStep(run: Pick<Run, 'steps' | 'held'>): string | undefined {
  const troubled = run.steps.find(({ status }) => status === 'failed' || status === 'in-doubt')
  return run.held?.[0] ?? (troubled ?? run.steps.at(-1))?.path
}

/** What one of the ways to run asks for beside sample and stubs. */
type Wish = Pick<TestRequest, 'given' | 'until' | 'halt' | 'of'> & { readonly edited?: TrialState['edited'] }

/** The test run of the open flow. */
export function useRunTrial(): RunTrial {
  const { client } = useApi()
  const trial = useTrialStore()
  const open = useOpenDocument()
  return useMemo(() => {
    const { document, autosave } = open
    const run = async (wish: () => Wish): Promise<void> => {
      const sample = chosenSample(trial.getState())
      const read = bodyOf(sample?.text ?? '')
      if (trial.getState().running || 'wrongLine' in read) return
      const stop = new AbortController()
      inProgress.set(trial, stop)
      trial.getState().set({ running: true, fault: undefined })
      try {
        if (autosave && !(await autosave.flush())) throw clientError('client.offline')
        const { flow, hash } = document.getState()
        const ground = groundOf(trial.getState(), document.getState())
        const { edited = {}, given, ...rest } = wish()
        const { trigger, stubs, pins, stops, run: before } = trial.getState()
        const taken = { ...given, ...givenByPins(pins) }
        const halt = rest.halt ?? (stops.length > 0 ? { at: [...stops] } : undefined)
        const body: TestRequest = {
          input: { body: read.body, headers: { ...sample?.headers } },
          ...(trigger !== undefined && Object.hasOwn(flow.nodes, trigger) ? { trigger } : {}),
          ...(Object.keys(stubs).length > 0 ? { stubs: { ...stubs } } : {}),
          ...rest,
          ...(Object.keys(taken).length > 0 ? { given: taken } : {}),
          ...(halt ? { halt } : {}),
        }
        const answer = await client.call('testFlow', { params: { id: flow.id }, body }, stop.signal)
        const shown = withKept(answer, before)
        const until = rest.until
        const step = shown.steps.find((it) => it.node === until)?.path ?? tellingStep(shown)
        trial.getState().set({ run: shown, ranOn: hash, ground, until, edited, at: undefined, step })
      } catch (thrown) {
        if (!stop.signal.aborted) trial.getState().set({ run: undefined, at: undefined, fault: asApiError(thrown) })
      } finally {
        inProgress.delete(trial)
        trial.getState().set({ running: false })
      }
    }
    /** What the last run gave and still holds, without these nodes. */
    const fresh = (without?: string): NonNullable<Wish['given']> => {
      const { run: before, pins } = trial.getState()
      const stale = staleIn(trial.getState(), document.getState())
      const again = (node: string): boolean => node === without || stale.has(node) || Object.hasOwn(pins, node)
      return before ? givenByRun(before, again) : {}
    }
    return {
      cancel: () => inProgress.get(trial)?.abort(),
      start: () => run(() => ({})),
      runTo: (until) => run(() => ({ until })),
      runStep: (until) => run(() => ({ until, given: fresh(until) })),
      runStale: () => run(() => ({ given: fresh() })),
      goOn: (way, edited) =>
        run(() => {
          const { run: before, stops, edited: earlier, until } = trial.getState()
          if (!before) return {}
          const all = { ...earlier, ...edited }
          return {
            ...(until === undefined ? {} : { until }),
            given: fresh(),
            of: { run: before.id, at: before.acceptedAt },
            edited: all,
            halt: {
              at: [...stops],
              passed: before.steps.map(({ path }) => path),
              edited: Object.fromEntries(
                Object.entries(all).map(([path, { body, headers, keys }]) => [
                  path,
                  { body, headers: { ...headers }, keys: { ...keys } },
                ]),
              ),
              ...(way === 'step' ? { every: true } : {}),
            },
          }
        }),
      giveUp: () => {
        const { run: before, set } = trial.getState()
        if (!before) return
        const { held: _held, ...rest } = before
        set({ run: { ...rest, status: 'cancelled', steps: rest.steps.filter(({ status }) => status !== 'waiting') } })
      },
    }
  }, [client, trial, open])
}

type OpenFlow = Pick<ReturnType<ReturnType<typeof useOpenDocument>['document']['getState']>, 'flow' | 'catalogue'>

function groundOf(state: TrialState, { flow, catalogue }: OpenFlow): TrialGround {
  const { trigger, stubs, pins } = state
  return { flow, sample: chosenSample(state), entry: entryNode({ flow, catalogue, trigger }), stubs, pins }
}

const NOTHING: ReadonlyMap<string, StaleReason> = new Map()

function staleIn(state: TrialState, open: OpenFlow): ReadonlyMap<string, StaleReason> {
  const { run, ground } = state
  if (!run || !ground) return NOTHING
  return staleNodes(ground, groundOf(state, open), new Set(run.steps.map(({ node }) => node)))
}

/** The nodes whose last trial result does not hold any more, each with the reason. */
export function useStale(): ReadonlyMap<string, StaleReason> {
  const flow = useDocument((state) => state.flow)
  const catalogue = useDocument((state) => state.catalogue)
  const state = useTrial((it) => it)
  const { run, ground, samples, chosen, trigger, stubs, pins } = state
  // biome-ignore lint/correctness/useExhaustiveDependencies: the parts of the state that the answer depends on are named
  return useMemo(
    () => staleIn(state, { flow, catalogue }),
    [flow, catalogue, run, ground, samples, chosen, trigger, stubs, pins],
  )
}

/** Titles of the flow's nodes for a run's steps. */
export function useStepTitle(): (node: string) => { readonly vi: string; readonly en: string } {
  const { document } = useOpenDocument()
  return (node) => titleOfNode(document.getState().catalogue, document.getState().flow, node)
}
