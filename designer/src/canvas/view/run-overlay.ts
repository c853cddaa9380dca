import { createContext, useContext } from 'react'
import { useStore } from 'zustand'
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { RunStep } from '#shared/api/runs.ts'
import type { Text } from '#shared/text/text.ts'
import { previewOf } from './value-preview.ts'

/** What a run did at one node. `times`: how often a message passed (split frames, loops); `durationMs`: all of them together. */
export interface NodeRun {
  readonly status: RunStep['status']
  readonly durationMs: number
  readonly times: number
  /** Output ports that a message left through. */
  readonly ports: readonly string[]
}

/** The newest message on a wire in a few characters, and the step that it left. */
export interface WireValue {
  readonly text: string
  readonly path: string
  /** It is what the run is about at this moment. */
  readonly current: boolean
}

/** A run, or how far it had come at one moment. */
export interface RunPicture {
  readonly steps: readonly RunStep[]
  /** The step that the moment is about, and the nodes that have their message and come next. */
  readonly moment?: { readonly step: RunStep | undefined; readonly next: readonly string[] } | undefined
  /** Opens the message behind a chip on a wire. */
  readonly onOpen?: ((path: string) => void) | undefined
}

/** Marks that a person's trials put on a node: its output is pinned, its last result is old (why), runs stand still before it. */
export interface NodeMark {
  readonly pinned?: boolean
  readonly stale?: Text
  readonly stop?: boolean
}

/** The marks of a whole flow. */
export interface TrialMarks {
  readonly nodes: ReadonlyMap<string, NodeMark>
  /** Wires with a breakpoint, as `from|to`. */
  readonly stops: ReadonlySet<string>
}

/** The run that lies over the canvas; filled by the test panel and the run view, empty otherwise. */
export interface RunOverlayState {
  readonly byNode: ReadonlyMap<string, NodeRun>
  /** By `node|port`. */
  readonly values: ReadonlyMap<string, WireValue>
  /** Nodes that come next; with `momentary` those without a run were not reached yet. */
  readonly next: ReadonlySet<string>
  readonly current: string | undefined
  readonly momentary: boolean
  readonly marks: TrialMarks
  readonly onOpen: ((path: string) => void) | undefined
  readonly show: (picture: RunPicture | undefined) => void
  readonly mark: (marks: TrialMarks) => void
}

/** The store of one canvas. */
export type RunOverlayStore = StoreApi<RunOverlayState>

const NO_MARKS: TrialMarks = { nodes: new Map(), stops: new Set() }

/** Makes an empty overlay. */
export function createRunOverlay(): RunOverlayStore {
  return createStore<RunOverlayState>()((set, get) => ({
    byNode: new Map(),
    values: new Map(),
    next: new Set(),
    current: undefined,
    momentary: false,
    marks: NO_MARKS,
    onOpen: undefined,
    show(picture) {
      const steps = picture?.steps ?? []
      const { byNode, values } = get()
      set({
        byNode: settled(byNode, overlayOf(steps), sameRun),
        values: settled(values, valuesOf(steps, picture?.moment?.step?.path), sameValue),
        next: new Set(picture?.moment?.next),
        current: picture?.moment?.step?.node,
        momentary: picture?.moment !== undefined,
        onOpen: picture?.onOpen,
      })
    },
    mark(marks) {
      set({ marks })
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
  for (const step of steps) {
    const old = byNode.get(step.node)
    byNode.set(step.node, {
      status: old && weight[old.status] > weight[step.status] ? old.status : step.status,
      durationMs: (old?.durationMs ?? 0) + step.durationMs,
      times: (old?.times ?? 0) + 1,
      ports: withPorts(old?.ports ?? [], step),
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

function withPorts(known: readonly string[], { port, ports }: RunStep): readonly string[] {
  const left = ports ?? (port === undefined ? [] : [port])
  return left.every((it) => known.includes(it)) ? known : [...new Set([...known, ...left])]
}

function valuesOf(steps: readonly RunStep[], current: string | undefined): ReadonlyMap<string, WireValue> {
  const values = new Map<string, WireValue>()
  for (const { node, path, port, ports, output } of steps) {
    if (output === undefined) continue
    const value = { text: previewOf(output), path, current: path === current }
    for (const it of ports ?? [port ?? 'out']) values.set(`${node}|${it}`, value)
  }
  return values
}

/** The new map with the old objects where they say the same, so that only what changed is drawn. */
function settled<T>(before: ReadonlyMap<string, T>, after: ReadonlyMap<string, T>, same: (a: T, b: T) => boolean) {
  return new Map(
    [...after].map(([key, value]) => {
      const old = before.get(key)
      return [key, old && same(old, value) ? old : value]
    }),
  )
}

function sameRun(a: NodeRun, b: NodeRun): boolean {
  return (
    a.status === b.status &&
    a.durationMs === b.durationMs &&
    a.times === b.times &&
    a.ports.length === b.ports.length &&
    a.ports.every((port, at) => port === b.ports[at])
  )
}

function sameValue(a: WireValue, b: WireValue): boolean {
  return a.text === b.text && a.path === b.path && a.current === b.current
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

/** Where a node stands at the moment on show; undefined when no moment is on show or it has run. */
export function useMoment(id: string): 'current' | 'next' | 'ahead' | undefined {
  return useStore(useRunOverlay(), (state) => {
    if (!state.momentary) return undefined
    if (state.current === id) return 'current'
    if (state.next.has(id)) return 'next'
    return state.byNode.has(id) ? undefined : 'ahead'
  })
}

/** The message that left a node by a port. */
export function useWireValue(node: string, port: string): WireValue | undefined {
  return useStore(useRunOverlay(), (state) => state.values.get(`${node}|${port}`))
}

/** The marks of trials at a node. */
export function useTrialMark(id: string): NodeMark | undefined {
  return useStore(useRunOverlay(), (state) => state.marks.nodes.get(id))
}

/** Whether test runs stand still on a wire. */
export function useWireStop(from: string, to: string): boolean {
  return useStore(useRunOverlay(), (state) => state.marks.stops.has(`${from}|${to}`))
}
