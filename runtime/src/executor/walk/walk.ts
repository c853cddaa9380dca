import type { StepPath } from '#runtime/engine/engine.ts'
import type { OpenWait } from '#runtime/engine/waits.ts'
import { errorData } from '#shared/errors/flow-error.ts'
import type { Message, Reply } from '#shared/message/message.ts'
import type { Emission } from '#shared/node/run.ts'
import type { CompiledNode } from '../compile.ts'
import type { RunEnv, StepRecord } from '../run-env.ts'
import { callInLedger } from '../step/ledger.ts'
import type { Outcome } from '../step/outcome.ts'
import { pause } from '../step/pause.ts'
import { performStep } from '../step/perform.ts'
import { createFrames } from './frames.ts'
import { record } from './record.ts'
import { lineageOf, type Outputs, stepPath, type Token } from './token.ts'
import type { Trouble, WalkEnd } from './walk-end.ts'

/** Tokens of one run that may be under way at the same time. */
const PARALLEL = 16
/** More steps than this in one go are a loop that nobody meant. */
const MAX_STEPS = 200_000

/** Where a message goes next: the port it leaves through, and itself. */
interface Output {
  readonly port: string
  readonly message: Message
}

/**
 * Walks a message through the compiled flow, from this token on: pure steps are computed, effects come from the journal or happen now.
 * The same journal gives the same paths, so a run is continued, traced and tested by the same code. Synchronous for as long as the
 * steps are: a flow of pure nodes costs no turn of the queue of promises.
 */
