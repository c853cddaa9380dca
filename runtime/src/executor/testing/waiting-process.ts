/**
 * A process for tests: sends messages that wait for callbacks, and the callbacks, half of them first; a third of the messages soon give up
 * waiting. Each number is one message and one callback, however often the process is started.
 * Arguments: folder, number of messages. Lines: `A <number> <run>` accepted, `C <number> <outcome> <run>` callback answered.
 * The file `ra` in the folder has a line `<run> <port>` for every time a message left the wait.
 */
import { appendFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { nodeDefinitions } from '#nodes/index.ts'
import { nodeRuns } from '#nodes/runs.ts'
import { loaded } from '#nodes/testing/loaded.ts'
import { createRunIds } from '#runtime/engine/run-id.ts'
import { openSqliteEngine } from '#runtime/engine/sqlite/open.ts'
import type { Flow, FlowNode } from '#shared/flow/flow.ts'
import { messageOf } from '#shared/message/message.ts'
import { defineNode, type NodeDefinition } from '#shared/node/define.ts'
import { defineRun, emit, type NodeRun } from '#shared/node/run.ts'
import { createExecutor } from '../executor.ts'
import { createFlows } from '../flows.ts'
import { noTools } from './walk-through.ts'

const [folder = '', count = '0'] = process.argv.slice(2)
const engine = openSqliteEngine({ path: join(folder, 'engine.db'), blobs: join(folder, 'blobs'), clock: Date.now })
// As the kernel does at its start: whoever held runs before is gone.
await engine.abandon([])

const text = { vi: 'x', en: 'x' }
const note = defineNode({
  type: 'ghi',
  version: 1,
  kind: 'connector',
  title: text,
  summary: text,
  settings: z.strictObject({ port: z.string() }),
  input: true,
  out: [{ name: 'out', title: text }],
  effects: 'idempotent',
})
const noteRun = defineRun(note, ({ settings }) => (message, context) => {
  appendFileSync(join(folder, 'ra'), `${context.run.id} ${settings.port}\n`)
  return emit('out', message)
})
const library = {
  definitions: new Map(
    [...nodeDefinitions, note].map((it): [string, NodeDefinition] => [it.type, it as NodeDefinition]),
  ),
  runs: { ...(await loaded(nodeRuns)), ghi: noteRun as NodeRun },
}

const noting = (port: string): FlowNode => ({ use: 'ghi@1', settings: { port } })
const waiting = (id: string, timeout: string): Flow => ({
  format: 1,
  id,
  title: id,
  nodes: {
    vao: { use: 'http-in@1', settings: { path: `/${id}` }, to: { out: ['cho'] } },
    cho: {
      use: 'wait-for-callback@1',
      settings: { topic: 'ket-qua', key: 'ma', timeout },
      to: { out: ['co'], timeout: ['muon'] },
    },
    co: noting('callback'),
    muon: noting('timeout'),
  },
})
const delivering: Flow = {
  format: 1,
  id: 'nhan',
  title: 'nhan',
  nodes: {
    vao: { use: 'http-in@1', settings: { path: '/nhan' }, to: { out: ['giao'] } },
    giao: { use: 'deliver-callback@1', settings: { topic: 'ket-qua', key: 'ma' } },
  },
}
const flows = createFlows(library, async () => undefined)
const all = [waiting('lau', 'PT1H'), waiting('nhanh', 'PT0.03S'), delivering]
flows.deploy(all.map((flow) => ({ unit: 'mac-dinh', version: `v-${flow.id}`, flow, paused: false })))

const executor = createExecutor({
  engine,
  member: `m${process.pid}`,
  flows,
  tools: noTools,
  clock: Date.now,
  newRunId: createRunIds({ now: Date.now, random: (bytes) => crypto.getRandomValues(bytes) }),
  moved: () => undefined,
  log: () => undefined,
})

// Not console.log: its line could still be in this process when it is killed.
const say = (line: string): void => void writeSync(1, `${line}\n`)

function ask(flow: string, number: number) {
  const deployment = flows.current(flow)
  if (!deployment) throw new Error(`no flow ${flow}`)
  const dedupe = { key: `${number}`, windowMs: 86_400_000 }
  return executor.ask({ deployment, trigger: 'vao', message: messageOf({ ma: number }), dedupe })
}

async function send(number: number): Promise<void> {
  const { run } = await ask(number % 3 === 0 ? 'nhanh' : 'lau', number).accepted
  say(`A ${number} ${run}`)
}

async function callBack(number: number): Promise<void> {
  const { accepted, answered } = ask('nhan', number)
  const before = await accepted
  const reply = before.duplicate ? before.reply : (await answered).reply
  const { outcome = '', run = '' } = (reply?.body ?? {}) as { outcome?: string; run?: string }
  if (reply) say(`C ${number} ${outcome} ${run}`)
}

for (let number = 0; number < Number(count); number++) {
  const [first, second] = number % 2 === 0 ? [send, callBack] : [callBack, send]
  await first(number)
  if (number % 3 === 0) await new Promise((resolve) => setTimeout(resolve, number % 9 === 0 ? 5 : 30))
  await second(number)
}
const open = ['accepted', 'running', 'waiting', 'retrying'] as const
while ((await engine.history.list({ limit: 1, statuses: open })).runs.length > 0)
  await new Promise((resolve) => setTimeout(resolve, 20))
await executor.drain(1000)
await engine.close()
