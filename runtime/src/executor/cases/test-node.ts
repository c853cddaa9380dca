import type { Given, Stub } from '#shared/api/test-runs.ts'
import { type ErrorCode, errorCodes } from '#shared/errors/codes.ts'
import { permanent } from '#shared/errors/flow-error.ts'
import type { Message } from '#shared/message/message.ts'
import { drop, type Emission, emit, type Step, type StepContext } from '#shared/node/run.ts'
import type { CompiledNode } from '../compile.ts'
import { calledBackMessage, decidedMessage } from '../step/waiting.ts'

type Await = Extract<Emission, { kind: 'await' }>

/** Who decides in a test run. */
const TESTER = 'chay-thu'

/** What stands for a node's steps in a test, by node id or by path where its steps differ. */
export interface StandIns {
  readonly stubs: ReadonlyMap<string, Stub>
  readonly given: ReadonlyMap<string, Given>
}

/** In a test a failed try is not repeated, nothing waits, stubs stand for the outside, and what is given is not run at all. */
export function testNodeOf(node: CompiledNode, { stubs, given }: StandIns): CompiledNode {
  const once = { ...node, retry: { ...node.retry, times: 0 } }
  const awake = node.step && withoutWaiting(node.step)
  const step = stubs.size > 0 && !node.passThrough ? stubStep(node, awake, stubs) : awake
  const probe = stubs.size > 0 ? undefined : node.probe
  if (given.size === 0 || node.passThrough) return { ...once, step, probe }
  return { ...once, step: givenStep(node, step, given), probe: undefined }
}

function givenStep(node: CompiledNode, step: Step | undefined, given: ReadonlyMap<string, Given>): Step {
  return (message, context) => {
    const it = given.get(context.path) ?? given.get(node.id)
    if (!it) return step?.(message, context) ?? emit(node.firstPort, message)
    const port = it.port ?? node.firstPort
    const messages = it.messages.map(({ body, headers, keys }) => ({
      body,
      headers: headers ?? message.headers,
      keys: keys ?? message.keys,
    }))
    if (it.each) return { kind: 'each', port, messages, inOrder: false }
    const [first] = messages
    return first ? emit(port, first) : drop()
  }
}

/** The stub of this very step, else the one of its node; a step without either does what it would. */
function stubStep(node: CompiledNode, step: Step | undefined, stubs: ReadonlyMap<string, Stub>): Step {
  return async (message, context) => {
    const stub = stubs.get(context.path) ?? stubs.get(node.id)
    if (!stub) return step?.(message, context) ?? emit(node.firstPort, message)
    if ('error' in stub)
      throw permanent(Object.hasOwn(errorCodes, stub.error) ? (stub.error as ErrorCode) : 'bug.unexpected', {
        reason: stub.error,
        host: node.id,
      })
    // A wait is computed all the same, so that a wrong key or a wrong task shows in the test.
    const emission = node.sleeps && node.step ? await node.step(message, context) : undefined
    if (emission?.kind === 'await') return answered(emission, stub, context)
    return emit(stub.port ?? node.firstPort, withStub(message, stub))
  }
}

function answered(wait: Await, stub: Exclude<Stub, { error: string }>, context: StepContext): Emission {
  const { port = wait.port } = stub
  if (port === wait.late) return emit(wait.late, wait.message)
  if (wait.waits.for === 'callback') {
    const { body, headers } = withStub({ ...wait.message, headers: {} }, stub)
    return emit(port, calledBackMessage(wait.message, { body, headers }))
  }
  const decision = { choice: port, by: TESTER, at: context.now() }
  return emit(port, withStub(decidedMessage(wait.message, decision), stub))
}

function withStub(message: Message, stub: Exclude<Stub, { error: string }>): Message {
  if (!('body' in stub)) return message
  const headers = 'headers' in stub && stub.headers ? { ...message.headers, ...stub.headers } : message.headers
  return { ...message, headers, body: stub.body }
}

/** A delay is over at once, a question is repeated at once, and what only a person or a partner can say is asked for. */
function withoutWaiting(step: Step): Step {
  return async (message, context) => {
    for (let tries = 1; ; tries++) {
      const asked = tries === 1 ? undefined : { tries: tries - 1, since: context.now() }
      const emission = await step(message, asked ? askedBefore(context, asked) : context)
      if (emission.kind === 'wait') return { ...emission, until: 0 }
      if (emission.kind === 'await') throw permanent('test.no-outcome')
      if (emission.kind !== 'again' || context.signal.aborted) return emission
    }
  }
}

function askedBefore(context: StepContext, asked: NonNullable<StepContext['asked']>): StepContext {
  // The context's parts are getters on a prototype, which a copy by spreading would lose.
  return Object.create(context, { asked: { value: asked } })
}
