import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Run } from '#shared/api/runs.ts'
import type { TestRequest } from '#shared/api/test-runs.ts'
import { type Breakpoint, type Pin, type PinnedMessage, readKeptTrial, textOfKept } from './pins.ts'
import { readSamples, type Sample } from './sample.ts'
import type { TrialGround } from './stale.ts'

/** What answers for a node in a test run: a body, or an error code. */
export type Stub = NonNullable<TestRequest['stubs']>[string]

/** Samples, stubs and the last test run of one open flow: what inspector, mapper and test panel have in common. */
export interface TrialState {
  readonly samples: readonly Sample[]
  /** Id of the sample that previews and test runs use. */
  readonly chosen: string | undefined
  /** The trigger that samples enter by; the first of the flow when undefined. */
  readonly trigger: string | undefined
  readonly stubs: Readonly<Record<string, Stub>>
  /** Outputs that test runs take instead of running a node, by node. */
  readonly pins: Readonly<Record<string, Pin>>
  readonly stops: readonly Breakpoint[]
  /** Messages that were edited at breakpoints of the run on show, by path. */
  readonly edited: Readonly<Record<string, PinnedMessage>>
  readonly run: Run | undefined
  /** Hash of the document that `run` ran on; another hash now means that the result is old. */
  readonly ranOn: string | undefined
  /** What `run` stood on, step by step comparable with what is there now. */
  readonly ground: TrialGround | undefined
  /** The node that `run` was asked to go no further than. */
  readonly until: string | undefined
  /** Events of the run that the canvas shows; all of them when undefined. */
  readonly at: number | undefined
  readonly running: boolean
  /** Why the last test run could not start; shown instead of a result. */
  readonly fault: unknown
  /** Path of the step on show. */
  readonly step: string | undefined
  readonly choose: (id: string) => void
  /** Adds or replaces a sample and chooses it. */
  readonly put: (sample: Sample) => void
  readonly remove: (id: string) => void
  readonly setStub: (node: string, stub: Stub | undefined) => void
  readonly setPin: (node: string, pin: Pin | undefined) => void
  /** Sets a breakpoint, or takes it away when it is there. */
  readonly toggleStop: (stop: Breakpoint) => void
  readonly showStep: (path: string | undefined) => void
  readonly set: (part: Partial<Pick<TrialState, TrialParts>>) => void
}

type TrialParts = 'run' | 'ranOn' | 'ground' | 'until' | 'at' | 'edited' | 'running' | 'fault' | 'step' | 'trigger'

/** The store of one open flow. */
export type TrialStore = StoreApi<TrialState>

const LONGEST_KEPT = 200_000
const MOST_KEPT = 20

/** Makes the store; `storage` is the browser's local storage, absent in tests and where it is refused. */
export function createTrialStore(flow: string, storage?: Pick<Storage, 'getItem' | 'setItem'>): TrialStore {
  const key = `lienthong.samples.${flow}`
  const samples = readSamples(quietly(() => storage?.getItem(key) ?? null) ?? null)
  const keptKey = `lienthong.trial.${flow}`
  const kept = readKeptTrial(quietly(() => storage?.getItem(keptKey) ?? null) ?? null)
  const store = createStore<TrialState>()((set, get) => ({
    samples,
    chosen: samples[0]?.id,
    trigger: undefined,
    stubs: {},
    ...kept,
    edited: {},
    run: undefined,
    ranOn: undefined,
    ground: undefined,
    until: undefined,
    at: undefined,
    running: false,
    fault: undefined,
    step: undefined,
    choose(chosen) {
      set({ chosen })
    },
    put(sample) {
      const { samples } = get()
      const known = samples.some((it) => it.id === sample.id)
      set({
        samples: known ? samples.map((it) => (it.id === sample.id ? sample : it)) : [...samples, sample],
        chosen: sample.id,
      })
    },
    remove(id) {
      const samples = get().samples.filter((it) => it.id !== id)
      set({ samples, chosen: get().chosen === id ? samples[0]?.id : get().chosen })
    },
    setStub(node, stub) {
      const { [node]: _old, ...rest } = get().stubs
      set({ stubs: stub === undefined ? rest : { ...rest, [node]: stub } })
    },
    setPin(node, pin) {
      const { [node]: _old, ...rest } = get().pins
      set({ pins: pin === undefined ? rest : { ...rest, [node]: pin } })
    },
    toggleStop({ node, from }) {
      const same = (it: Breakpoint): boolean => it.node === node && it.from === from
      const { stops } = get()
      const rest = stops.filter((it) => !same(it))
      set({ stops: rest.length < stops.length ? rest : [...stops, { node, ...(from === undefined ? {} : { from }) }] })
    },
    showStep(step) {
      set({ step })
    },
    set(part) {
      set(part)
    },
  }))
  store.subscribe((state, before) => {
    if (state.pins !== before.pins || state.stops !== before.stops) {
      const text = textOfKept(state)
      if (text !== undefined) quietly(() => storage?.setItem(keptKey, text))
    }
    if (state.samples === before.samples) return
    const kept = state.samples.filter((it) => it.kept && it.text.length <= LONGEST_KEPT).slice(-MOST_KEPT)
    quietly(() => storage?.setItem(key, JSON.stringify(kept.map(({ kept: _kept, ...rest }) => rest))))
  })
  return store
}

/** The sample that is used now. */
export function chosenSample(state: Pick<TrialState, 'samples' | 'chosen'>): Sample | undefined {
  return state.samples.find((it) => it.id === state.chosen)
}

/** A browser that refuses storage costs the memory of samples, nothing else. */
function quietly<T>(act: () => T): T | undefined {
  try {
    return act()
  } catch {
    return undefined
  }
}
