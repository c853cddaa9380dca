import { join } from 'node:path'
import { readLineFile } from './harness/acknowledged-file.ts'
import { type Figure, say, torture } from './harness/figures.ts'
import { acceptFlow } from './harness/flows.ts'
import { killHolder } from './harness/kill-holder.ts'
import { post, until } from './harness/post.ts'
import { createProbe } from './harness/probe.ts'
import type { Server } from './harness/server.ts'
import { manageService } from './harness/service-manager.ts'
import { settled } from './harness/settle.ts'
import type { SinkLine } from './harness/sink.ts'
import { collectFlow, splitFlow } from './harness/split-flows.ts'
import { type Stage, setStage } from './harness/stage.ts'
import { type CaseOptions, inWorkplace } from './harness/workplace.ts'

const PARTS = 10
const ROUNDS = { short: 2, long: 20 }

/**
 * Case 5: killed while nine of ten parts are together: in one run (Aggregator) and over ten runs (Collect messages), worker and kernel
 * in turn. The group goes on, and closes once.
 */
export async function killInsideJoin({ seed, short, kills, keep }: CaseOptions): Promise<readonly Figure[]> {
  return inWorkplace('kill-inside-join', keep, async (place) => {
    const stage = await setStage(place, seed, [acceptFlow, splitFlow, collectFlow])
    const { server, partners } = stage
    const service = manageService(server)
    place.ends(service.leave)
    const rounds = kills ?? ROUNDS[short ? 'short' : 'long']
    const names = Array.from({ length: rounds }, (_, i) => [`gop-${i}`, `gom-${i}`] as const)
    for (const [i, [aggregated, collected]] of names.entries()) {
      const whole = i % 2 === 1
      await aggregate(stage, aggregated, whole)
      await collect(stage, collected, whole)
    }
    const quiet = await settled(server.data, [splitFlow.id, collectFlow.id], partners.api.progress, 1000)
    await createProbe(server, partners)('sau')
    const calls = readLineFile<SinkLine>(join(partners.folder, 'sink.jsonl'))
    const faults = [
      ...(quiet ? [] : ['the runs came to no end']),
      ...names.flatMap(([aggregated, collected]) => [
        ...closedOnce(calls, 'da-gop', aggregated),
        ...closedOnce(calls, 'da-gom', collected),
      ]),
    ]
    for (const fault of faults.slice(0, 10)) say(`  ${fault}`)
    const detail = { seed, groups: 2 * rounds, kernelRestarts: service.restarts, faults: faults.slice(0, 10) }
    return [torture('kill-inside-join', faults.length, detail)]
  })
}

/** Ten parts of one message; the partner keeps the answer to the last one back until the kill. */
async function aggregate({ server, partners }: Stage, name: string, whole: boolean): Promise<void> {
  const parts = partsOf(name)
  const last = parts.at(-1) ?? ''
  await partners.api.hold(last)
  await post(server, '/thu-nghiem/tach', name, { phan: parts.map((id) => ({ id })) })
  await until(`nine parts of ${name}`, () => partners.api.has({ kind: 'ghi', ids: parts.slice(0, -1) }))
  await until(`the tenth part of ${name}`, async () => (await partners.api.hold(last)) > 0)
  await strike(server, whole, () => killHolder(server, splitFlow.id, name))
  await partners.api.free(last)
  await until(`the end of ${name}`, () => partners.api.has({ kind: 'da-gop', ids: [parts.join(',')] }))
}

/** Ten messages of one group; the last one is sent after the kill. */
async function collect({ server, partners }: Stage, name: string, whole: boolean): Promise<void> {
  const parts = partsOf(name)
  const send = (id: string): Promise<void> => post(server, '/thu-nghiem/gom', id, { id, nhom: name })
  for (const id of parts.slice(0, -1)) await send(id)
  await strike(server, whole, () => {
    for (const pid of server.workers()) process.kill(pid, 'SIGKILL')
  })
  // A sender that heard nothing sends again: nobody is counted twice.
  await send(parts[4] ?? '')
  await send(parts.at(-1) ?? '')
  await until(`the end of ${name}`, () => partners.api.has({ kind: 'da-gom', ids: [parts.join(',')] }))
}

async function strike(server: Server, whole: boolean, workers: () => Promise<void> | void): Promise<void> {
  const kernel = server.kernel
  if (whole) return server.kill()
  await workers()
  if (server.kernel !== kernel) throw new Error('the kernel did not outlive its worker')
}

const partsOf = (name: string): readonly string[] => Array.from({ length: PARTS }, (_, i) => `${name}-${i}`)

function closedOnce(calls: readonly SinkLine[], kind: string, name: string): readonly string[] {
  const closed = calls.filter((it) => it.kind === kind && it.id.startsWith(`${name}-`))
  const keys = new Set(closed.map((it) => it.key))
  return [
    ...(keys.size === 1 ? [] : [`${name} closed ${keys.size} times`]),
    ...(closed.every((it) => it.id === partsOf(name).join(',')) ? [] : [`${name} closed with other parts`]),
  ]
}
