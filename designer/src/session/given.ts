import type { Run, RunStep } from '#shared/api/runs.ts'
import type { Given } from '#shared/api/test-runs.ts'
import { isRecord } from '../document/catalogue.ts'
import type { Pin, PinnedMessage } from './pins.ts'
import { textsOf } from './sample.ts'

/** The messages that left a step. */
export function messagesOf(step: Pick<RunStep, 'output'>): readonly PinnedMessage[] {
  const all: readonly unknown[] =
    step.output === undefined ? [] : Array.isArray(step.output) ? step.output : [step.output]
  return all.flatMap((it) =>
    isRecord(it) ? [{ body: it.body ?? null, headers: textsOf(it.headers), keys: textsOf(it.keys) }] : [],
  )
}

/** The output of a step as a pin; undefined for a step that came to no output (failed, waits) or to several ports at once. */
export function pinOfStep(step: RunStep, origin: Pin['origin'], kept: boolean): Pin | undefined {
  if ((step.status !== 'done' && step.status !== 'dropped') || step.ports || step.replies) return undefined
  return {
    messages: messagesOf(step),
    origin,
    kept,
    ...(step.port === undefined ? {} : { port: step.port }),
    ...(Array.isArray(step.output) ? { each: true } : {}),
  }
}

/** Pins as a test run takes them. */
export function givenByPins(pins: Readonly<Record<string, Pin>>): Readonly<Record<string, Given>> {
  return Object.fromEntries(Object.entries(pins).map(([node, pin]) => [node, given('pin', pin)]))
}

/**
 * Outputs of a former test run that still hold, by path. Steps that answer the caller, split or send over several ports are computed
 * again: they act on the walk and not only on the message.
 */
export function givenByRun(run: Pick<Run, 'steps'>, again: (node: string) => boolean): Readonly<Record<string, Given>> {
  return Object.fromEntries(
    run.steps.flatMap((step) => {
      const pin = again(step.node) || Array.isArray(step.output) ? undefined : pinOfStep(step, 'trial', false)
      return pin ? [[step.path, given('before', pin)] as const] : []
    }),
  )
}

function given(by: Given['by'], { port, messages, each }: Pin): Given {
  return {
    by,
    messages: messages.map(({ body, headers, keys }) => ({ body, headers: { ...headers }, keys: { ...keys } })),
    ...(port === undefined ? {} : { port }),
    ...(each ? { each } : {}),
  }
}

/** The new run with the steps that were only kept shown as they were when they ran. */
export function withKept(run: Run, before: Pick<Run, 'steps'> | undefined): Run {
  const old = new Map(before?.steps.map((step) => [step.path, step]))
  return { ...run, steps: run.steps.map((step) => (step.effect === 'kept' ? (old.get(step.path) ?? step) : step)) }
}