export function walkTokens(env: RunEnv, first: Token): WalkEnd | Promise<WalkEnd> {
  const { compiled } = env
  const end = {
    reply: undefined as Reply | undefined,
    last: undefined as Message | undefined,
    sleeping: [] as WalkEnd['sleeping'][number][],
    waits: [] as OpenWait[],
    children: 0,
    doubts: [] as Trouble[],
    failures: [] as Trouble[],
    open: 0,
    joined: false,
  }
  const ready: Token[] = []
  const frames = createFrames((token) => ready.push(token), visit)
  let steps = 0

  function visit(token: Token): Token {
    const node = compiled.nodes.get(token.node)
    if (!node?.inLoop) return token
    const visits = new Map(token.visits)
    visits.set(token.node, (visits.get(token.node) ?? 0) + 1)
    return { ...token, visits }
  }

  /** Sends what left a step along its wires. */
  function advance(node: CompiledNode, token: Token, path: StepPath, since: number, outputs: readonly Output[]): void {
    const next: Token[] = []
    for (const { port, message } of outputs) {
      const seen: Outputs = { node: node.id, body: message.body, before: token.outputs }
      for (const target of node.targets.get(port) ?? []) {
        const lineage = lineageOf(token.lineage, 'fan', path, next.length)
        next.push({
          ...token,
          node: target,
          message,
          lineage,
          outputs: seen,
          since,
          from: path,
          error: undefined,
          parts: undefined,
        })
      }
    }
    if (next.length === 0 && outputs.length > 0) end.last = outputs.at(-1)?.message
    frames.replace(token, next.map(visit))
  }

  function split(
    node: CompiledNode,
    token: Token,
    path: StepPath,
    since: number,
    emission: Extract<Emission, { kind: 'each' }>,
  ): void {
    const targets = node.targets.get(emission.port) ?? []
    const items = emission.messages.map((message, index) =>
      targets.map((target, branch): Token => {
        const item = lineageOf(token.lineage, 'split', path, index)
        const outputs: Outputs = { node: node.id, body: message.body, before: token.outputs }
        return visit({
          ...token,
          node: target,
          message,
          lineage: lineageOf(item, 'fan', path, branch),
          outputs,
          index,
          since,
          from: path,
          error: undefined,
          parts: undefined,
        })
      }),
    )
    frames.open(path, token, items, emission.inOrder)
  }

  function emitted(node: CompiledNode, token: Token, path: StepPath, since: number, emission: Emission): void {
    switch (emission.kind) {
      case 'emit':
        return advance(node, token, path, since, [emission])
      case 'fan':
        return advance(node, token, path, since, emission.outputs)
      case 'each':
        return split(node, token, path, since, emission)
      case 'join':
        end.joined = true
        return frames.replace(token, [])
      case 'drop':
      case 'again':
        return frames.replace(token, [])
      case 'reply':
        if (end.reply === undefined) {
          end.reply = emission.reply
          env.onReply(emission.reply)
        }
        return advance(node, token, path, since, [emission])
      case 'wait':
      case 'await':
      case 'call':
        return advance(node, token, path, since, [emission])
    }
  }

  function settle(node: CompiledNode, token: Token, path: StepPath, since: number, outcome: Outcome): void {
    switch (outcome.kind) {
      case 'emission':
        return emitted(node, token, path, since, outcome.emission)
      case 'failed': {
        if (node.errorNode === undefined) {
          end.failures.push({ node: node.id, path, error: outcome.error })
          return
        }
        const outputs: Outputs = { node: node.id, body: token.message.body, before: token.outputs }
        return frames.replace(token, [
          visit({ ...token, node: node.errorNode, outputs, since, from: path, error: outcome.error, parts: undefined }),
        ])
      }
      case 'sleeping':
        end.sleeping.push({
          until: outcome.until,
          trouble: outcome.error ? { node: node.id, path, error: outcome.error } : undefined,
        })
        if (outcome.wait) end.waits.push(outcome.wait)
        return
      case 'child':
        end.children++
        return
      case 'in-doubt':
        end.doubts.push({ node: node.id, path, error: outcome.error })
        return
      case 'open':
        end.open++
    }
  }

  /** Runs one token through its node; a promise when that takes time. */
  function process(token: Token): Promise<void> | undefined {
    const node = compiled.nodes.get(token.node)
    if (!node) return void frames.replace(token, [])
    if (node.gathers && token.parts === undefined && token.frame) return void frames.park(token)
    const path = stepPath(token)
    if (++steps > MAX_STEPS) {
      end.failures.push({ node: node.id, path, error: errorData('run.too-many-steps', { limit: MAX_STEPS }) })
      return undefined
    }
    return arrived(node, currentOf(token, node, path), path)
  }

  /** A test run may stand still here, or give the step another message. */
  function arrived(node: CompiledNode, token: Token, path: StepPath): Promise<void> | undefined {
    if (!env.arrive) return perform(node, token, path)
    const message = env.arrive(node.id, token.from, path, token.message)
    if (message) return perform(node, message === token.message ? token : { ...token, message }, path)
    const times = { startedAt: env.clock(), durationMs: 0, attempts: 1 }
    return void leave(node, token, path, { kind: 'open', times })
  }

  function perform(node: CompiledNode, token: Token, path: StepPath): Promise<void> | undefined {
    const outcome = performStep(node, token, path, env)
    if (outcome instanceof Promise) return outcome.then((it) => performed(node, token, path, it))
    return performed(node, token, path, outcome)
  }

  function currentOf(token: Token, node: CompiledNode, path: StepPath): Token {
    const since = Math.max(token.since, env.memo.redo.get(path) ?? -1)
    const parts = node.gathers ? (token.parts ?? [token.message]) : token.parts
    return since === token.since && parts === token.parts ? token : { ...token, since, parts }
  }

  function performed(node: CompiledNode, token: Token, path: StepPath, outcome: Outcome): Promise<void> | undefined {
    // In a test nobody else sends: the message is a group of its own.
    if (env.test && outcome.kind === 'emission' && outcome.emission.kind === 'join' && !token.parts)
      return perform(node, { ...token, parts: [token.message] }, path)
    const paused = pause(outcome, node, path, token.since, env)
    if (paused instanceof Promise) return paused.then((it) => leave(node, token, path, it))
    leave(node, token, path, paused)
    return undefined
  }

  function tell(
    onStep: (step: StepRecord) => void,
    node: CompiledNode,
    token: Token,
    path: StepPath,
    outcome: Outcome,
  ) {
    const call = node.effects === 'none' ? undefined : callInLedger(env, path, token.since)
    onStep({ ...record(node, token, path, outcome), ...(call ? { call } : {}) })
  }

  function leave(node: CompiledNode, token: Token, path: StepPath, outcome: Outcome): void {
    if (node.undoNode !== undefined) env.onEffect?.(node, token, path, outcome)
    if (env.onStep) tell(env.onStep, node, token, path, outcome)
    const { startedAt, durationMs } = outcome.times
    // Only a replay shows these times; a live run pays nothing for them.
    const left =
      env.mode === 'replay' && (node.effects !== 'none' || node.sleeps)
        ? { ...token, at: startedAt + durationMs }
        : token
    settle(node, left, path, token.since, outcome)
  }

  const underWay = new Set<Promise<void>>()
  let next = 0

  /** Starts what is ready; true when there is nothing left to wait for. */
  function proceed(): boolean {
    for (; next < ready.length && underWay.size < PARALLEL; next++) {
      if (next > 1024) {
        ready.splice(0, next)
        next = 0
      }
      const token = ready[next]
      const late = token && process(token)
      if (!late) continue
      const task: Promise<void> = late.finally(() => underWay.delete(task))
      underWay.add(task)
    }
    return underWay.size === 0
  }

  async function rest(): Promise<WalkEnd> {
    do await Promise.race(underWay)
    while (!proceed())
    return end
  }

  ready.push(visit(first))
  return proceed() ? end : rest()
}
