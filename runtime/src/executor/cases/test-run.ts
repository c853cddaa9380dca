import type { Instant, Next, RunId } from '#runtime/engine/engine.ts'
import type { Run, RunStep } from '#shared/api/runs.ts'
import type { TestRequest } from '#shared/api/test-runs.ts'
import { errorData, permanent } from '#shared/errors/flow-error.ts'
import type { Flow } from '#shared/flow/flow.ts'
import type { Message } from '#shared/message/message.ts'
import { walkRun } from '../compensation/walk-run.ts'
import { type CompiledFlow, compileFlow, type NodeLibrary } from '../compile.ts'
import { businessKeys } from '../intake/keys.ts'
import { MEMORY_JOURNAL } from '../journal.ts'
import { EMPTY_MEMO } from '../memo.ts'
import { MAX_STEPS_SHOWN, stepView, undoView } from '../past/trace.ts'
import type { StepRecord, Tools } from '../run-env.ts'
import { nextOf } from '../walk/standing.ts'
import type { WalkEnd } from '../walk/walk-end.ts'
import { createStops } from './stops.ts'
import { type StandIns, testNodeOf } from './test-node.ts'
import { upTo } from './up-to.ts'

/** What a test run needs; `tools` must refuse everything but simulators (see `testTools`). */
export interface TestRunParts {
  readonly library: NodeLibrary
  readonly tools: Tools
  readonly clock: () => Instant
  readonly newRunId: () => RunId
}

/** Longest that a test run may take; delays are skipped. */
const TEST_LIMIT_MS = 60_000

/**
 * Runs a draft on a sample in memory: stubs answer for effect nodes, what is given is not run, the rest reaches simulators only, delays do
 * not wait. At a breakpoint it ends, saying where it stands; nothing waits here for a person.
 */
export async function testRun(flow: Flow, request: TestRequest, parts: TestRunParts): Promise<Run> {
  const whole = withStandIns(compileFlow(flow, 'draft', parts.library), request)
  const compiled = request.until === undefined ? whole : upTo(whole, request.until)
  const stops = createStops(request.halt)
  const trigger = request.trigger ? compiled.nodes.get(request.trigger) : compiled.triggers[0]
  if (!trigger) throw permanent('flow.no-trigger')
  const began = parts.clock()
  const id = request.of?.run ?? parts.newRunId()
  const at = request.of ? Date.parse(request.of.at) : began
  const sample: Message = { body: request.input.body ?? null, headers: request.input.headers ?? {}, keys: {} }
  const { message } = await businessKeys(compiled, sample, { run: id, at }, parts.tools.tables)
  const steps: StepRecord[] = []
  const end = await walkRun({
    compiled,
    run: { id, at, trigger: trigger.id, message },
    memo: EMPTY_MEMO,
    mode: 'live',
    test: true,
    journal: MEMORY_JOURNAL,
    tools: parts.tools,
    call: () => Promise.reject(permanent('test.no-answer')),
    outside: undefined,
    clock: parts.clock,
    signal: AbortSignal.timeout(TEST_LIMIT_MS),
    ...(request.halt ? { arrive: stops.arrive } : {}),
    onReply: () => undefined,
    onStep: (step) => {
      if (steps.length < MAX_STEPS_SHOWN) steps.push(step)
    },
  })
  const endedAt = parts.clock()
  const next = nextOfTest(end, stops.held.size, endedAt, trigger.id)
  const error = 'error' in next ? next.error : undefined
  const errorNode = 'errorNode' in next ? next.errorNode : undefined
  return {
    id,
    flow: flow.id,
    version: 'draft',
    status: next.status,
    keys: { ...message.keys },
    acceptedAt: new Date(at).toISOString(),
    ...(next.status === 'waiting' ? { held: [...stops.held] } : { endedAt: new Date(endedAt).toISOString() }),
    ...(error
      ? {
          error: {
            ...error,
            message: { ...error.message },
            advice: { ...error.advice },
            details: { ...error.details },
          },
        }
      : {}),
    ...(errorNode === undefined ? {} : { errorNode }),
    ...('compensation' in next && next.compensation ? { compensation: next.compensation } : {}),
    ...(end.undoing ? { undoing: undoView(end.undoing) } : {}),
    ...(end.reply ? { reply: { ...end.reply, headers: { ...end.reply.headers } } } : {}),
    steps: steps.map((step) => {
      const view = stepView(step, effectOf(step, request))
      return stops.held.has(step.path) ? { ...view, status: 'waiting' as const } : view
    }),
  }
}

/** The time was up before the run came to its end. */
function tooLate(at: Instant, errorNode: string): Next {
  return { status: 'failed', at, error: errorData('run.timeout', { limit: `${TEST_LIMIT_MS / 1000} s` }), errorNode }
}

/** How a step came by its answer. */
function effectOf(
  { node, path, effect }: StepRecord,
  { given = {}, stubs = {} }: TestRequest,
): NonNullable<RunStep['effect']> {
  const by = (Object.hasOwn(given, path) ? given[path] : Object.hasOwn(given, node) ? given[node] : undefined)?.by
  if (by) return by === 'pin' ? 'pinned' : 'kept'
  if (Object.hasOwn(stubs, node) || Object.hasOwn(stubs, path)) return 'stub'
  return effect ? 'simulator' : 'none'
}

/** Steps in front of which it stands are open too, but on purpose. */
function nextOfTest(end: WalkEnd, held: number, at: Instant, trigger: string): Next {
  if (end.open > held) return tooLate(at, trigger)
  return held > 0 ? { status: 'waiting' } : nextOf(end, at)
}

function withStandIns(compiled: CompiledFlow, { stubs = {}, given = {} }: TestRequest): CompiledFlow {
  const [stubsOf, givenOf] = [byNode(stubs), byNode(given)]
  const nothing: StandIns = { stubs: new Map(), given: new Map() }
  const standIns = (id: string): StandIns => ({
    stubs: stubsOf.get(id) ?? nothing.stubs,
    given: givenOf.get(id) ?? nothing.given,
  })
  return {
    ...compiled,
    nodes: new Map([...compiled.nodes].map(([id, node]) => [id, testNodeOf(node, standIns(id))])),
  }
}

/** What is named by node id or by path, by node. */
function byNode<T>(named: Readonly<Record<string, T>>): ReadonlyMap<string, ReadonlyMap<string, T>> {
  const found = new Map<string, Map<string, T>>()
  for (const [place, it] of Object.entries(named)) {
    const node = /^[^[#]*/.exec(place)?.[0] ?? ''
    const own = found.get(node) ?? new Map<string, T>()
    found.set(node, own.set(place, it))
  }
  return found
}
