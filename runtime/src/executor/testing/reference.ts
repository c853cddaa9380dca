import type { ErrorData } from '#shared/errors/flow-error.ts'
import { toErrorData } from '#shared/errors/flow-error.ts'
import type { Flow } from '#shared/flow/flow.ts'
import type { Message } from '#shared/message/message.ts'
import type { Emission, Step, StepContext } from '#shared/node/run.ts'
import { randomLibrary } from './random-nodes.ts'

/** What a message does in a flow, whatever the order of its steps. */
export interface Expected {
  readonly status: 'done' | 'failed'
  /** Node and what came in, for every step, the sorted list. */
  readonly steps: readonly string[]
  /** Node and what came in, for every effect that was done, called flows included; sorted. */
  readonly effects: readonly string[]
  /** Effects that are undone because the run failed. */
  readonly undone: number
  /** The bodies of the replies; which of several comes first is open. */
  readonly replies: readonly unknown[]
}

/** The messages that one splitter sent out; those that came to an aggregator. */
interface Frame {
  readonly parked: Map<string, { readonly index: number; readonly message: Message }[]>
}

/** A message at a node, in the innermost frame around it. */
interface At {
  readonly node: string
  readonly message: Message
  readonly frame?: Frame
  readonly index?: number
  readonly error?: ErrorData
  readonly parts?: readonly Message[]
}

/** How a step of a random flow is told apart: by its node and what came in. Parts of one place have no order among them. */
export function stepOf(node: string, body: unknown): string {
  return `${node} ${Array.isArray(body) ? body.map((part) => JSON.stringify(part)).sort() : JSON.stringify(body)}`
}

/** How an effect is told apart: by its node, the body that it had, and the error that led to it. */
export function effectOf({ node, input }: { readonly node: string; readonly input: string }): string {
  const [{ body }, error]: [Message, unknown] = JSON.parse(input)
  return `${stepOf(node, body)} ${error}`
}

/**
 * What the flow format means, in the plainest way: depth first, one step after the other, no journal, no time, no paths. It shares the nodes
 * with the executor and nothing else. Undefined when it takes more than `limit` steps.
 */
export async function interpret(
  flows: ReadonlyMap<string, Flow>,
  id: string,
  message: Message,
  limit: number,
): Promise<Expected | undefined> {
  const steps: string[] = []
  const effects: string[] = []
  const replies: unknown[] = []
  const toUndo: At[] = []
  let failed = false
  const ask = async (call: { node: string; input: string }, act: () => Emission): Promise<Emission> => {
    const emission = act()
    effects.push(effectOf(call))
    return emission
  }
  const { runs } = randomLibrary({ ask, find: async () => 'not-done' })
  const { nodes } = flows.get(id) as Flow

  /** True when the message, with all that came of it, has come to its end. */
  async function go(at: At): Promise<boolean> {
    const node = nodes[at.node] as Flow['nodes'][string]
    const kind = node.use.replace(/@.*/, '')
    if (kind === 'gop' && at.frame && !at.parts) {
      at.frame.parked.set(at.node, [
        ...(at.frame.parked.get(at.node) ?? []),
        { index: at.index ?? 0, message: at.message },
      ])
      return true
    }
    const parts = kind === 'gop' ? (at.parts ?? [at.message]) : undefined
    steps.push(stepOf(at.node, parts ? parts.map((it) => it.body) : at.message.body))
    if (steps.length > limit) throw tooLong
    const then = (target: string, message: Message): At => ({
      ...(at.frame ? { frame: at.frame } : {}),
      index: at.index ?? 0,
      node: target,
      message,
    })
    const out = await outcome(kind, node, { ...at, ...(parts ? { parts } : {}) })
    if ('code' in out) {
      if (node.onError?.then !== undefined) return go({ ...then(node.onError.then, at.message), error: out })
      failed = true
      return false
    }
    if (out.kind === 'drop') return true
    if (node.compensate !== undefined && 'message' in out) {
      const body = { input: at.message.body, output: out.message.body }
      toUndo.push({ node: node.compensate, message: { ...at.message, body } })
    }
    if (out.kind === 'each') return split(at, node.to?.[out.port] ?? [], out.messages, out.inOrder)
    if (out.kind === 'join') throw new Error('random flows have no joins across branches')
    if (out.kind === 'await' || out.kind === 'again') throw new Error('random flows wait for nobody')
    if (out.kind === 'reply') replies.push(out.reply.body)
    let whole = true
    for (const { port, message } of out.kind === 'fan' ? out.outputs : [out])
      for (const target of node.to?.[port] ?? []) whole = (await go(then(target, message))) && whole
    return whole
  }

  async function split(
    at: At,
    targets: readonly string[],
    items: readonly Message[],
    inOrder: boolean,
  ): Promise<boolean> {
    const frame: Frame = { parked: new Map() }
    let whole = true
    for (const [index, message] of items.entries()) {
      // In order, an item that is stuck holds up those behind it.
      if (inOrder && !whole) break
      for (const node of targets) whole = (await go({ node, message, frame, index })) && whole
    }
    if (!whole) return false
    for (const [node, parked] of frame.parked) {
      const parts = parked.sort((a, b) => a.index - b.index).map((it) => it.message)
      const { error: _, ...outer } = at
      whole = (await go({ ...outer, node, parts })) && whole
    }
    return whole
  }

  async function outcome(kind: string, node: Flow['nodes'][string], at: At): Promise<Emission | ErrorData> {
    if (kind === 'tin') return { kind: 'emit', port: 'out', message: at.message }
    if (kind === 'delay') return { kind: 'emit', port: 'out', message: at.message }
    if (kind === 'call-flow') return call(String(node.settings?.flow), at.message)
    const step = (runs[kind] as { prepare(tools: object): Step }).prepare({
      settings: { count: 2, inOrder: false, ...node.settings },
    })
    for (let attempt = 1; ; attempt++) {
      const context = {
        path: '',
        idempotencyKey: '',
        attempt,
        error: at.error,
        parts: at.parts,
      } as unknown as StepContext
      try {
        return await step(at.message, context)
      } catch (thrown) {
        const error = toErrorData(thrown)
        if (error.class !== 'transient' || attempt > 2) return error
      }
    }
  }

  async function call(flow: string, message: Message): Promise<Emission | ErrorData> {
    const called = await interpret(flows, flow, message, limit)
    if (!called) throw tooLong
    effects.push(...called.effects)
    if (called.status === 'failed') return { code: 'run.child-failed' } as ErrorData
    return { kind: 'emit', port: 'out', message: { ...message, body: called.replies[0] ?? null } }
  }

  try {
    await go({ node: 'vao', message })
    if (failed) for (const at of toUndo) await go(at)
  } catch (thrown) {
    if (thrown === tooLong) return undefined
    throw thrown
  }
  return {
    status: failed ? 'failed' : 'done',
    steps: steps.sort(),
    effects: effects.sort(),
    undone: failed ? toUndo.length : 0,
    replies,
  }
}

const tooLong = new Error('more steps than allowed')
