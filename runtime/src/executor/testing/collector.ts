import { join } from 'node:path'
import { definition as collectDefinition } from '#nodes/collect/definition.ts'
import { run as collectRun } from '#nodes/collect/run.ts'
import { definition as flowInDefinition } from '#nodes/flow-in/definition.ts'
import { createRunIds } from '#runtime/engine/run-id.ts'
import { openSqliteEngine } from '#runtime/engine/sqlite/open.ts'
import type { Flow } from '#shared/flow/flow.ts'
import { messageOf } from '#shared/message/message.ts'
import type { NodeDefinition } from '#shared/node/define.ts'
import type { NodeRun } from '#shared/node/run.ts'
import { createExecutor } from '../executor.ts'
import { createFlows } from '../flows.ts'
import { noTools } from './walk-through.ts'

/**
 * A worker that sends numbers to a flow that gathers them by five, until it is killed or every number has come through:
 * `collector.ts FOLDER COUNT`. A sender that starts again sends everything again, as one that was never answered does.
 */
const [folder = '', count = '0'] = process.argv.slice(2)
const flow: Flow = {
  format: 1,
  id: 'gom-so',
  title: 'Gom số',
  nodes: {
    vao: { use: 'flow-in@1', to: { out: ['gom'] } },
    gom: { use: 'collect@1', settings: { key: 'nhom', count: '5' } },
  },
}
const clock = (): number => Date.now()
const engine = openSqliteEngine({ path: join(folder, 'engine.db'), blobs: join(folder, 'blobs'), clock })
await engine.abandon([])
const definitions: readonly NodeDefinition[] = [collectDefinition as NodeDefinition, flowInDefinition as NodeDefinition]
const flows = createFlows(
  {
    definitions: new Map(definitions.map((it) => [it.type, it])),
    runs: { collect: collectRun as NodeRun },
  },
  async () => undefined,
)
flows.deploy([{ unit: 'mac-dinh', version: 'v1', flow, paused: false }])
const executor = createExecutor({
  engine,
  member: `m${process.pid}`,
  flows,
  tools: noTools,
  clock,
  newRunId: createRunIds({ now: clock, random: (bytes) => void crypto.getRandomValues(bytes) }),
  moved: () => undefined,
  log: () => undefined,
})
const deployment = flows.current(flow.id)
if (!deployment) throw new Error('not deployed')

for (let so = 0; so < Number(count); so += 10) {
  const ten = Array.from({ length: 10 }, (_, i) => so + i)
  await Promise.all(
    ten.map((it) => {
      const message = messageOf({ so: it, nhom: `n${it % 4}` })
      const dedupe = { key: `so-${it}`, windowMs: 86_400_000 }
      return executor.submit({ deployment, trigger: 'vao', message, dedupe }).accepted
    }),
  )
  process.stdout.write(`${so}\n`)
}
/** Every number has its run, and every fifth of a group one more. */
const wanted = Number(count) + Number(count) / 5
for (;;) {
  const sums = (await engine.history.counts(0, 1, 1)).get(flow.id)
  if (sums && sums.open === 0 && sums.done >= wanted) break
  await new Promise((resolve) => setTimeout(resolve, 20))
}
await executor.drain(1000)
await engine.close()
