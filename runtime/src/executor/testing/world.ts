import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { z } from 'zod'
import { definition as aggregatorDefinition } from '#nodes/aggregator/definition.ts'
import { run as aggregatorRun } from '#nodes/aggregator/run.ts'
import { definition as callFlowDefinition } from '#nodes/call-flow/definition.ts'
import { run as callFlowRun } from '#nodes/call-flow/run.ts'
import { definition as collectDefinition } from '#nodes/collect/definition.ts'
import { run as collectRun } from '#nodes/collect/run.ts'
import { definition as delayDefinition } from '#nodes/delay/definition.ts'
import { run as delayRun } from '#nodes/delay/run.ts'
import { definition as deliverDefinition } from '#nodes/deliver-callback/definition.ts'
import { run as deliverRun } from '#nodes/deliver-callback/run.ts'
import { definition as replyDefinition } from '#nodes/http-reply/definition.ts'
import { run as replyRun } from '#nodes/http-reply/run.ts'
import { definition as taskDefinition } from '#nodes/human-task/definition.ts'
import { run as taskRun } from '#nodes/human-task/run.ts'
import { definition as recipientsDefinition } from '#nodes/recipient-list/definition.ts'
import { run as recipientsRun } from '#nodes/recipient-list/run.ts'
import { definition as splitterDefinition } from '#nodes/splitter/definition.ts'
import { run as splitterRun } from '#nodes/splitter/run.ts'
import { definition as waitDefinition } from '#nodes/wait-for-callback/definition.ts'
import { run as waitRun } from '#nodes/wait-for-callback/run.ts'
import { createRunIds } from '#runtime/engine/run-id.ts'
import { openSqliteEngine } from '#runtime/engine/sqlite/open.ts'
import type { Flow, FlowNode } from '#shared/flow/flow.ts'
import { messageOf } from '#shared/message/message.ts'
import { defineNode, type NodeDefinition } from '#shared/node/define.ts'
import { defineRun, emit, type NodeRun } from '#shared/node/run.ts'
import type { NodeLibrary } from '../compile.ts'
import { createExecutor } from '../executor.ts'
import { createFlows } from '../flows.ts'
import { traceRun } from '../past/trace.ts'
import type { Tools } from '../run-env.ts'
import type { Submission } from '../submission.ts'
import { noTools } from './walk-through.ts'

const text = { vi: 'x', en: 'x' }
const out = [{ name: 'out', title: text }]
const part = (type: string, effects: 'none' | 'idempotent' | 'once', input = true): NodeDefinition =>
  defineNode({
    type,
    version: 1,
    kind: input ? 'connector' : 'trigger',
    title: text,
    summary: text,
    settings: z.strictObject({ name: z.string().default(''), connection: z.string().optional() }),
    input,
    out,
    effects,
  })

/** What the outside saw, and how it behaves: each entry of `script` is consumed by one call of the node with that name. */
interface Outside {
  readonly calls: { name: string; key: string; body: unknown }[]
  readonly script: Map<string, (() => unknown)[]>
  probe: () => 'not-done' | 'unknown' | 'done'
}

function outsideNode(definition: NodeDefinition, outside: Outside, probed: boolean): NodeRun {
  const act = defineRun(
    definition,
    ({ settings }) =>
      async (message, context) => {
        const name = String(settings.name)
        outside.calls.push({ name, key: context.idempotencyKey, body: message.body })
        const answer = await outside.script.get(name)?.shift()?.()
        if (answer instanceof Error) throw answer
        return emit('out', { ...message, body: answer ?? message.body })
      },
    probed
      ? {
          probe: () => async (message) => {
            const found = outside.probe()
            return found === 'done' ? emit('out', { ...message, body: 'probed' }) : found
          },
        }
      : {},
  )
  return act as NodeRun
}

/** Asks again, 20 ms later, until the outside's answer is not null. */
function askingNode(definition: NodeDefinition, outside: Outside): NodeRun {
  const ask = defineRun(definition, ({ settings }) => async (message, context) => {
    const name = String(settings.name)
    outside.calls.push({ name, key: context.idempotencyKey, body: context.asked?.tries ?? 0 })
    const answer = await outside.script.get(name)?.shift()?.()
    const now = context.now()
    return answer === null
      ? { kind: 'again', at: now + 20, until: now + 1000 }
      : emit('out', { ...message, body: answer })
  })
  return ask as NodeRun
}

