import { join } from 'node:path'
import { seededRandom } from '#nodes/simulators/index.ts'
import { readLineFile } from './harness/acknowledged-file.ts'
import { type Figure, say, torture } from './harness/figures.ts'
import { acceptFlow } from './harness/flows.ts'
import { killHolder } from './harness/kill-holder.ts'
import { post, until } from './harness/post.ts'
import { createProbe } from './harness/probe.ts'
import { manageService } from './harness/service-manager.ts'
import { settled } from './harness/settle.ts'
import type { SinkLine } from './harness/sink.ts'
import { splitFlow } from './harness/split-flows.ts'
import { setStage } from './harness/stage.ts'
import { type CaseOptions, inWorkplace } from './harness/workplace.ts'

const PARTS = 1000
const ROUNDS = { short: 2, long: 20 }

/**
 * Case 4: whoever has a message that was split into 1,000 is killed when the partner has had a part of them, worker and kernel in turn.
 * All 1,000 come to the partner, each under one key, and are put together again once, in their order.
 */
export async function killInsideSplit({ seed, short, kills, keep }: CaseOptions): Promise<readonly Figure[]> {
  return inWorkplace('kill-inside-split', keep, async (place) => {
    const { server, partners } = await setStage(place, seed, [acceptFlow, splitFlow])
    const service = manageService(server)
    place.ends(service.leave)
    const random = seededRandom(`${seed}/split`)
    const names = Array.from({ length: kills ?? ROUNDS[short ? 'short' : 'long'] }, (_, i) => `lo-${i}`)
    const killedAfter: number[] = []
    for (const [i, name] of names.entries()) {
      const before = await partners.api.taken()
      const kernel = server.kernel
      await post(server, '/thu-nghiem/tach', name, { phan: partsOf(name).map((id) => ({ id })) })
      const share = 1 + Math.floor(random() * (PARTS - 2))
      await until(`${share} parts of ${name}`, async () => (await partners.api.taken()) - before >= share)
      killedAfter.push((await partners.api.taken()) - before)
      if (i % 2 === 1) await server.kill()
      else await killHolder(server, splitFlow.id, name)
      await until(`the end of ${name}`, () => partners.api.has({ kind: 'da-gop', ids: [partsOf(name).join(',')] }))
      if (i % 2 === 0 && server.kernel !== kernel) throw new Error('the kernel did not outlive its worker')
    }
    const quiet = await settled(server.data, [splitFlow.id], partners.api.progress, 1000)
    await createProbe(server, partners)('sau')
    const faults = [
      ...(quiet ? [] : ['the runs came to no end']),
      ...(killedAfter.some((it) => it < PARTS) ? [] : ['every kill came too late']),
      ...check(readLineFile<SinkLine>(join(partners.folder, 'sink.jsonl')), names),
    ]
    for (const fault of faults.slice(0, 10)) say(`  ${fault}`)
    const detail = { seed, parts: PARTS, killedAfter, kernelRestarts: service.restarts, faults: faults.slice(0, 10) }
    return [torture('kill-inside-split', faults.length, detail)]
  })
}

const partsOf = (name: string): readonly string[] => Array.from({ length: PARTS }, (_, i) => `${name}-${i}`)

/** What the partner's own record says against the split. */
function check(calls: readonly SinkLine[], names: readonly string[]): readonly string[] {
  const keys = Map.groupBy(
    calls.filter((it) => it.kind === 'ghi'),
    (it) => it.id,
  )
  return names.flatMap((name) => {
    const parts = partsOf(name)
    const joined = calls.filter((it) => it.kind === 'da-gop' && it.id.startsWith(`${name}-`))
    const missing = parts.filter((id) => !keys.has(id))
    const doubled = parts.filter((id) => new Set(keys.get(id)?.map((it) => it.key)).size > 1)
    return [
      ...(missing.length === 0 ? [] : [`${name}: ${missing.length} parts never came, such as ${missing[0]}`]),
      ...(doubled.length === 0 ? [] : [`${name}: ${doubled.length} parts came under two keys, such as ${doubled[0]}`]),
      ...(new Set(joined.map((it) => `${it.key} ${it.id}`)).size === 1 ? [] : [`${name} was put together twice`]),
      ...(joined.every((it) => it.id === parts.join(',')) ? [] : [`${name} was put together of other parts`]),
    ]
  })
}
