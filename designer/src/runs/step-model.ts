import type { Run, RunStep } from '#shared/api/runs.ts'

/** A step with its place in the time of the run. */
export interface PlacedStep {
  readonly step: RunStep
  /** Start and length as shares of the whole run, 0 to 1. */
  readonly start: number
  readonly length: number
}

/** Steps in the order in which they began, each with its share of the run's time. */
export function placeSteps(steps: readonly RunStep[]): readonly PlacedStep[] {
  const begins = steps.map(({ startedAt }) => Date.parse(startedAt))
  const first = Math.min(...begins)
  const last = Math.max(...steps.map((step, at) => (begins[at] ?? first) + step.durationMs))
  const whole = Math.max(1, last - first)
  return steps.map((step) => ({
    step,
    start: (Date.parse(step.startedAt) - first) / whole,
    length: step.durationMs / whole,
  }))
}

/** The step that is opened first: the one that needs attention, else the last. */
export function firstStep(run: Pick<Run, 'steps'>): string | undefined {
  const troubled = run.steps.find(({ status }) => status === 'failed' || status === 'in-doubt')
  return (troubled ?? run.steps.find(({ status }) => status === 'retrying') ?? run.steps.at(-1))?.path
}

/** The message in `input` or `output`: `{ body, headers, keys }`, read from whatever the server sent. */
export function messageIn(value: unknown): {
  readonly body: unknown
  readonly headers: Readonly<Record<string, unknown>>
  readonly keys: Readonly<Record<string, unknown>>
} {
  const part = (name: string): unknown =>
    typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined
  const record = (it: unknown): Readonly<Record<string, unknown>> =>
    typeof it === 'object' && it !== null && !Array.isArray(it) ? Object.fromEntries(Object.entries(it)) : {}
  return { body: part('body'), headers: record(part('headers')), keys: record(part('keys')) }
}

/** The message that a run began with. */
export function firstMessage(run: Pick<Run, 'steps'>): ReturnType<typeof messageIn> {
  return messageIn((run.steps.find(({ from }) => from === undefined) ?? run.steps[0])?.input)
}

/** How long a run took, or has taken until `now`, in ms. */
export function runLength(
  run: { readonly acceptedAt: string; readonly endedAt?: string | undefined },
  now: number,
): number {
  return Math.max(0, (run.endedAt ? Date.parse(run.endedAt) : now) - Date.parse(run.acceptedAt))
}

/** The key that people know a run by: the first business key, else its id. */
export function nameOf(run: { readonly id: string; readonly keys: Readonly<Record<string, string>> }): string {
  return Object.values(run.keys).find((value) => value !== '') ?? run.id
}

/** The node of a step's path: `gui` of `gui[tach:3]#2`. */
export function nodeOfPath(path: string): string {
  return /^[^[#]*/.exec(path)?.[0] ?? path
}

/** Where among its kind a step is: which part of which splits, and on which visit of a loop. */
export interface StepPlace {
  readonly parts: readonly { readonly node: string; readonly number: number }[]
  readonly visit: number | undefined
}

/** Reads the path of a step (`gui[tach:3]#2`) for people: parts are counted from 1; fan-outs need no words. */
export function placeOfStep(path: string): StepPlace {
  const parts = [...path.matchAll(/([a-z][a-z0-9-]*)(?:#\d+)?:(\d+)/g)].map(([, node = '', index = '0']) => ({
    node,
    number: Number(index) + 1,
  }))
  const visit = /#(\d+)$/.exec(path)?.[1]
  return { parts, visit: visit === undefined ? undefined : Number(visit) }
}
