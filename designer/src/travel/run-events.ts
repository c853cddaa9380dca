import type { Run, RunStep } from '#shared/api/runs.ts'
import type { RunPicture } from '../canvas/view/run-overlay.ts'

/** One moment of a run: a try of a step. All tries but the last failed and were repeated. */
export interface RunEvent {
  readonly step: RunStep
  readonly attempt: number
  readonly last: boolean
}

/** Tries of one step that are told one by one; of more the last ones are. */
const MOST_TRIES = 50

/** The moments of a run in the order in which they happened; steps that began at the same time keep the order of the walk. */
export function eventsOf(run: Pick<Run, 'steps'>): readonly RunEvent[] {
  const begun = new Map(run.steps.map((step, at) => [step, { time: Date.parse(step.startedAt), at }]))
  const order = [...begun].sort(([, a], [, b]) => a.time - b.time || a.at - b.at).map(([step]) => step)
  return afterTheirOrigin(order).flatMap((step) =>
    Array.from({ length: Math.min(Math.max(1, step.attempts), MOST_TRIES) }, (_, i, of = step.attempts) => {
      const attempt = Math.max(1, of) - Math.min(Math.max(1, of), MOST_TRIES) + i + 1
      return { step, attempt, last: attempt >= of }
    }),
  )
}

/** A step never stands before the one that its message came from, whatever the clocks say. */
function afterTheirOrigin(steps: readonly RunStep[]): readonly RunStep[] {
  const waiting = new Map<string, RunStep[]>()
  const paths = new Set(steps.map(({ path }) => path))
  const told = new Set<string>()
  const order: RunStep[] = []
  for (const first of steps) {
    const { from } = first
    if (from !== undefined && paths.has(from) && !told.has(from)) {
      waiting.set(from, [...(waiting.get(from) ?? []), first])
      continue
    }
    const ready = [first]
    for (let step = ready.shift(); step; step = ready.shift()) {
      order.push(step)
      told.add(step.path)
      ready.push(...(waiting.get(step.path) ?? []))
      waiting.delete(step.path)
    }
  }
  return [...order, ...[...waiting.values()].flat()]
}

/** How far the run had come after the first `count` moments. */
export function pictureAt(events: readonly RunEvent[], count: number): RunPicture {
  const seen = events.slice(0, count)
  const tries = new Map(seen.map((event) => [event.step.path, event]))
  const steps = [...tries.values()].map(({ step, last }) => (last ? step : repeating(step)))
  const next = events.flatMap(({ step }) =>
    !tries.has(step.path) && (step.from === undefined ? count === 0 : tries.get(step.from)?.last === true)
      ? [step.node]
      : [],
  )
  return { steps, moment: { step: steps.find(({ path }) => path === seen.at(-1)?.step.path), next } }
}

function repeating({ output: _none, port: _port, ...step }: RunStep): RunStep {
  return { ...step, status: 'retrying' }
}

/** How many moments it takes until a step came out as it did; undefined for a step that the run does not have. */
export function momentOf(events: readonly RunEvent[], path: string): number | undefined {
  const at = events.findLastIndex(({ step }) => step.path === path)
  return at < 0 ? undefined : at + 1
}
