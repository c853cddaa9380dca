import { join } from 'node:path'
import { type Figure, median, round, say } from '../chaos/harness/figures.ts'
import { publish } from '../chaos/harness/flows.ts'
import { memoryMb } from '../chaos/harness/process-tree.ts'
import { installServer, pause } from '../chaos/harness/server.ts'
import { inWorkplace } from '../chaos/harness/workplace.ts'
import { BODY } from './dossier.ts'
import { replyFlow } from './workloads.ts'

const STARTS = 5
const COLD_GOAL_MS = 500
const MEMORY_GOAL_MB = 150
/** After the last request, before memory is read. */
const IDLE_MS = 5000

/** `start.coldMs`: from the start of the kernel to the first correct answer of a stored flow. `memory.idleMb`: kernel and one worker at rest. */
export async function startFigures(wanted: readonly string[]): Promise<readonly Figure[]> {
  return inWorkplace('bench-start', false, async (place) => {
    const server = await installServer({ folder: join(place.folder, 'server'), workers: 1 })
    place.serves(server)
    await server.start()
    await publish(server, replyFlow('do-luu', '/do/luu', 'stored'))
    const starts: number[] = []
    for (let i = 0; i < STARTS; i++) {
      await server.stop()
      const began = performance.now()
      const ready = server.start()
      await firstAnswer(`${server.gateway}/do/luu`)
      starts.push(performance.now() - began)
      await ready
      say(`  start ${i + 1}: ${(starts.at(-1) ?? 0).toFixed(0)} ms`)
    }
    const cold = round(median(starts), 0)
    await pause(IDLE_MS)
    const kernel = memoryMb(server.kernel)
    const worker = memoryMb(server.workers()[0] ?? 0)
    const memory = round(kernel.pss + worker.pss, 0)
    const figures: readonly Figure[] = [
      {
        figure: 'start.coldMs',
        value: cold,
        unit: 'ms',
        goal: COLD_GOAL_MS,
        ok: cold <= COLD_GOAL_MS,
        detail: {
          starts: starts.map((it) => Math.round(it)),
          what: 'until the first correct answer of a stored flow, one worker',
        },
      },
      {
        figure: 'memory.idleMb',
        value: memory,
        unit: 'MB',
        goal: MEMORY_GOAL_MB,
        ok: memory <= MEMORY_GOAL_MB,
        detail: {
          what: 'PSS of kernel and one worker',
          pss: { kernel: round(kernel.pss, 0), worker: round(worker.pss, 0) },
          rss: { kernel: round(kernel.rss, 0), worker: round(worker.rss, 0) },
        },
      },
    ]
    return figures.filter((it) => wanted.includes(it.figure))
  })
}

async function firstAnswer(url: string): Promise<void> {
  for (const until = performance.now() + 30_000; performance.now() < until; await pause(5)) {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: BODY,
    }).catch(() => undefined)
    if (answer?.status === 200 && ((await answer.json()) as { kenh?: unknown }).kenh === '2') return
    await answer?.body?.cancel().catch(() => undefined)
  }
  throw new Error(`${url} gave no answer`)
}
