import type { Engine, Instant, RunId } from '#runtime/engine/engine.ts'
import type { CapturedCase, TestCase } from '#shared/api/test-cases.ts'
import type { Stub } from '#shared/api/test-runs.ts'
import type { Message } from '#shared/message/message.ts'
import type { CompiledFlow } from '../compile.ts'
import type { Flows } from '../flows.ts'
import { foldJournal, type Memo } from '../memo.ts'
import { replay } from '../past/trace.ts'
import type { StepRecord } from '../run-env.ts'
import { differences } from './expectations.ts'
import { maskCase } from './fake-values.ts'
import { freeze } from './freeze.ts'
import { requestOf } from './run-cases.ts'
import { type TestRunParts, testRun } from './test-run.ts'

/** Headers that say nothing about the message. */
const HOP =
  /^(?:host|user-agent|accept(?:-.*)?|connection|content-length|date|forwarded|x-forwarded-.*|x-real-ip|via|traceparent|tracestate|call-depth)$/

/** The second of the two runs that show what is volatile: another id, a year, a month and some hours later. */
const LATER_MS = 34_567_890_123

/**
 * Makes a test case of a run: its message, the answers that its journal knows as stubs, and as expectation what the version of the run makes
 * of these. With `mask` the values that look personal are replaced first, so expectations fit the replaced values.
 */
export async function captureCase(
  input: { readonly run: RunId; readonly mask: boolean },
  parts: TestRunParts & { readonly engine: Engine; readonly flows: Flows },
): Promise<CapturedCase | undefined> {
  const found = await parts.engine.history.get(input.run)
  if (!found) return undefined
  const { inbound, journal } = found
  const memo = foldJournal(journal)
  const compiled = await parts.flows.version(inbound.flow, memo.version ?? inbound.version)
  const { steps } = await replay(inbound, memo, compiled, parts)
  const { stubs, unanswered } = stubsOf(steps, memo, compiled)
  const headers = Object.fromEntries(Object.entries(inbound.message.headers).filter(([name]) => !HOP.test(name)))
  const plain: Pick<TestCase, 'input' | 'stubs'> = {
    input: { body: inbound.message.body, ...(Object.keys(headers).length > 0 ? { headers } : {}) },
    stubs,
  }
  const { masked, value } = input.mask ? maskCase(plain) : { masked: {}, value: plain }
  const trigger = compiled.triggers[0]?.id === inbound.trigger ? {} : { trigger: inbound.trigger }
  const made: TestCase = {
    title: titleOf(inbound.message.keys, inbound.run, input.mask),
    ...trigger,
    ...value,
    expect: { steps: {}, notReached: [] },
  }
  const at = (clock: () => Instant, id: string) =>
    testRun(compiled.flow, requestOf(made), { ...parts, clock, newRunId: () => id })
  const run = await at(() => inbound.at, inbound.run)
  const later = await at(() => inbound.at + LATER_MS, `${inbound.run.slice(0, -4)}ZZZZ`)
  const expect = freeze(run, later, outsideOf(compiled))
  const way = new Map(run.steps.map((step) => [step.path, `${step.status} ${step.port ?? ''}`]))
  const differs = steps
    .filter((step) => way.get(step.path) !== `${step.status} ${step.port ?? ''}`)
    .map(({ path }) => path)
  // A case must hold on the version that it was made from; if anything is left that does not, it is left open.
  const wrong = new Set(differences(run, expect).map(({ place }) => place.split('.')[1] ?? ''))
  const kept = Object.fromEntries(Object.entries(expect.steps).filter(([place]) => !wrong.has(place)))
  return { case: { ...made, expect: { ...expect, steps: kept } }, masked, unanswered, differs }
}

function titleOf(keys: Readonly<Record<string, string>>, run: RunId, mask: boolean): string {
  const [key] = Object.values(keys)
  return mask || key === undefined ? `Lần chạy ${run.slice(-8)}` : `Lần chạy của ${key}`.slice(0, 200)
}

/** Nodes that touch the outside or call another flow. */
function outsideOf(compiled: CompiledFlow): ReadonlySet<string> {
  const outside = [...compiled.nodes.values()].filter((node) => node.effects !== 'none' || node.type === 'call-flow')
  return new Set(outside.map(({ id }) => id))
}

/** Stubs from what the journal knows; one for a node whose steps were all answered alike, else one for each step. */
function stubsOf(
  steps: readonly StepRecord[],
  memo: Memo,
  compiled: CompiledFlow,
): { readonly stubs: Record<string, Stub>; readonly unanswered: string[] } {
  const unanswered: string[] = []
  const byNode = new Map<string, [path: string, stub: Stub][]>()
  for (const step of steps) {
    const node = compiled.nodes.get(step.node)
    const waited = memo.steps.get(step.path)?.waitEnd !== undefined
    if (!node || (node.effects === 'none' && node.type !== 'call-flow' && !waited)) continue
    const stub = stubOf(step, memo, node.firstPort)
    if (stub) byNode.set(step.node, [...(byNode.get(step.node) ?? []), [step.path, stub]])
    else unanswered.push(step.path)
  }
  const stubs: Record<string, Stub> = {}
  for (const [node, all] of byNode) {
    const alike = new Set(all.map(([, stub]) => JSON.stringify(stub))).size === 1
    for (const [path, stub] of alike ? all.slice(0, 1) : all) stubs[alike ? node : path] = stub
  }
  return { stubs, unanswered }
}

function stubOf(step: StepRecord, memo: Memo, firstPort: string): Stub | undefined {
  const known = memo.steps.get(step.path)
  if (step.status === 'failed' && step.error) return { error: step.error.code }
  if (known?.childEnd || known?.child) {
    const { output } = step
    return step.status === 'done' && output && 'body' in output ? { body: output.body } : undefined
  }
  if (known?.waitEnd) {
    const { waitEnd } = known
    if (waitEnd.how !== 'callback') return step.port === undefined ? undefined : { port: step.port }
    return { body: waitEnd.message.body, headers: { ...waitEnd.message.headers } }
  }
  const emission = known?.answer?.emission
  if (emission?.kind !== 'emit') return undefined
  const headers = added(step.input, emission.message)
  return {
    body: emission.message.body,
    ...(emission.port === firstPort ? {} : { port: emission.port }),
    ...(Object.keys(headers).length > 0 ? { headers } : {}),
  }
}

/** Headers that a step added or changed. */
function added(before: Message, after: Message): Record<string, string> {
  return Object.fromEntries(
    Object.entries(after.headers).filter(([name, value]) => before.headers[name] !== value && !HOP.test(name)),
  )
}
