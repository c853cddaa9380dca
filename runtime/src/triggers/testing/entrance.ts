import type { X509Certificate } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { nodeDefinitions } from '#nodes/index.ts'
import { nodeRuns, pollTriggers } from '#nodes/runs.ts'
import { loaded } from '#nodes/testing/loaded.ts'
import { createRunIds } from '#runtime/engine/run-id.ts'
import { openSqliteEngine } from '#runtime/engine/sqlite/open.ts'
import { createExecutor } from '#runtime/executor/executor.ts'
import { createFlows } from '#runtime/executor/flows.ts'
import { noTools } from '#runtime/executor/testing/walk-through.ts'
import type { Flow, FlowNode } from '#shared/flow/flow.ts'
import { createGateway } from '../gateway.ts'
import { createTokenClaims } from '../token-claims.ts'

/** Every built-in node. */
export const library = {
  definitions: new Map(nodeDefinitions.map((it) => [it.type, it])),
  runs: await loaded(nodeRuns),
  polls: await loaded(pollTriggers),
}

/** A flow whose trigger has these settings and sends to the node `a`. */
export function flowBehind(
  id: string,
  settings: Readonly<Record<string, unknown>>,
  a: FlowNode = { use: 'http-reply@1' },
): Flow {
  return { format: 1, id, title: id, nodes: { vao: { use: 'http-in@1', settings, to: { out: ['a'] } }, a } }
}

/** Deployments of these flows. */
export function deployed(flows: readonly Flow[], paused = false) {
  const registry = createFlows(library, async () => undefined)
  registry.deploy(flows.map((flow) => ({ unit: 'mac-dinh', version: `v-${flow.id}`, flow, paused })))
  return registry
}

/** The gateway on a free port, with the real executor and engine behind it. */
export async function openEntrance(
  flows: readonly Flow[],
  paused = false,
  bodyBudget?: number,
  trusted: readonly X509Certificate[] = [],
) {
  const folder = mkdtempSync(join(tmpdir(), 'lt-gateway-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }))
  const clock = (): number => Date.now()
  const engine = openSqliteEngine({ path: join(folder, 'engine.db'), blobs: join(folder, 'blobs'), clock })
  const registry = deployed(flows, paused)
  const executor = createExecutor({
    engine,
    member: 'm',
    flows: registry,
    tools: noTools,
    clock,
    newRunId: createRunIds({ now: clock, random: (bytes) => void crypto.getRandomValues(bytes) }),
    moved: () => undefined,
    log: () => undefined,
  })
  const gateway = createGateway({
    executor,
    ...(bodyBudget === undefined ? {} : { bodyBudget }),
    accessKey: async () => 'khoa-dung',
    desk: {
      account: async () => ({ username: 'so-tu-phap', password: 'mat-khau-cua-so-tu-phap' }),
      trusted: async () => trusted,
      now: clock,
      claimToken: createTokenClaims(engine),
    },
    callsFrom: async (connection) => (connection === 'x-road' ? ['127.0.0.0/30'] : ['10.0.0.5']),
    tables: noTools.tables,
    log: () => undefined,
  })
  const port = await gateway.listen('127.0.0.1', 0)
  gateway.route(registry.all())
  onTestFinished(async () => {
    await gateway.close()
    await executor.drain(1000)
    await engine.close()
  })
  const call = async (path: string, init: RequestInit = {}) => {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, { method: 'POST', ...init })
    const text = await answer.text()
    const json = /json/.test(answer.headers.get('content-type') ?? '')
    const body = json ? (JSON.parse(text) as Record<string, unknown>) : undefined
    return { status: answer.status, headers: answer.headers, text, body }
  }
  const send = (path: string, body: unknown, headers: Record<string, string> = {}) =>
    call(path, { body: JSON.stringify(body), headers: { 'content-type': 'application/json', ...headers } })
  const runs = async () => (await engine.history.list({ limit: 100 })).runs
  return { port, call, send, runs, engine, executor, registry, gateway }
}
