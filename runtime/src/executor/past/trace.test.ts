import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, onTestFinished, test } from 'vitest'
import type { Engine } from '#runtime/engine/engine.ts'
import { createRunIds } from '#runtime/engine/run-id.ts'
import { openSqliteEngine } from '#runtime/engine/sqlite/open.ts'
import type { Run } from '#shared/api/runs.ts'
import type { Flow } from '#shared/flow/flow.ts'
import { createExecutor } from '../executor.ts'
import { createFlows } from '../flows.ts'
import { randomFlow } from '../testing/random-flow.ts'
import { firstMessage, type RecordingOutside as Outside, outside, randomLibrary } from '../testing/random-nodes.ts'
import { noTools, type WalkedThrough, walkThrough } from '../testing/walk-through.ts'
import { traceRun } from './trace.ts'

interface Expected {
  readonly flow: Flow
  readonly walked: WalkedThrough
  readonly it: Outside
}

/** Random flows of ordinary length, each with what becomes of it. */
async function randomFlows(count: number, seed: number): Promise<readonly Expected[]> {
  const found: Expected[] = []
  for (const flow of fc.sample(randomFlow, { numRuns: count * 2, seed })) {
    const it = outside()
    const walked = await walkThrough(flow, it)
    if (walked && found.length < count) found.push({ flow: { ...flow, id: `f${found.length}` }, walked, it })
  }
  return found
}

/** A worker's executor on the real engine of a folder. After `kill` nothing of it reaches the database or the outside any more. */
function member(folder: string, flows: readonly Flow[], it: Outside) {
  const clock = (): number => Date.now()
  const real = openSqliteEngine({ path: join(folder, 'engine.db'), blobs: join(folder, 'blobs'), clock })
  let dead = false
  const never = new Promise<never>(() => undefined)
  // Only what reaches the disk matters to who comes after: a dead process writes nothing and hears nothing.
  const engine: Engine = new Proxy(real, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name)
      return typeof value === 'function'
        ? (...input: unknown[]) => (dead ? never : Reflect.apply(value, target, input))
        : value
    },
  })
  const registry = createFlows(randomLibrary(it), async (id) => flows.find((flow) => flow.id === id))
  registry.deploy(flows.map((flow) => ({ unit: 'mac-dinh', version: `v-${flow.id}`, flow, paused: false })))
  const name = `m${Math.random()}`
  const executor = createExecutor({
    engine,
    member: name,
    flows: registry,
    tools: noTools,
    clock,
    newRunId: createRunIds({ now: clock, random: (bytes) => void crypto.getRandomValues(bytes) }),
    moved: () => undefined,
    log: () => undefined,
  })
  const submit = (flow: Flow) => {
    const deployment = registry.current(flow.id)
    if (!deployment) throw new Error('not deployed')
    return executor.submit({ deployment, trigger: 'vao', message: firstMessage })
  }
  const close = async (): Promise<void> => {
    if (!dead) await executor.drain(1000)
    await real.close()
  }
  onTestFinished(close)
  return {
    engine: real,
    name,
    wake: executor.wake,
    submit,
    kill() {
      it.dead = true
      dead = true
    },
    async ended(run: string): Promise<string> {
      const status = async () => (await real.history.get(run))?.row.status ?? 'none'
      await expect.poll(status, { timeout: 20_000, interval: 20 }).toMatch(/^(?:done|failed|in-doubt)$/)
      return status()
    },
    trace: (run: string) => traceRun(run, { engine: real, flows: registry, tools: noTools, clock }),
  }
}

