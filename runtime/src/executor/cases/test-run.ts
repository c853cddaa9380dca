import type { Instant, Next, RunId } from '#runtime/engine/engine.ts'
import type { Run, Stub, TestRequest } from '#shared/api/runs.ts'
import { errorData, permanent } from '#shared/errors/flow-error.ts'
import type { Flow } from '#shared/flow/flow.ts'
import type { Message } from '#shared/message/message.ts'
import { type CompiledFlow, compileFlow, type NodeLibrary } from '../compile.ts'
import { businessKeys } from '../intake/keys.ts'
import { MEMORY_JOURNAL } from '../journal.ts'
import { EMPTY_MEMO } from '../memo.ts'
import { MAX_STEPS_SHOWN, stepView } from '../past/trace.ts'
import type { StepRecord, Tools } from '../run-env.ts'
import { nextOf } from '../walk/standing.ts'
import { walkRun } from '../walk/walk.ts'
import { testNodeOf } from './test-node.ts'

/** What a test run needs; `tools` must refuse everything but simulators (see `testTools`). */
export interface TestRunParts {
  readonly library: NodeLibrary
  readonly tools: Tools
  readonly clock: () => Instant
  readonly newRunId: () => RunId
}

/** Longest that a test run may take; delays are skipped. */
const TEST_LIMIT_MS = 60_000

/** Runs a draft on a sample in memory: stubs answer for effect nodes, the rest reaches simulators only, delays do not wait. */
export async function testRun(flow: Flow, request: TestRequest, parts: TestRunParts): Promise<Run> {
  const compiled = withStubs(compileFlow(flow, 'draft', parts.library), request.stubs ?? {})
  const trigger = request.trigger ? compiled.nodes.get(request.trigger) : compiled.triggers[0]
  if (!trigger) throw permanent('flow.no-trigger')
  const id = parts.newRunId()
  const at = parts.clock()
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
    onReply: () => undefined,
    onStep: (step) => {
      if (steps.length < MAX_STEPS_SHOWN) steps.push(step)
    },
  })
  const endedAt = parts.clock()
  const next = end.open > 0 ? tooLate(endedAt, trigger.id) : nextOf(end, endedAt)
  const error = 'error' in next ? next.error : undefined
  const errorNode = 'errorNode' in next ? next.errorNode : undefined
  const stubbed = ({ node, path }: StepRecord): boolean =>
    Object.hasOwn(request.stubs ?? {}, node) || Object.hasOwn(request.stubs ?? {}, path)
  return {
    id,
    flow: flow.id,
    version: 'draft',
    status: next.status,
    keys: { ...message.keys },
    acceptedAt: new Date(at).toISOString(),
    endedAt: new Date(endedAt).toISOString(),
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
    ...(end.reply ? { reply: { ...end.reply, headers: { ...end.reply.headers } } } : {}),
    steps: steps.map((step) => stepView(step, stubbed(step) ? 'stub' : step.effect ? 'simulator' : 'none')),
  }
}

/** The time was up before the run came to its end. */
function tooLate(at: Instant, errorNode: string): Next {
  return { status: 'failed', at, error: errorData('run.timeout', { limit: `${TEST_LIMIT_MS / 1000} s` }), errorNode }
}

function withStubs(compiled: CompiledFlow, stubs: Readonly<Record<string, Stub>>): CompiledFlow {
  const byNode = new Map<string, Map<string, Stub>>()
  for (const [place, stub] of Object.entries(stubs)) {
    const node = /^[^[#]*/.exec(place)?.[0] ?? ''
    const own = byNode.get(node) ?? new Map<string, Stub>()
    byNode.set(node, own.set(place, stub))
  }
  const nodes = new Map([...compiled.nodes].map(([id, node]) => [id, testNodeOf(node, byNode.get(id))]))
  return { ...compiled, nodes }
}