/** A worker's executor with the real engine and nodes; what was in `folder` is taken up again. */
export function world(
  flows: readonly Flow[],
  folder = mkdtempSync(join(tmpdir(), 'lt-exec-')),
  tools: Tools = noTools,
) {
  const outside: Outside = { calls: [], script: new Map(), probe: () => 'unknown' }
  const own = [
    part('tin', 'none', false),
    part('hoi', 'idempotent'),
    part('gui', 'once'),
    part('gui-hoi', 'once'),
    part('hoi-mai', 'idempotent'),
  ]
  const library: NodeLibrary = {
    definitions: new Map(
      [
        ...own,
        splitterDefinition,
        aggregatorDefinition,
        collectDefinition,
        delayDefinition,
        replyDefinition,
        recipientsDefinition,
        callFlowDefinition,
        deliverDefinition,
        taskDefinition,
        waitDefinition,
      ].map((it) => [it.type, it as NodeDefinition]),
    ),
    runs: {
      hoi: outsideNode(own[1] as NodeDefinition, outside, false),
      gui: outsideNode(own[2] as NodeDefinition, outside, false),
      'gui-hoi': outsideNode(own[3] as NodeDefinition, outside, true),
      splitter: splitterRun as NodeRun,
      aggregator: aggregatorRun as NodeRun,
      collect: collectRun as NodeRun,
      delay: delayRun as NodeRun,
      'http-reply': replyRun as NodeRun,
      'recipient-list': recipientsRun as NodeRun,
      'call-flow': callFlowRun as NodeRun,
      'deliver-callback': deliverRun as NodeRun,
      'human-task': taskRun as NodeRun,
      'wait-for-callback': waitRun as NodeRun,
      'hoi-mai': askingNode(own[4] as NodeDefinition, outside),
    },
  }
  const clock = (): number => Date.now()
  const engine = openSqliteEngine({ path: join(folder, 'engine.db'), blobs: join(folder, 'blobs'), clock })
  const registry = createFlows(library, async () => undefined)
  registry.deploy(flows.map((flow) => ({ unit: 'mac-dinh', version: `v-${flow.id}`, flow, paused: false })))
  const member = `m${Math.random()}`
  const newRunId = createRunIds({ now: clock, random: (bytes) => void crypto.getRandomValues(bytes) })
  const executor = createExecutor({
    engine,
    member,
    flows: registry,
    tools,
    clock,
    newRunId,
    moved: () => undefined,
    log: () => undefined,
  })
  const stop = async (): Promise<void> => {
    await executor.drain(500)
    await engine.close()
  }
  // Hooks run last first: the folder goes when everybody has closed.
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }))
  onTestFinished(stop)
  const send = (body: unknown, extra: Partial<Submission> = {}) => sendTo(flows[0]?.id ?? '', body, extra)
  const sendTo = (flow: string, body: unknown, extra: Partial<Submission> = {}) => {
    const deployment = registry.current(flow)
    if (!deployment) throw new Error('no deployment')
    return executor.ask({ deployment, trigger: 'vao', message: messageOf(body), ...extra })
  }
  const status = async (run: string): Promise<string> => (await engine.history.get(run))?.row.status ?? 'none'
  const until = async (run: string, wanted: string): Promise<void> => {
    for (let i = 0; i < 400; i++) {
      if ((await status(run)) === wanted) return
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
    throw new Error(`run is ${await status(run)}, not ${wanted}`)
  }
  const trace = (run: string) => traceRun(run, { engine, flows: registry, tools: noTools, clock })
  /** What test runs on these flows need; the first flow as it is deployed. */
  const parts = { library, tools: noTools, clock, newRunId }
  return {
    outside,
    library,
    parts,
    flow: flows[0] as Flow,
    engine,
    flows: registry,
    executor,
    send,
    sendTo,
    until,
    status,
    trace,
    stop,
    member,
  }
}

/** A flow behind the trigger `vao`, whose retry policy `mau` is quick. */
export const flow = (nodes: Record<string, FlowNode>, settings: Flow['settings'] = {}, id = 'thu'): Flow => ({
  format: 1,
  id,
  title: id,
  nodes: { vao: { use: 'tin@1', to: { out: [Object.keys(nodes)[0] ?? ''] } }, ...nodes },
  settings: { ...settings, retry: { mau: { times: 2, first: 'PT0.05S', factor: 1, max: 'PT1S', jitter: 0 } } },
})
/** A node that touches the outside under this name. */
export const effect = (
  use: string,
  name: string,
  to: readonly string[] = [],
  onError: FlowNode['onError'] = { retry: 'mau' },
): FlowNode => ({ use: `${use}@1`, settings: { name }, onError, to: { out: to } })