function folderOfTest(): string {
  const folder = mkdtempSync(join(tmpdir(), 'lt-trace-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }))
  return folder
}

const viewsOf = (
  steps: readonly Pick<Run['steps'][number], 'path' | 'node' | 'status' | 'input' | 'output' | 'port' | 'from'>[],
) =>
  Object.fromEntries(
    steps.map(({ path, node, status, input, output, port, from }) => [
      path,
      { node, status, input, output, port, from },
    ]),
  )

const triesOf = (steps: readonly Pick<Run['steps'][number], 'path' | 'attempts' | 'error'>[]) =>
  Object.fromEntries(steps.map(({ path, attempts, error }) => [path, [attempts, error?.code]]))

const effectsOf = (it: Outside, run: string) =>
  Object.fromEntries(
    [...it.done]
      .filter(([key]) => key.startsWith(`${run}:`))
      .map(([key, value]) => [key.slice(run.length + 1), value])
      .sort(),
  )

/** Random flows whose traces are compared with what was seen live; more by `LIENTHONG_REPLAY_FLOWS`. */
const FLOWS = Number(process.env.LIENTHONG_REPLAY_FLOWS ?? 120)

test('flows at once on the real engine leave traces equal to what happened, with errors and tries', {
  timeout: 600_000,
}, async () => {
  const flows = await randomFlows(FLOWS, 1)
  expect(flows).toHaveLength(FLOWS)
  const it = outside()
  const worker = member(
    folderOfTest(),
    flows.map(({ flow }) => flow),
    it,
  )
  const runs = flows.map(({ flow }) => worker.submit(flow))
  await Promise.all(runs.map(({ accepted }) => accepted))
  for (const [i, { walked, it: expected, flow }] of flows.entries()) {
    const run = runs[i]?.run ?? ''
    expect([flow.id, await worker.ended(run)]).toEqual([flow.id, walked.status])
    const calls = it.calls.length
    const traced = await worker.trace(run)
    expect(it.calls).toHaveLength(calls)
    expect(traced?.status).toBe(walked.status)
    expect(traced?.steps).toHaveLength(walked.steps.length)
    expect(viewsOf(traced?.steps ?? [])).toEqual(viewsOf(walked.steps as never))
    expect(triesOf(traced?.steps ?? [])).toEqual(triesOf(walked.steps as never))
    expect(effectsOf(it, run)).toEqual(effectsOf(expected, 'R'))
  }
})

test.each([2, 3, 4])(
  'after the death of their worker in the middle (%i) runs go on elsewhere to the same end, and no effect happens twice',
  async (seed) => {
    const flows = await randomFlows(60, seed)
    const folder = folderOfTest()
    const before = outside()
    const first = member(
      folder,
      flows.map(({ flow }) => flow),
      before,
    )
    const runs = flows.map(({ flow }) => first.submit(flow))
    await Promise.all(runs.map(({ accepted }) => accepted))
    const enough = 15 * seed
    await expect.poll(() => before.calls.length, { interval: 1 }).toBeGreaterThan(enough)
    first.kill()
    const known = new Set(before.done.keys())
    const after = outside(before.done)
    const second = member(
      folder,
      flows.map(({ flow }) => flow),
      after,
    )
    await second.engine.bury(first.name)
    second.wake()
    const ends: string[] = []
    for (const [i, { walked, it: expected }] of flows.entries()) {
      const run = runs[i]?.run ?? ''
      const status = await second.ended(run)
      ends.push(status)
      // Only what has no probe may wait for a person; what goes on comes to the same end.
      if (status === 'in-doubt') continue
      expect(status).toBe(walked.status)
      expect(viewsOf((await second.trace(run))?.steps ?? [])).toEqual(viewsOf(walked.steps as never))
      expect(effectsOf(after, run)).toEqual(effectsOf(expected, 'R'))
    }
    expect(after.calls.length).toBeGreaterThan(0)
    expect(ends.filter((status) => status === 'in-doubt').length).toBeLessThan(ends.length / 2)
    const inputs = new Map<string, string>()
    for (const { key, input } of [...before.calls, ...after.calls]) {
      expect(input).toBe(inputs.get(key) ?? input)
      inputs.set(key, input)
    }
    for (const { key, once } of after.calls) if (once) expect(known.has(key)).toBe(false)
  },
)
