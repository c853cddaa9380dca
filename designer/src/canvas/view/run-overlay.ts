import { createContext, useContext } from 'react'
import { useStore } from 'zustand'
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { RunStep } from '#shared/api/runs.ts'

/** What a run did at one node. `times`: how often a message passed (split frames, loops); `durationMs`: all of them together. */
export interface NodeRun {
  readonly status: RunStep['status']
  readonly durationMs: number
  readonly times: number
  /** Output ports that a message left through. */
  readonly ports: readonly string[]
}

/** The run that lies over the canvas; filled by the test panel and the run view, empty otherwise. */
export interface RunOverlayState {
  readonly byNode: ReadonlyMap<string, NodeRun>
  /** Shows steps, or nothing with `undefined`. */
  readonly show: (steps: readonly RunStep[] | undefined) => void
}

/** The store of one canvas. */
export type RunOverlayStore = StoreApi<RunOverlayState>

/** Makes an overlay; with steps it starts filled. */
export function createRunOverlay(steps?: readonly RunStep[]): RunOverlayStore {
  return createStore<RunOverlayState>()((set) => ({
    byNode: overlayOf(steps ?? []),
    show(next) {
      set({ byNode: overlayOf(next ?? []) })
    },
  }))
}

/** The worst state counts when a node was passed several times. */
const weight: Readonly<Record<RunStep['status'], number>> = {
  failed: 7,
  'in-doubt': 6,
  retrying: 5,
  waiting: 4,
  running: 3,
  done: 2,
  dropped: 1,
  skipped: 0,
}

/** Sums up the steps of a run by node. */
export function overlayOf(steps: readonly RunStep[]): ReadonlyMap<string, NodeRun> {
  const byNode = new Map<string, NodeRun>()
  for (const { node, status, durationMs, port } of steps) {
    const old = byNode.get(node)
    const ports = port === undefined || old?.ports.includes(port) ? (old?.ports ?? []) : [...(old?.ports ?? []), port]
    byNode.set(node, {
      status: old && weight[old.status] > weight[status] ? old.status : status,
      durationMs: (old?.durationMs ?? 0) + durationMs,
      times: (old?.times ?? 0) + 1,
      ports,
    })
  }
  return byNode
}

/** What a run did at several nodes, as if they were one; undefined when it passed none of them. */
export function sumRuns(runs: readonly NodeRun[]): NodeRun | undefined {
  const [first, ...more] = runs
  if (!first) return undefined
  return more.reduce(
    (sum, run) => ({
      status: weight[sum.status] >= weight[run.status] ? sum.status : run.status,
      durationMs: sum.durationMs + run.durationMs,
      times: 1,
      ports: [],
    }),
    { ...first, times: 1, ports: [] },
  )
}

/** Hands the overlay down to nodes, wires and to the panels that fill it. */
export const RunOverlayContext = createContext<RunOverlayStore>(createRunOverlay())

/** The overlay store, for the panels that fill it. */
export function useRunOverlay(): RunOverlayStore {
  return useContext(RunOverlayContext)
}

/** What the run on show did at a node. */
export function useNodeRun(id: string): NodeRun | undefined {
  return useStore(useRunOverlay(), (state) => state.byNode.get(id))
}
